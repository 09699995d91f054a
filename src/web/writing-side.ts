import type { Approvals } from "../approvals/approvals.ts";

/** What handlers of POST get beside what they read: each judges for itself who asks. */
export type WritingSide = Pick<Approvals, "castVote" | "cancel" | "sendAgain">;

export function writingSide(approvals: Approvals): WritingSide {
  return {
    castVote: (request) => approvals.castVote(request),
    cancel: (request) => approvals.cancel(request),
    sendAgain: (request) => approvals.sendAgain(request),
  };
}
