import { keyOf } from "../approvals/approval-key.ts";
import type { ApprovalRef } from "../approvals/approvals.ts";
import { KubeError, isUnavailable } from "../kube/kube-error.ts";
import { dropForeignStatus, isPending, isRunDone } from "../objects/run/run-status.ts";
import type { Clock } from "../std/clock.ts";
import { apply, type ApplyDependencies } from "./apply.ts";
import { endRefused, isInvalid } from "./end-refused.ts";
import { gather, gatherLive, type GatherDependencies, type Gathered } from "./gather.ts";
import { needsLiveRead } from "./needs-live-read.ts";
import { createParameterReader, type ReadParameters } from "./parameter-reader.ts";
import type { Patience } from "./patience.ts";
import { plan } from "./plan.ts";
import type { PlanContext } from "./rule.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Step } from "./step.ts";

/** The most steps that a name takes in one go is six (a run that is opened, timed out and ended); more is a fault of ours. */
const MAX_STEPS = 10;

export interface ReconcileDependencies extends GatherDependencies, ApplyDependencies {
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly patience: Patience;
  readonly telling?: PlanContext["telling"];
}

/** What a step's outcome means for the next look. */
interface Look {
  /** True when the caches cannot be trusted: what was written, or refused, is not in them yet. */
  readonly live: boolean;
  /** The run that this reconcile was the first to tell that it waits. */
  readonly toldUid: string | undefined;
  readonly isArchiveRefused?: true;
}

/** What stays the same for one reconcile. */
interface Work extends ReconcileDependencies {
  readonly ref: ApprovalRef;
  readonly isFirstLook?: true;
  readonly readParameters: ReadParameters;
}

interface Decision {
  readonly snapshot: Snapshot;
  readonly step: Step;
}

/**
 * Brings one name to where it should be: gather, plan, apply, until there is nothing to do but wait.
 *
 * @returns when to look again by itself, in milliseconds since the epoch; `undefined`: when something changes.
 */
export async function reconcile(
  deps: ReconcileDependencies,
  ref: ApprovalRef,
  first: Pick<PlanContext, "isFirstLook"> = {},
): Promise<number | undefined> {
  const work = { ...deps, ...first, ref, readParameters: createParameterReader() };
  let look: Look = { live: false, toldUid: undefined };
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const { snapshot, step } = await decideStep(work, look);
    if (step.kind === "wait") {
      deps.patience.forget(keyOf(ref));
      return step.untilMs;
    }
    look = await carryOut(work, { snapshot, step }, look);
  }
  throw new Error(
    `${ref.namespace}/${ref.name} does not settle: ${MAX_STEPS} writes in a row, and still more to do.`,
  );
}

/** By the caches; and anew by the API server, where the step is one that caches cannot bear out. */
async function decideStep(work: Work, look: Look): Promise<Decision> {
  if (!look.live) {
    const decision = planFor(work, await gather(work, work.ref), look);
    if (!needsLiveRead(decision.step, decision.snapshot)) return decision;
  }
  return planFor(work, await gatherLive(work, work.ref), look);
}

function planFor(work: Work, gathered: Gathered, { toldUid, isArchiveRefused }: Look): Decision {
  const toldNow = toldUid !== undefined && toldUid === gathered.run?.metadata.uid;
  const snapshot = { ...gathered, toldNow };
  const context = { ...contextOf(work), ...(isArchiveRefused && { isArchiveRefused }) };
  return { snapshot, step: plan(snapshot, context) };
}

async function carryOut(work: Work, decision: Decision, look: Look): Promise<Look> {
  const { snapshot, step } = decision;
  if (step.kind === "wait") return look;
  try {
    await apply(work, step);
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    if (isUnavailable(error) && !work.patience.isOver(keyOf(work.ref), work.clock.now())) throw error;
    // Overtaken, or refused for what the caches do not show: the API server has the last word before anything else.
    if (!snapshot.live) return { ...look, live: true };
    if (isArchive(step) && isRefused(error, step)) return { ...look, isArchiveRefused: true };
    await writeInstead(work, decision, error);
  }
  // What was deleted stays in the cache until the watch tells.
  return {
    ...look,
    live: step.kind === "deleteApproval",
    toldUid: findTold(snapshot, step) ?? look.toldUid,
  };
}

/** What can be written where a step was refused. Rejects with the refusal while nothing but trying again can help. */
async function writeInstead(work: Work, { snapshot, step }: Decision, refusal: KubeError): Promise<void> {
  if (step.kind === "writeRunStatus" && isInvalid(refusal)) {
    return await apply(work, { ...step, run: dropForeignStatus(step.run) });
  }
  const instead = isRefused(refusal, step) ? endRefused(snapshot, step, refusal, contextOf(work)) : undefined;
  if (instead === undefined) throw refusal;
  await apply(work, instead);
  if (!isRunDone(instead.run)) throw refusal;
}

function isArchive(step: Step): boolean {
  return step.kind === "writeRunStatus" && step.isArchive === true;
}

/** Not overtaken: the API server will not take it, whoever tries. */
function isRefused({ status: { code } }: KubeError, step: Step): boolean {
  // What a creation does not find is the namespace, or the definition.
  return code !== 409 && (code !== 404 || step.kind === "createApproval");
}

function contextOf({ clock, baseUrl, readParameters, isFirstLook, telling }: Work): PlanContext {
  const nowMs = clock.now();
  return {
    nowMs,
    baseUrl,
    readParameters,
    ...(isFirstLook && { isFirstLook }),
    ...(telling && { telling }),
  };
}

/** The UID of the run, if this step was its W1. */
function findTold({ run }: Snapshot, step: Step): string | undefined {
  const isFirst = step.kind === "writeRunStatus" && isPending(step.run) && run !== undefined;
  return isFirst && !isPending(run) ? run.metadata.uid : undefined;
}
