import type { Approvals } from "../approvals/approvals.ts";

/** What handlers of GET get: there is no way from here to a write, nor to what the one who asks may not see. */
export type ReadingSide = Pick<Approvals, "seenBy" | "needsName" | "freshness">;

export function readingSide(approvals: Approvals): ReadingSide {
  return {
    seenBy: (viewer) => approvals.seenBy(viewer),
    needsName: approvals.needsName,
    freshness: () => approvals.freshness(),
  };
}
