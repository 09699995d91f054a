import { isTooLarge, isUnknownField, type KubeError } from "../kube/kube-error.ts";
import { isOpened } from "../objects/approval/approval-standing.ts";
import { describeInvalidRun } from "../objects/run/run-outcome.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { isRunDone } from "../objects/run/run-status.ts";
import type { Decision } from "../objects/approval/approval-task.ts";
import { endHeldUp, holdUp, type Obstacle } from "./hold-up.ts";
import { ASKED_AGAIN } from "./opening-rules.ts";
import { writeRun, type PlanContext, type RunWrite } from "./rule.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Step } from "./step.ts";

/** Steps that write the ApprovalTask, and that the run waits for. */
type AwaitedStep = Extract<Step, { kind: "createApproval" | "deleteApproval" | "writeApprovalStatus" }>;

const WANTED: Readonly<Record<AwaitedStep["kind"], string>> = {
  createApproval: "refuses to create the ApprovalTask",
  deleteApproval: "refuses to delete the ApprovalTask of an earlier run,",
  writeApprovalStatus: "refuses to write the status of the ApprovalTask",
};

/**
 * What to write to the run when the API server refused a step: its end, or that it is held up. `undefined` when there is
 * nothing to say that is not said, so that only trying again remains.
 */
export function endRefused(
  snapshot: Snapshot,
  step: Step,
  refusal: KubeError,
  context: PlanContext,
): RunWrite | undefined {
  const { run, closing } = snapshot;
  if (run === undefined || isRunDone(run) || !isAwaited(step)) return undefined;
  const isTheirs = isInvalid(refusal) && !isUnknownField(refusal);
  if (step.kind === "createApproval" && closing === undefined && isTheirs) {
    return writeRun(run, describeRefusedRun(run, refusal), context);
  }
  const held = { ...snapshot, run };
  const obstacle = describeRefusal(step, snapshot, refusal);
  const ending = findUnrecorded(step);
  if (ending !== undefined) return endHeldUp(held, ending, obstacle, context);
  const next = holdUp(held, obstacle, context);
  return next.kind === "wait" ? undefined : next;
}

function isAwaited(step: Step): step is AwaitedStep {
  return Object.hasOwn(WANTED, step.kind);
}

/** What was to be written can never be stored: trying again would change nothing. */
export function isInvalid(error: KubeError): boolean {
  const { code } = error.status;
  return code === 400 || code === 422 || isTooLarge(error);
}

function describeRefusedRun(run: CustomRun, { status }: KubeError): ReturnType<typeof describeInvalidRun> {
  const message = `The API server refuses the ApprovalTask that these parameters ask for: ${status.message}`;
  return describeInvalidRun(run, [{ parameter: "", message }]);
}

/** The verdict that was to be recorded, if it is a time-out or a cancel. A yes that is not on record is none. */
function findUnrecorded(step: AwaitedStep): Decision | undefined {
  const decision = step.kind === "writeApprovalStatus" ? step.approval.status?.decision : undefined;
  return decision?.state === "cancelled" || decision?.state === "timedOut" ? decision : undefined;
}

const OUTDATED =
  "the definition of ApprovalTasks in the cluster is older than this Countersign. Apply deploy/crds. The API server says";

function describeRefusal(step: AwaitedStep, { approval }: Snapshot, refusal: KubeError): Obstacle {
  const { code, reason, message } = refusal.status;
  const wasAsked =
    step.kind === "createApproval"
      ? step.notables.includes(ASKED_AGAIN)
      : approval !== undefined && isOpened(approval);
  return {
    since: wasAsked ? "anyMore" : "yet",
    what: `the API server ${WANTED[step.kind]} ${step.approval.metadata.name} (${code} ${reason})`,
    detail: isUnknownField(refusal) ? `${OUTDATED}: ${message}` : message,
  };
}
