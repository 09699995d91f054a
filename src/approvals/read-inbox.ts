import type { Voter } from "../decision/request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { ApprovalIndex } from "./approval-index.ts";
import type { ApprovalView } from "./approval-view.ts";
import type { Inbox, InboxRequest } from "./approvals.ts";
import { takePage } from "./take-page.ts";

export interface InboxOptions extends InboxRequest {
  readonly nowMs: number;
  readonly view: (approval: ApprovalTask) => ApprovalView;
}

/**
 * One page each of what waits for this person, of what has their vote and waits for others, and of what was decided. Views
 * are made of their rows and of no others.
 */
export function readInbox(index: ApprovalIndex, voter: Voter, options: InboxOptions): Inbox {
  const { nowMs, view } = options;
  const waiting = index.waitingFor(voter, nowMs);
  return {
    waiting: takePage(waiting, options.waiting, ({ approval }) => view(approval)),
    due: waiting.filter(({ dueFromMs }) => dueFromMs <= nowMs).length,
    voted: takePage(index.votedBy(voter), options.voted, view),
    decided: takePage(index.decidedFor(voter), options.decided, view),
  };
}
