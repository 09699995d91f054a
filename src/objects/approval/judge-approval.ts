import { decide } from "../../decision/decide.ts";
import type { CancelReason, Verdict } from "../../decision/verdict.ts";
import { type AskedApproval, readRequest, readVotes } from "./approval-request.ts";

/**
 * Where an approval stands: what is recorded when it is decided, else what its votes, the time and, if nobody needs to
 * answer any more, `cancelled` say. `nowMs` is milliseconds since the epoch.
 */
export function judgeApproval(approval: AskedApproval, nowMs: number, cancelled?: CancelReason): Verdict {
  return decide(readRequest(approval, cancelled), readVotes(approval), nowMs);
}
