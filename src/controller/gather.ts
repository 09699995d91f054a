import { closingReasonOf, type ClosingReason } from "../objects/run/closing-reason.ts";
import { askingUidOf, isOwnApproval } from "../objects/approval/is-own-approval.ts";
import type { ApprovalRef } from "../approvals/approvals.ts";
import type { Copies } from "../cluster/watch-cluster.ts";
import type { KubeApi, ObjectRef } from "../kube/kube-api.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { isApprovalRun } from "../objects/dialects/find-dialect.ts";
import { describeLimit, findLimit } from "../objects/run/pipeline-run-limits.ts";
import { isFinished, isTimedOut, type PipelineRun } from "../objects/run/pipeline-run.ts";
import { findPipelineRunOwner } from "../objects/approval/approval-spec.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "../objects/resources.ts";
import type { Snapshot } from "./snapshot.ts";

export interface GatherDependencies {
  readonly api: KubeApi;
  /** Told what was read or written, so that nothing is decided on what is older. */
  readonly cluster: Copies;
}

/** A snapshot without what only the reconcile knows. */
export type Gathered = Omit<Snapshot, "toldNow">;

const NOTHING: Gathered = {
  run: undefined,
  approval: undefined,
  stranger: undefined,
  closing: undefined,
  live: false,
};

/**
 * What is there under a name. Comes from the watched caches; only what would close an approval for good (a run or a
 * pipeline run that seems to be gone) is read from the API server, because a cache may be late.
 */
export async function gather(deps: GatherDependencies, ref: ApprovalRef): Promise<Gathered> {
  const found = deps.cluster.approvals.get(ref);
  const run = deps.cluster.runs.get(ref);
  if (run === undefined && found === undefined) return NOTHING;
  if (run === undefined && found?.status?.decision !== undefined) return { ...NOTHING, approval: found };
  return await relate(deps, run ?? (await readRun(deps, ref)), found);
}

/**
 * The same from the API server. The ApprovalTask is read before the run: when the run then has another UID than the one
 * that the ApprovalTask was made for, that one is gone for good. The other way round, the run could have been made anew
 * and asked between the two reads, and its live approval would look like a leftover. One that is not there is looked for
 * once more after the run: people may have been asked between the two reads, have answered, and the run been cancelled since.
 */
export async function gatherLive(deps: GatherDependencies, ref: ApprovalRef): Promise<Gathered> {
  let found = await readApproval(deps, ref);
  let run = await readRun(deps, ref);
  if (found === undefined && run !== undefined) {
    found = await readApproval(deps, ref);
    if (found !== undefined) run = await readRun(deps, ref);
  }
  const gathered = run === undefined && found === undefined ? NOTHING : await relate(deps, run, found);
  return { ...gathered, live: true };
}

async function readApproval(deps: GatherDependencies, ref: ApprovalRef): Promise<ApprovalTask | undefined> {
  const found = await readIfThere<ApprovalTask>(deps.api, APPROVAL_TASKS, ref);
  if (found !== undefined) deps.cluster.approvals.observe(found);
  return found;
}

async function readRun(deps: GatherDependencies, ref: ApprovalRef): Promise<CustomRun | undefined> {
  const run = await readIfThere<CustomRun>(deps.api, CUSTOM_RUNS, ref);
  if (run !== undefined) deps.cluster.runs.observe(run);
  return run;
}

/** What run and ApprovalTask of one name are to each other. */
async function relate(
  deps: GatherDependencies,
  run: CustomRun | undefined,
  found: ApprovalTask | undefined,
): Promise<Gathered> {
  if (run === undefined || !isApprovalRun(run)) {
    const sameRun = found !== undefined && run?.metadata.uid === askingUidOf(found) ? run : undefined;
    return { ...NOTHING, approval: found, closing: closingReasonOf(sameRun) };
  }
  const own = found !== undefined && isOwnApproval(found, run);
  const approval = own ? found : undefined;
  const reason = closingReasonOf(run) ?? (await closingReasonOfPipelineRun(deps, run, approval));
  const closing = reason && withLimit(deps, reason, { run, approval });
  return { ...NOTHING, run, approval, stranger: own ? undefined : found, closing };
}

/** Which limit of the PipelineRun it was that ended the run: for people, and as far as it is watched. */
function withLimit(
  { cluster }: GatherDependencies,
  closing: ClosingReason,
  { run, approval }: { readonly run: CustomRun; readonly approval: ApprovalTask | undefined },
): ClosingReason {
  const asking = approval?.spec.pipelineRun ?? findPipelineRunOwner(run);
  if (closing.reason !== "PipelineRunTimedOut" || asking === undefined) return closing;
  const watched = cluster.pipelineRuns.get({ namespace: run.metadata.namespace ?? "", name: asking.name });
  const limit = watched?.metadata.uid === asking.uid ? findLimit(watched, run.metadata.name) : undefined;
  return limit === undefined ? closing : { ...closing, detail: describeLimit(limit) };
}

/**
 * A run outlives its PipelineRun when Tekton never cancelled it (contract C56) or when it was orphaned, which takes away
 * the owner reference; the frozen request still names the PipelineRun then.
 */
async function closingReasonOfPipelineRun(
  deps: GatherDependencies,
  run: CustomRun,
  approval: ApprovalTask | undefined,
): Promise<ClosingReason | undefined> {
  const asking = approval?.spec.pipelineRun ?? findPipelineRunOwner(run);
  if (asking === undefined) return undefined;
  const ref = { namespace: run.metadata.namespace ?? "", name: asking.name };
  const watched = deps.cluster.pipelineRuns.get(ref);
  const pipelineRun = watched?.metadata.uid === asking.uid ? watched : await readPipelineRun(deps, ref);
  if (pipelineRun?.metadata.uid !== asking.uid) return { reason: "PipelineRunGone" };
  if (!isFinished(pipelineRun)) return undefined;
  return { reason: isTimedOut(pipelineRun) ? "PipelineRunTimedOut" : "PipelineRunFinished" };
}

/** Nobody here writes PipelineRuns: only what is read shows that their watch is held up. */
async function readPipelineRun(deps: GatherDependencies, ref: ObjectRef): Promise<PipelineRun | undefined> {
  const pipelineRun = await readIfThere<PipelineRun>(deps.api, PIPELINE_RUNS, ref);
  if (pipelineRun !== undefined) deps.cluster.pipelineRuns.observe(pipelineRun);
  return pipelineRun;
}
