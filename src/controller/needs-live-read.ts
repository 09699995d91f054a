import { isOpened } from "../objects/approval/approval-standing.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { isPending, isRunDone, isUntouched } from "../objects/run/run-status.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Step } from "./step.ts";

/**
 * True when a step would destroy, create or end something on the word of caches alone. A write is guarded by the version
 * of the object it goes to, but not by what was concluded from the other one, or from one that was not there: those
 * steps are taken only on what was just read (decision 13).
 */
export function needsLiveRead(step: Step, snapshot: Snapshot): boolean {
  if (snapshot.live) return false;
  switch (step.kind) {
    case "deleteApproval":
      return true;
    // A name is taken once, so creating needs no more than that the run is there and waits: W1 has shown both.
    case "createApproval":
      return !snapshot.toldNow;
    // W3 takes start and attempt from the run. All later writes rest on what is recorded in the approval itself; the end of
    // one that is not the run's rests on which run there is.
    case "writeApprovalStatus":
      return snapshot.approval === undefined || (!isAsked(snapshot) && !snapshot.toldNow);
    case "writeRunStatus":
      return isRunDone(step.run) ? endsUnasked(step.run, snapshot) : tellsAnew(snapshot);
    case "labelApproval":
    case "wait":
      return false;
  }
}

/** Nothing was opened for a run that was never told that it waits; its own version guards its end. */
function endsUnasked(run: CustomRun, snapshot: Snapshot): boolean {
  return !isAsked(snapshot) && !isUntouched(snapshot.run ?? run);
}

/** What a run says while it waits follows its ApprovalTask: two replicas that see different ones would take turns. */
function tellsAnew({ run }: Snapshot): boolean {
  return run !== undefined && isPending(run);
}

function isAsked({ approval }: Snapshot): boolean {
  return approval !== undefined && isOpened(approval);
}
