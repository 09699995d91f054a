import { listCountedVotes, readRequest } from "../objects/approval/approval-request.ts";
import {
  assigneesOf,
  type ApprovalTask,
  type Cancellation,
  type RecordedVote,
  replacedApproversOf,
} from "../objects/approval/approval-task.ts";
import { STORED_IN } from "../objects/dialects/find-dialect.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { foresee } from "../objects/run/outlook.ts";
import { refOf } from "../objects/ref-of.ts";
import { formatTime } from "../std/clock.ts";
import { approvalUrl } from "../objects/approval/approval-url.ts";
import type {
  ApprovalDetail,
  ApprovalView,
  CancellationView,
  EarlierVoteView,
  VoteView,
} from "./approval-view.ts";
import { judgeApproval } from "../objects/approval/judge-approval.ts";
import { type Deadline, judgeDeadline } from "../objects/approval/judge-deadline.ts";
import type { ApprovalRef } from "./approvals.ts";
import { findAsking, type FindPipelineRun } from "./find-asking.ts";
import type { MaskParameters } from "./mask-parameters.ts";
import { type NoticeSight, viewEarlierNotices, viewNotices } from "./view-notices.ts";

interface ViewContext {
  readonly baseUrl: string;
  readonly nowMs: number;
  readonly findPipelineRun: FindPipelineRun;
}

/** An approval as people see it, from the object alone and the watched PipelineRun behind it. */
export function toApprovalView(approval: ApprovalTask, context: ViewContext): ApprovalView {
  const { metadata, spec, status } = approval;
  const asking = findAsking(approval, context.findPipelineRun);
  const verdict = judgeApproval(approval, context.nowMs);
  const replacedApprovers = replacedApproversOf(spec);
  return {
    ...refOf(approval),
    uid: metadata.uid ?? "",
    pipeline: spec.pipeline,
    pipelineRun: spec.pipelineRun?.name ?? null,
    pipelineRunStanding: asking.standing,
    task: spec.task ?? null,
    title: spec.title,
    description: spec.description ?? "",
    strategy: spec.strategy,
    onReject: spec.onReject,
    digest: computeDigest(spec),
    // Time that has run out shows as soon as it has, but it is terminal only once it is recorded.
    state: status?.decision === undefined ? "pending" : verdict.state,
    reason: verdict.reason,
    message: verdict.message,
    responses: verdict.responses,
    assignees: assigneesOf(spec),
    waitingFor: verdict.waitingFor,
    groupsReplacedApprovers: replacedApprovers.length > 0,
    replacedApprovers,
    stages: readRequest(approval).stages.length,
    stage: verdict.stage,
    attempt: status?.attempt ?? 1,
    attempts: 1 + (spec.retries ?? 0),
    votes: viewVotes(approval),
    openedAt: status?.startTime ?? metadata.creationTimestamp ?? "",
    ...viewDeadline(judgeDeadline(approval, asking.pipelineRun)),
    decidedAt: status?.decision?.time ?? null,
    cancellation: viewCancellation(status?.decision?.cancellation),
    results: status?.results ?? null,
    url: approvalUrl(context.baseUrl, metadata),
  };
}

export interface DetailContext extends ViewContext {
  readonly findRun: (ref: ApprovalRef) => CustomRun | undefined;
  readonly maskParameters: MaskParameters;
  /** Of whoever looks. */
  readonly sight: NoticeSight;
}

export function toApprovalDetail(approval: ApprovalTask, context: DetailContext): ApprovalDetail {
  const { standing, pipelineRun } = findAsking(approval, context.findPipelineRun);
  const { namespace = "" } = approval.metadata;
  return {
    ...toApprovalView(approval, context),
    runParameters: pipelineRun === undefined ? [] : context.maskParameters(pipelineRun),
    pipelineRunVerified: standing === "verified",
    earlierVotes: viewEarlierVotes(approval),
    notices: viewNotices(approval, context.sight),
    earlierNotices: viewEarlierNotices(approval, context.sight),
    results: viewResults(approval),
    outlook: foresee(pipelineRun, approval.spec.run.name, (name) => context.findRun({ namespace, name })),
    resourceVersion: approval.metadata.resourceVersion ?? "",
  };
}

/** The deadline that `toApprovalView` shows. */
export function deadlineOf(approval: ApprovalTask, findPipelineRun: FindPipelineRun): Deadline | undefined {
  return judgeDeadline(approval, findAsking(approval, findPipelineRun).pipelineRun);
}

function viewVotes({ status }: ApprovalTask): readonly VoteView[] {
  return (status?.votes ?? []).filter(({ attempt }) => attempt === (status?.attempt ?? 1)).map(viewVote);
}

function viewEarlierVotes({ status }: ApprovalTask): readonly EarlierVoteView[] {
  return (status?.votes ?? [])
    .filter(({ attempt }) => attempt < (status?.attempt ?? 1))
    .map((vote) => ({ ...viewVote(vote), attempt: vote.attempt }));
}

function viewVote(vote: RecordedVote): VoteView {
  const { by, issuer, subject, email, decision, comment, time, via, stage } = vote;
  const account = {
    issuer,
    ...(subject !== undefined && { subject }),
    ...(email !== undefined && { email }),
  };
  return { by, ...account, decision, comment, time, via, stage };
}

function viewCancellation(cancellation: Cancellation | undefined): CancellationView | null {
  if (cancellation === undefined) return null;
  const { operation: _operation, ...shown } = cancellation;
  return shown;
}

/** What the run gets. The approval itself records what is shown of it; the rest follows from the votes in the same way. */
function viewResults(approval: ApprovalTask): ApprovalView["results"] {
  const { decision, results } = approval.status ?? {};
  if (decision === undefined) return null;
  const votes = listCountedVotes(approval);
  const given = STORED_IN.buildResults({ approved: decision.state === "approved", votes });
  return { ...Object.fromEntries(given.map(({ name, value }) => [name, value])), ...results };
}

function viewDeadline(
  deadline: Deadline | undefined,
): Pick<ApprovalView, "deadline" | "deadlineOf" | "dueFrom"> {
  if (deadline === undefined) return { deadline: null, deadlineOf: null, dueFrom: null };
  const { of, endsAtMs, dueFromMs } = deadline;
  return { deadline: formatTime(endsAtMs), deadlineOf: of, dueFrom: formatTime(dueFromMs) };
}
