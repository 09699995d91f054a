import type { Approvals } from "../approvals/approvals.ts";

/** What handlers of GET get: there is no way from here to a write, whatever a handler does. */
export type ReadingSide = Omit<Approvals, "castVote">;

export function readingSide(approvals: Approvals): ReadingSide {
  return {
    list: (filter) => approvals.list(filter),
    inbox: (voter, request) => approvals.inbox(voter, request),
    countWaiting: (voter) => approvals.countWaiting(voter),
    find: (ref) => approvals.find(ref),
    read: (ref) => approvals.read(ref),
    refusalFor: (ref, voter) => approvals.refusalFor(ref, voter),
    matchesFor: (approval, voter) => approvals.matchesFor(approval, voter),
    askedNames: (kind, most) => approvals.askedNames(kind, most),
    freshness: () => approvals.freshness(),
  };
}
