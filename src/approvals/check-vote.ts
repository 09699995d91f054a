import { BOUNDS } from "../objects/approval/approval-task.ts";
import { countCharacters } from "../objects/characters.ts";
import { countStoredBytes } from "../std/stored-bytes.ts";
import type { CastVoteError, CastVoteRequest } from "./approvals.ts";

const OPERATION = new RegExp(`^[A-Za-z0-9_-]{1,${BOUNDS.operation}}$`, "u");

/** What is wrong with the vote itself, before anything is read. */
export function findInvalidPart({ comment, operation }: CastVoteRequest): CastVoteError | undefined {
  const fault = findCommentFault(comment);
  if (fault !== undefined) return { kind: "invalid", field: "comment", message: fault };
  if (operation === undefined || OPERATION.test(operation)) return undefined;
  const message =
    `The operation (\`Idempotency-Key\`) is not 1 to ${BOUNDS.operation} letters, digits, \`-\` and \`_\`. ` +
    "Send a UUID, or leave it out.";
  return { kind: "invalid", field: "operation", message };
}

function findCommentFault(comment: string): string | undefined {
  const characters = countCharacters(comment);
  if (characters > BOUNDS.comment) {
    return `The comment has ${characters} characters; at most ${BOUNDS.comment} are kept. Shorten it.`;
  }
  const bytes = countStoredBytes(comment);
  if (bytes > BOUNDS.commentBytes) {
    return (
      `The comment takes ${bytes} bytes to store; at most ${BOUNDS.commentBytes} are kept. ` +
      "A letter takes one to four, a quotation mark or a line break two, and <, > and & take six each. Shorten it."
    );
  }
  // Tab and line breaks are text; the others have no business in a comment, and NUL would break what reads it.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(comment)) {
    return "The comment has a control character in it. Type it again instead of pasting it.";
  }
  return comment.isWellFormed() ? undefined : "The comment has half a character in it. Type it again.";
}
