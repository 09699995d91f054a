// One person's answer, from whichever door it comes: checked, recorded with its verdict in one guarded write, or refused.
import { admitVote } from "../decision/admit-vote.ts";
import { explainRefusal } from "../decision/explain-refusal.ts";
import type { Verdict, VoteRefusal } from "../decision/verdict.ts";
import { isConflict, isNotFound, isUnavailable } from "../kube/kube-error.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import { readRequest, readVotes } from "../objects/approval-request.ts";
import { BOUNDS } from "../objects/approval-task.ts";
import type { ApprovalTask, RecordedVote } from "../objects/approval-task.ts";
import { countCharacters } from "../objects/characters.ts";
import type { CustomRun } from "../objects/custom-run.ts";
import { computeDigest } from "../objects/request-digest.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import { formatTime } from "../std/clock.ts";
import { countStoredBytes } from "../std/stored-bytes.ts";
import type { Clock } from "../std/clock.ts";
import { ok, refuse } from "../std/result.ts";
import type { Result } from "../std/result.ts";
import type { CastVoteError, CastVoteRequest } from "./approvals.ts";
import type { ApprovalView } from "./approval-view.ts";
import { closingReasonOf, explainClosing } from "./closing-reason.ts";
import { isOwnApproval } from "./is-own-approval.ts";
import { judgeApproval } from "./judge-approval.ts";
import { recordVerdict } from "./record-verdict.ts";

/** How often a vote is tried again after somebody else wrote first. */
const MAX_TRIES = 10;

export interface CastVoteDependencies {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly view: (task: ApprovalTask) => ApprovalView;
  /** Told what was written, so that the rest of the process need not wait for the watch. */
  readonly onRecorded: (task: ApprovalTask) => void;
}

type Outcome = Result<ApprovalView, CastVoteError>;

/**
 * Records a vote together with the verdict that follows from it. Reads the API server, never the cache. Rejects only on
 * what nobody foresaw; an API server that is away is the error `unavailable`.
 */
export async function castVote(deps: CastVoteDependencies, request: CastVoteRequest): Promise<Outcome> {
  const invalid = findInvalidComment(request.comment);
  if (invalid !== undefined) return refuse({ kind: "invalid", field: "comment", message: invalid });
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryToCastVote(deps, request);
    } catch (error) {
      // Not found: deleted since it was read.
      const isOvertaken = isConflict(error) || isNotFound(error);
      if (isOvertaken && tries < MAX_TRIES) continue;
      if (isOvertaken) return refuse(unavailable("Others wrote to it at the same moment, again and again."));
      if (isUnavailable(error)) return refuse(unavailable("The Kubernetes API server could not be reached."));
      throw error;
    }
  }
}

async function tryToCastVote(deps: CastVoteDependencies, request: CastVoteRequest): Promise<Outcome> {
  const [task, run] = await Promise.all([
    readIfThere<ApprovalTask>(deps.api, APPROVAL_TASKS, request.ref),
    readIfThere<CustomRun>(deps.api, CUSTOM_RUNS, request.ref),
  ]);
  if (task === undefined) return refuse({ kind: "notFound" });
  const refusal = refuseVote(deps, task, run, request);
  if (refusal !== undefined) return refuse(refusal);

  const nowMs = deps.clock.now();
  const admitted = admitVote(readRequest(task), readVotes(task), request.voter, nowMs);
  if (!admitted.ok) return refuse(refused(admitted.error, explainRefusal(admitted.error), deps.view(task)));
  const vote: RecordedVote = {
    by: request.voter.name,
    issuer: request.issuer,
    decision: request.decision,
    comment: request.comment,
    time: formatTime(nowMs),
    via: request.via,
    digest: computeDigest(task.spec),
    attempt: task.status?.attempt ?? 1,
    ...admitted.value,
  };
  return ok(deps.view(await writeVote(deps, task, vote)));
}

