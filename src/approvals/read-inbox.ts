import type { Voter } from "../decision/request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { ApprovalIndex } from "./approval-index.ts";
import type { ApprovalView } from "./approval-view.ts";
import type { Inbox, InboxRequest, Paging, Rows } from "./approvals.ts";

export interface InboxOptions extends InboxRequest {
  readonly nowMs: number;
  readonly view: (approval: ApprovalTask) => ApprovalView;
}

/** One page each of what waits for this person and of what was decided. Views are made of their rows and of no others. */
export function readInbox(index: ApprovalIndex, voter: Voter, options: InboxOptions): Inbox {
  const { nowMs, view } = options;
  const waiting = index.waitingFor(voter, nowMs);
  return {
    waiting: takePage(waiting, options.waiting, ({ approval }) => view(approval)),
    due: waiting.filter(({ dueFromMs }) => dueFromMs <= nowMs).length,
    decided: takePage(index.decidedFor(voter), options.decided, view),
  };
}

function takePage<T>(
  all: readonly T[],
  { page: wanted, size }: Paging,
  view: (one: T) => ApprovalView,
): Rows<ApprovalView> {
  const pages = size === 0 ? 1 : Math.ceil(all.length / size);
  const page = Math.max(1, Math.min(wanted, pages));
  const items = all.slice((page - 1) * size, page * size).map(view);
  return { items, page, size, total: all.length };
}
