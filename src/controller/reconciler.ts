import type { ApprovalRef } from "../approvals/approvals.ts";
import { KubeError } from "../kube/kube-error.ts";
import type { CustomRun } from "../objects/custom-run.ts";
import { describeInvalidRun } from "../objects/run-outcome.ts";
import { buildRunStatus } from "../objects/run-status.ts";
import type { Clock } from "../std/clock.ts";
import { apply } from "./apply.ts";
import type { ApplyDependencies } from "./apply.ts";
import { gather } from "./gather.ts";
import type { GatherDependencies } from "./gather.ts";
import { plan } from "./plan.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Step } from "./step.ts";

/** The most steps that a name takes in one go is six (a run that is opened, timed out and ended); more is a fault of ours. */
const MAX_STEPS = 10;

export interface ReconcileDependencies extends GatherDependencies, ApplyDependencies {
  readonly clock: Clock;
  readonly baseUrl: string;
}

/**
 * Brings one name to where it should be: gather, plan, apply, until there is nothing to do but wait.
 *
 * @returns when to look again by itself, in milliseconds since the epoch; `undefined`: when something changes.
 */
export async function reconcile(deps: ReconcileDependencies, ref: ApprovalRef): Promise<number | undefined> {
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const snapshot = await gather(deps, ref);
    const step = plan(snapshot, { nowMs: deps.clock.now(), baseUrl: deps.baseUrl });
    if (step.kind === "wait") return step.untilMs;
    await applyOrRefuse(deps, step, snapshot);
    // Its DELETED event comes by the watch and brings the key back.
    if (step.kind === "deleteApproval") return undefined;
  }
  throw new Error(
    `${ref.namespace}/${ref.name} does not settle: ${MAX_STEPS} writes in a row, and still one to do.`,
  );
}

/** An ApprovalTask that the API server will never take must not leave the run waiting for ever: the run fails instead. */
async function applyOrRefuse(
  deps: ReconcileDependencies,
  step: Exclude<Step, { kind: "wait" }>,
  { run }: Snapshot,
): Promise<void> {
  try {
    await apply(deps, step);
  } catch (error) {
    if (step.kind !== "createApproval" || run === undefined || !isRefusedForGood(error)) throw error;
    await apply(deps, { kind: "writeRunStatus", run: refusedRun(deps, run, error) });
  }
}

function isRefusedForGood(error: unknown): error is KubeError {
  return error instanceof KubeError && (error.status.code === 400 || error.status.code === 422);
}

function refusedRun(deps: ReconcileDependencies, run: CustomRun, error: KubeError): CustomRun {
  const message = `The API server refuses the ApprovalTask that these parameters ask for: ${error.status.message}`;
  const outcome = describeInvalidRun([{ parameter: "", message }]);
  return { ...run, status: buildRunStatus(run, outcome, deps.clock.now()) };
}
