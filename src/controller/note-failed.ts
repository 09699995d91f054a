import { listNames } from "../decision/list-names.ts";
import { type ApprovalTask, assigneesOf } from "../objects/approval/approval-task.ts";
import type { EndedNotice } from "../objects/approval/notices/ended-notice.ts";
import { MASK } from "../std/mask.ts";
import type { Notable } from "./step.ts";

const TOLD = {
  request: "that a vote is asked for",
  secondStep: "that a second person must approve",
  voted: "of a vote",
  outcome: "how it ended",
} as const;

/**
 * What an Event, and the log, says of a message that finally failed; of others nothing. More people read those than may see
 * somebody's address: it names whom the request names.
 */
export function noteFailed(
  approval: ApprovalTask,
  { record, kind, notice }: EndedNotice,
): Notable | undefined {
  if (notice.state !== "failed") return undefined;
  const named = assigneesOf(approval.spec).map(({ name }) => name);
  const { channel, recipient, assignees } = record;
  const told = assignees?.flatMap((position) => named[position] ?? []) ?? named;
  const to = recipient === undefined ? channel : `${listNames(told, "and")} by ${channel}`;
  const reason = maskAddresses(notice.error ?? "", named);
  const message = `Could not tell ${to} ${TOLD[kind]}. ${reason}`.trim();
  return { type: "Warning", reason: "NoticeFailed", message };
}

/** Anything around an at sign: servers repeat the recipient, or where its mail goes. */
const ADDRESS = /[^\s<>()[\]",;:]+@[^\s<>()[\]",;:]+/gu;

function maskAddresses(text: string, named: readonly string[]): string {
  return text.replaceAll(ADDRESS, (address) => (named.includes(address) ? address : MASK));
}