/** Why this vote is not taken, as far as it does not depend on who else has voted. */
function refuseVote(
  deps: CastVoteDependencies,
  task: ApprovalTask,
  run: CustomRun | undefined,
  request: CastVoteRequest,
): CastVoteError | undefined {
  // Not opened to the end, or made by hand to look like an approval: it is shown to nobody either.
  if (task.status?.startTime === undefined) return { kind: "notFound" };
  const verdict = judgeApproval(task, deps.clock.now());
  if (task.status.decision !== undefined) return refusedAsDecided(verdict, deps.view(task));
  // Before the controller has recorded that the run needs no answer, a vote must not slip in (contract C48, C56).
  const closing = closingReasonOf(run);
  if (closing !== undefined) return refused("AlreadyDecided", explainClosing(closing), deps.view(task));
  if (run === undefined || !isOwnApproval(task, run)) return { kind: "notFound" };
  if (request.digest !== undefined && request.digest !== computeDigest(task.spec)) {
    return {
      kind: "changed",
      message: "The request is not the one that was shown. Read it again, then answer.",
      approval: deps.view(task),
    };
  }
  return undefined;
}

/** W6: vote, verdict and everything that follows from them, in one write guarded by `resourceVersion`. */
async function writeVote(
  deps: CastVoteDependencies,
  task: ApprovalTask,
  vote: RecordedVote,
): Promise<ApprovalTask> {
  const nowMs = deps.clock.now();
  const voted = { ...task, status: { ...task.status, votes: [...(task.status?.votes ?? []), vote] } };
  const next = recordVerdict(voted, judgeApproval(voted, nowMs), nowMs);
  try {
    const written = await deps.api.updateStatus(APPROVAL_TASKS, next);
    deps.onRecorded(written);
    return written;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return await confirmVote(deps, task, vote, error);
  }
}

/** The answer to the write was lost: reads whether the vote is there, and rejects with the first error when it is not. */
async function confirmVote(
  deps: CastVoteDependencies,
  task: ApprovalTask,
  vote: RecordedVote,
  error: unknown,
): Promise<ApprovalTask> {
  const { namespace = "", name } = task.metadata;
  const now = await readIfThere<ApprovalTask>(deps.api, APPROVAL_TASKS, { namespace, name });
  const position = task.status?.votes?.length ?? 0;
  const found = now?.metadata.uid === task.metadata.uid ? now?.status?.votes?.slice(position) : undefined;
  if (now === undefined || !found?.some((candidate) => isSameVote(candidate, vote))) throw error;
  deps.onRecorded(now);
  return now;
}

function isSameVote(a: RecordedVote, b: RecordedVote): boolean {
  return (
    a.by === b.by &&
    a.issuer === b.issuer &&
    a.decision === b.decision &&
    a.comment === b.comment &&
    a.time === b.time &&
    a.stage === b.stage &&
    a.attempt === b.attempt
  );
}

function findInvalidComment(comment: string): string | undefined {
  const characters = countCharacters(comment);
  if (characters > BOUNDS.comment) {
    return `The comment has ${characters} characters; at most ${BOUNDS.comment} are kept. Shorten it.`;
  }
  const bytes = countStoredBytes(comment);
  if (bytes > BOUNDS.commentBytes) {
    return (
      `The comment takes ${bytes} bytes as it is stored; at most ${BOUNDS.commentBytes} are kept. ` +
      "A letter takes one to four, a quotation mark or a line break two, and <, > and & take six each. Shorten it."
    );
  }
  // Tab and line breaks are text; the others have no business in a comment, and NUL would break what reads it.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(comment)) {
    return "The comment has a control character in it. Type it again instead of pasting it.";
  }
  return comment.isWellFormed() ? undefined : "The comment has half a character in it. Type it again.";
}

function refused(refusal: VoteRefusal, message: string, approval: ApprovalView): CastVoteError {
  return { kind: "refused", refusal, message, approval };
}

function refusedAsDecided(verdict: Verdict, approval: ApprovalView): CastVoteError {
  return refused("AlreadyDecided", `It is decided: ${verdict.message}`, approval);
}

function unavailable(cause: string): CastVoteError {
  return {
    kind: "unavailable",
    message: `${cause} Whether the vote is recorded is not known: look at the approval before you vote again.`,
  };
}
