import { listNames } from "../decision/list-names.ts";
import { type ApprovalTask, assigneesOf } from "../objects/approval/approval-task.ts";
import type { EndedNotice } from "../objects/approval/notices/ended-notice.ts";
import { listTold } from "../objects/approval/notices/list-told.ts";
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
  const told = assignees === undefined ? named : listTold(approval.spec, record).map(({ name }) => name);
  const to = recipient === undefined ? channel : `${listNames(told, "and")} by ${channel}`;
  const reason = explain(notice.error ?? "", record, named);
  const message = `Could not tell ${to} ${TOLD[kind]}. ${reason}`.trim();
  return { type: "Warning", reason: "NoticeFailed", message };
}

function explain(
  error: string,
  { channel, recipient }: EndedNotice["record"],
  named: readonly string[],
): string {
  if (channel !== "mail") return maskAddresses(error, named);
  return cutReply(maskAddresses(maskRecipient(error, recipient, named), named));
}

/** Whatever its form, as it stands in our own words. */
function maskRecipient(text: string, recipient: string | undefined, named: readonly string[]): string {
  if (recipient === undefined || recipient === "" || named.includes(recipient)) return text;
  return text.replaceAll(JSON.stringify(recipient), MASK).replaceAll(recipient, MASK);
}

/** Anything around an at sign. */
const ADDRESS = /[^\s<>()[\]",;:]+@[^\s<>()[\]",;:]+/gu;

function maskAddresses(text: string, named: readonly string[]): string {
  return text.replaceAll(ADDRESS, (address) => (named.includes(address) ? address : MASK));
}

/** A reply's status, with the enhanced one (RFC 3463), or why there was no connection. */
const TELLABLE =
  /^(?:\d{3}(?!\d)(?:[ -]\d\.\d{1,3}\.\d{1,3}(?!\S))?|not connected after \d+ ms|Greeting never received|(?:(?:connect|read|write|getaddrinfo) )?E[A-Z]{4,}\b)/u;

/** Without what a mail server said, behind our own words: it may spell the recipient, or where its mail goes, in any way. */
function cutReply(text: string): string {
  const end = text.indexOf(": ");
  if (end === -1) return text;
  const [told = MASK] = TELLABLE.exec(text.slice(end + 2)) ?? [];
  return `${text.slice(0, end)}: ${told.replace("-", " ")}.`;
}
