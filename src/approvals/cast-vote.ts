// One person's answer, from whichever door it comes: checked, recorded with its verdict in one guarded write, or refused.
import type { Cluster } from "../cluster/watch-cluster.ts";
import { admitVote } from "../decision/admit-vote.ts";
import type { Voter } from "../decision/request.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import { addVote } from "../objects/approval/add-vote.ts";
import { findLateLabels } from "../objects/approval/approval-labels.ts";
import { readRequest, readVotes } from "../objects/approval/approval-request.ts";
import type { ApprovalTask, RecordedVote } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { CUSTOM_RUNS } from "../objects/resources.ts";
import { formatTime, type Clock } from "../std/clock.ts";
import { type Logger, silentLogger } from "../std/logger.ts";
import { ok, refuse, type Result } from "../std/result.ts";
import type { ApprovalRef, CastVote, CastVoteError, CastVoteRequest } from "./approvals.ts";
import type { ApprovalView } from "./approval-view.ts";
import { explainFailure, notRecorded } from "./not-recorded.ts";
import { readApproval } from "./read-approval.ts";
import { refuseBallotOf, refuseVote, type VoteSituation } from "./refuse-vote.ts";
import { answerRepeatedVote } from "./repeated-vote.ts";
import { VOTE_LIMITS, VoteTime } from "./vote-time.ts";
import { writeVote } from "./write-vote.ts";

const NOT_FOUND: CastVoteError = { kind: "notFound" };

/** How often a vote is tried again after somebody else wrote first. */
const MAX_TRIES = 10;

export interface CastVoteDependencies {
  readonly api: KubeApi;
  readonly clock: Clock;
  /** Told why votes could not be recorded; nobody when absent. */
  readonly logger?: Logger;
  readonly view: (approval: ApprovalTask, nowMs: number) => ApprovalView;
  /** The approval as it is watched; it may be late. */
  readonly find: (ref: ApprovalRef) => ApprovalTask | undefined;
  /** Whether it is there at all for this person. */
  readonly sees: (voter: Voter, approval: ApprovalTask) => boolean;
  /** Told what was written, so that the rest of the process need not wait for the watch. */
  readonly cluster: Cluster;
}

export type VoteOutcome = Result<CastVote, CastVoteError>;

/**
 * Records a vote together with the verdict that follows from it. Never rejects. What `findInvalidPart` finds is not looked
 * for again.
 *
 * Begins with the approval as it is watched, whose version guards the write; what is overtaken, and whoever would be
 * refused, is judged again by what the API server says. The run is always read: nothing guards what it says of a cancel (decision 21).
 */
export async function castVote(
  deps: CastVoteDependencies,
  request: CastVoteRequest,
  time = new VoteTime(VOTE_LIMITS),
): Promise<VoteOutcome> {
  let tries = 0;
  for (; tries < MAX_TRIES && time.suffices; tries += 1) {
    const watched = tries === 0 ? findSettled(deps, request) : undefined;
    const outcome = await tryToCastVote(deps, { request, time, watched });
    if (outcome !== "overtaken") return outcome;
  }
  return refuse(notRecorded(tries === 0 ? "TooManyWaiting" : "Overtaken"));
}

/** The watched approval, unless its labels are late: then somebody is about to write them, and would be in the way. */
function findSettled(
  { find, clock }: CastVoteDependencies,
  { ref }: CastVoteRequest,
): ApprovalTask | undefined {
  const watched = find(ref);
  return watched !== undefined && findLateLabels(watched, clock.now()) === undefined ? watched : undefined;
}

interface Try {
  readonly request: CastVoteRequest;
  readonly time: VoteTime;
  /** Absent: the approval is read. */
  readonly watched: ApprovalTask | undefined;
}

async function tryToCastVote(
  deps: CastVoteDependencies,
  { request, time, watched }: Try,
): Promise<VoteOutcome | "overtaken"> {
  const read = await readBoth(deps, { request, time, watched });
  if (!read.ok) return read;
  const { approval, run } = read.value;
  if (approval === undefined) return refuse(NOT_FOUND);
  // Read once: a vote that is in time when it is judged is in time when it is written (decision 12).
  const nowMs = deps.clock.now();
  const view = (shown: ApprovalTask): ApprovalView => deps.view(shown, nowMs);
  const isSeen = deps.sees(request.voter, approval);
  const vote = isSeen ? judgeVote({ approval, run, request, nowMs, view }) : refuse(NOT_FOUND);
  if ("ok" in vote) return watched === undefined ? vote : "overtaken";

  const confirm = (): VoteTime["confirm"] => time.confirm;
  const { api, logger = silentLogger } = deps;
  const written = await writeVote(
    { api, logger, write: time.write, confirm },
    addVote(approval, vote, nowMs),
  );
  if (written.kind === "overtaken") return "overtaken";
  if (written.kind === "failed") return refuse(written.error);
  deps.cluster.approvals.observe(written.approval);
  return ok({ approval: view(written.approval), repeated: false });
}

interface Read {
  readonly approval: ApprovalTask | undefined;
  readonly run: CustomRun | undefined;
}

async function readBoth(
  { api, logger = silentLogger }: CastVoteDependencies,
  { request: { ref }, time: { read }, watched }: Try,
): Promise<Result<Read, CastVoteError>> {
  try {
    const [approval, run] = await Promise.all([
      watched ?? readApproval(api, ref, read),
      readIfThere<CustomRun>(api, CUSTOM_RUNS, ref, read),
    ]);
    return ok({ approval, run });
  } catch (error) {
    return refuse(explainFailure(error, { ref, logger }));
  }
}

/** The vote as it is to be recorded, or what is answered without recording one. */
function judgeVote(situation: VoteSituation): RecordedVote | VoteOutcome {
  const { approval, request, nowMs } = situation;
  const repeated = answerRepeatedVote(situation);
  if (repeated !== undefined) return repeated;
  const refusal = refuseVote(situation);
  if (refusal !== undefined) return refuse(refusal);
  const admitted = admitVote(readRequest(approval), readVotes(approval), request.voter, nowMs);
  if (!admitted.ok) return refuse(refuseBallotOf(situation, admitted.error));
  const { operation } = request;
  const { name, issuer, subject } = request.voter;
  return {
    by: name,
    issuer,
    // In open mode it is the name itself, which need not be said twice.
    ...(subject === name ? {} : { subject }),
    decision: request.decision,
    comment: request.comment,
    time: formatTime(nowMs),
    via: request.via,
    digest: computeDigest(approval.spec),
    attempt: approval.status?.attempt ?? 1,
    ...admitted.value,
    ...(operation === undefined ? {} : { operation }),
  };
}
