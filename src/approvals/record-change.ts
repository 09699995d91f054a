// The one guarded write (W6) that somebody's word leads to: judged by what was just read, tried again when others write
// first, and looked for when its answer is lost.
import type { Cluster } from "../cluster/watch-cluster.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import { findLateLabels } from "../objects/approval/approval-labels.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { CUSTOM_RUNS } from "../objects/resources.ts";
import type { Clock } from "../std/clock.ts";
import { type Logger, silentLogger } from "../std/logger.ts";
import { ok, refuse, type Result } from "../std/result.ts";
import type { ApprovalRef, Recorded, RecordError } from "./approvals.ts";
import type { ApprovalView } from "./approval-view.ts";
import { type ChangeName, explainFailure, notRecorded } from "./not-recorded.ts";
import { readApproval } from "./read-approval.ts";
import { VOTE_LIMITS, VoteTime } from "./vote-time.ts";
import { writeStatus } from "./write-status.ts";

/** How often it is tried again after somebody else wrote first. */
const MAX_TRIES = 10;

export interface RecordDependencies {
  readonly api: KubeApi;
  readonly clock: Clock;
  /** Told why it could not be recorded; nobody when absent. */
  readonly logger?: Logger;
  readonly view: (approval: ApprovalTask, nowMs: number) => ApprovalView;
  /** The approval as it is watched; it may be late. */
  readonly find: (ref: ApprovalRef) => ApprovalTask | undefined;
  /** Told what was written, so that the rest of the process need not wait for the watch. */
  readonly cluster: Cluster;
}

/** What somebody's word meets: the approval and its run as they were just read, and the one reading of the clock. */
export interface Situation {
  readonly approval: ApprovalTask;
  readonly run: CustomRun | undefined;
  readonly nowMs: number;
  readonly view: (approval: ApprovalTask) => ApprovalView;
}

/** The approval as it is to be written; or what is answered without a write. */
export type Judgement<E> = { readonly next: ApprovalTask } | { readonly answer: Result<Recorded, E> };

export interface Change<E> {
  readonly ref: ApprovalRef;
  readonly what: ChangeName;
  readonly judge: (situation: Situation) => Judgement<E> | Promise<Judgement<E>>;
  /** Whether what `next` brings is in the approval as it is now. */
  readonly isIn: (now: ApprovalTask, next: ApprovalTask) => boolean;
}

/**
 * Records it together with the verdict that follows. Never rejects.
 *
 * Begins with the approval as it is watched, whose version guards the write; what is overtaken, and whoever would be
 * refused, is judged again by what the API server says. The run is always read: nothing guards what it says of a cancel (decision 21).
 */
export async function recordChange<E>(
  deps: RecordDependencies,
  change: Change<E>,
  time = new VoteTime(VOTE_LIMITS),
): Promise<Result<Recorded, E | RecordError>> {
  let tries = 0;
  for (; tries < MAX_TRIES && time.suffices; tries += 1) {
    const watched = tries === 0 ? findSettled(deps, change.ref) : undefined;
    const outcome = await tryOnce(deps, { change, time, watched });
    if (outcome !== "overtaken") return outcome;
  }
  return refuse(notRecorded(tries === 0 ? "TooManyWaiting" : "Overtaken"));
}

/** The watched approval, unless its labels are late: then somebody is about to write them, and would be in the way. */
function findSettled({ find, clock }: RecordDependencies, ref: ApprovalRef): ApprovalTask | undefined {
  const watched = find(ref);
  return watched !== undefined && findLateLabels(watched, clock.now()) === undefined ? watched : undefined;
}

interface Try<E> {
  readonly change: Change<E>;
  readonly time: VoteTime;
  /** Absent: the approval is read. */
  readonly watched: ApprovalTask | undefined;
}

async function tryOnce<E>(
  deps: RecordDependencies,
  attempt: Try<E>,
): Promise<Result<Recorded, E | RecordError> | "overtaken"> {
  const { change, time, watched } = attempt;
  const read = await readBoth(deps, attempt);
  if (!read.ok) return read;
  const { approval, run } = read.value;
  if (approval === undefined) return refuse({ kind: "notFound" });
  // Read once: what is in time when it is judged is in time when it is written (decision 12).
  const nowMs = deps.clock.now();
  const view = (shown: ApprovalTask): ApprovalView => deps.view(shown, nowMs);
  const judged = await change.judge({ approval, run, nowMs, view });
  if ("answer" in judged) return watched === undefined ? judged.answer : "overtaken";

  const { api, logger = silentLogger } = deps;
  const confirm = (): VoteTime["confirm"] => time.confirm;
  const { what, isIn } = change;
  const written = await writeStatus({ api, logger, write: time.write, confirm, what, isIn }, judged.next);
  if (written.kind === "overtaken") return "overtaken";
  if (written.kind === "failed") return refuse(written.error);
  deps.cluster.approvals.observe(written.approval);
  return ok({ approval: view(written.approval), repeated: false });
}

interface Read {
  readonly approval: ApprovalTask | undefined;
  readonly run: CustomRun | undefined;
}

async function readBoth<E>(
  { api, logger = silentLogger }: RecordDependencies,
  { change: { ref, what }, time, watched }: Try<E>,
): Promise<Result<Read, RecordError>> {
  try {
    const approval = watched ?? (await readApproval(api, ref, time.read));
    // Not beside it: the controller ends a cancelled run that has no approval, so that the run must be read later than that.
    const run = await readIfThere<CustomRun>(api, CUSTOM_RUNS, ref, time.read);
    return ok({ approval, run });
  } catch (error) {
    return refuse(explainFailure(error, { ref, logger, what }));
  }
}
