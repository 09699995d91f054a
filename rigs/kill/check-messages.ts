import assert from "node:assert/strict";

import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { Notice, NoticeRecord } from "../../src/objects/approval/notice.ts";

/** Whether a process was killed meanwhile, so that what it had claimed stays claimed for two minutes. */
type WasKilled = boolean;

/** True once it is known what became of the request: whoever answers before that leaves nothing to tell. */
export function isRequestSent(task: ApprovalTask | undefined, wasKilled: WasKilled): boolean {
  return isOver(task?.status?.notices?.[0]?.request, wasKilled);
}

/** True when there is nothing to send any more, but what a killed process had claimed; an outcome waits for its request. */
export function isSettled(task: ApprovalTask | undefined, wasKilled: WasKilled): boolean {
  const { request, outcome } = task?.status?.notices?.[0] ?? {};
  if (!isOver(request, wasKilled)) return false;
  const hasNoOutcome = request?.state === "sending" || request?.state === "skipped";
  return hasNoOutcome || isOver(outcome, wasKilled);
}

/** Each message came once at most, and one that is said to be sent has come. */
export function checkMessages(task: ApprovalTask | undefined, messages: readonly string[]): void {
  assert.equal(new Set(messages).size, messages.length, `a message came twice: ${messages.join("\n")}`);
  const [record] = task?.status?.notices ?? [];
  assert.ok(record !== undefined, "there is a record of who was told");
  const sent = listNotices(record).filter(({ state }) => state === "sent").length;
  const open = listNotices(record).filter(({ state }) => state === "sending" || state === "unknown").length;
  assert.ok(sent <= messages.length, `${sent} are sent, ${messages.length} came`);
  assert.ok(messages.length <= sent + open, `${messages.length} came, ${sent} are sent, ${open} may be`);
}

function listNotices({ request, outcome }: NoticeRecord): readonly Notice[] {
  return [request, outcome].filter((notice) => notice !== undefined);
}

function isOver(notice: Notice | undefined, wasKilled: WasKilled): boolean {
  if (notice === undefined || notice.state === "waiting") return false;
  return notice.state !== "sending" || wasKilled;
}
