import { BOUNDS } from "../objects/approval/approval-task.ts";
import { countCharacters } from "../objects/characters.ts";
import { countStoredBytes } from "../std/stored-bytes.ts";
import type { CastVoteError, CastVoteRequest } from "./approvals.ts";

const OPERATION = new RegExp(`^[A-Za-z0-9_-]{1,${BOUNDS.operation}}$`, "u");

/** What is wrong with the vote itself, before anything is read. */
export function findInvalidPart({ comment, operation }: CastVoteRequest): CastVoteError | undefined {
  const fault = findCommentFault(comment);
  if (fault !== undefined) return { kind: "invalid", field: "comment", message: fault };
  const message = findOperationFault(operation);
  return message === undefined ? undefined : { kind: "invalid", field: "operation", message };
}

export function findOperationFault(operation: string | undefined): string | undefined {
  if (operation === undefined || OPERATION.test(operation)) return undefined;
  return (
    `The operation (\`Idempotency-Key\`) is not 1 to ${BOUNDS.operation} letters, digits, \`-\` and \`_\`. ` +
    "Send a UUID, or leave it out."
  );
}

function findCommentFault(comment: string): string | undefined {
  const surplus = countSurplus(comment);
  if (surplus > 0) return explainSurplus(comment, surplus);
  // Tab and line breaks are text; the others have no business in a comment, and NUL would break what reads it.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(comment)) {
    return "The comment has a control character in it. Type it again instead of pasting it.";
  }
  return comment.isWellFormed() ? undefined : "The comment has half a character in it. Type it again.";
}

/** How many characters would have to go from its end. */
function countSurplus(comment: string): number {
  const characters = Array.from(comment);
  let bytes = countStoredBytes(comment);
  let kept = characters.length;
  while (kept > BOUNDS.comment || bytes > BOUNDS.commentBytes) {
    kept -= 1;
    bytes -= countStoredBytes(characters[kept] ?? "");
  }
  return characters.length - kept;
}

function explainSurplus(comment: string, surplus: number): string {
  const characters = countCharacters(comment);
  const much = `${surplus} ${surplus === 1 ? "character" : "characters"} too long`;
  if (characters > BOUNDS.comment && surplus === characters - BOUNDS.comment) {
    return `The comment is ${much}; at most ${BOUNDS.comment} are kept. Shorten it.`;
  }
  return `The comment is ${much}: some characters, such as Chinese ones, emoji, < and &, take more room, so fewer than ${BOUNDS.comment} fit. Shorten it.`;
}
