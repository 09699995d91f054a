import { readRequest } from "../objects/approval/approval-request.ts";
import { assigneesOf, type ApprovalTask } from "../objects/approval/approval-task.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { refOf } from "../objects/ref-of.ts";
import { formatTime, parseTime } from "../std/clock.ts";
import { approvalUrl } from "../objects/approval/approval-url.ts";
import type { ApprovalDetail, ApprovalView, PipelineRunStanding } from "./approval-view.ts";
import { judgeApproval } from "../objects/approval/judge-approval.ts";
import type { FindPipelineRun, PipelineRunFacts } from "./pipeline-run-facts.ts";

export interface ViewContext {
  readonly baseUrl: string;
  readonly nowMs: number;
  readonly findPipelineRun: FindPipelineRun;
}

/** An approval as people see it, from the object alone and the watched PipelineRun behind it. */
export function toApprovalView(approval: ApprovalTask, context: ViewContext): ApprovalView {
  const { metadata, spec, status } = approval;
  const asking = findAsking(approval, context.findPipelineRun);
  const verdict = judgeApproval(approval, context.nowMs);
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
    groupsReplacedApprovers: (spec.groups ?? []).length > 0 && (spec.approvers ?? []).length > 0,
    stages: readRequest(approval).stages.length,
    stage: verdict.stage,
    votes: viewVotes(approval),
    openedAt: status?.startTime ?? metadata.creationTimestamp ?? "",
    ...viewDeadline(approval, asking.facts),
    decidedAt: status?.decision?.time ?? null,
    results: status?.results ?? null,
    url: approvalUrl(context.baseUrl, metadata),
  };
}

export function toApprovalDetail(approval: ApprovalTask, context: ViewContext): ApprovalDetail {
  const { standing, facts } = findAsking(approval, context.findPipelineRun);
  return {
    ...toApprovalView(approval, context),
    runParameters: facts?.parameters ?? [],
    pipelineRunVerified: standing === "verified",
    resourceVersion: approval.metadata.resourceVersion ?? "",
  };
}

/**
 * When people must have answered, in milliseconds since the epoch: the deadline that `toApprovalView` shows. Infinite when
 * there is none.
 */
export function dueMsOf(approval: ApprovalTask, findPipelineRun: FindPipelineRun): number {
  const { deadline } = viewDeadline(approval, findAsking(approval, findPipelineRun).facts);
  return parseTime(deadline ?? undefined) ?? Number.POSITIVE_INFINITY;
}

function viewVotes(approval: ApprovalTask): ApprovalView["votes"] {
  const attempt = approval.status?.attempt ?? 1;
  return (approval.status?.votes ?? [])
    .filter((vote) => vote.attempt === attempt)
    .map(({ by, issuer, subject, decision, comment, time, via, stage }) => ({
      by,
      issuer,
      ...(subject === undefined ? {} : { subject }),
      decision,
      comment,
      time,
      via,
      stage,
    }));
}

interface Asking {
  readonly standing: PipelineRunStanding;
  /** Of a verified PipelineRun alone: of another, nothing may be shown as if it were this approval's. */
  readonly facts?: PipelineRunFacts;
}

/**
 * The PipelineRun that asks. Whoever may create runs writes their owner references as well, so the PipelineRun must name the
 * run too, under the UID that the owner reference gave; a namesake of either says nothing about this approval.
 */
function findAsking({ metadata, spec }: ApprovalTask, findPipelineRun: FindPipelineRun): Asking {
  if (spec.pipelineRun === undefined) return { standing: "none" };
  const facts = findPipelineRun(metadata.namespace ?? "", spec.pipelineRun.name);
  if (facts?.uid !== spec.pipelineRun.uid) return { standing: "missing" };
  return facts.customRuns.includes(spec.run.name)
    ? { standing: "verified", facts }
    : { standing: "unconfirmed" };
}

function viewDeadline(
  approval: ApprovalTask,
  pipelineRun: PipelineRunFacts | undefined,
): Pick<ApprovalView, "deadline" | "deadlineOf"> {
  const own = approval.status?.deadline;
  const ownMs = parseTime(own) ?? Number.POSITIVE_INFINITY;
  // A task's timeout does not lengthen its PipelineRun's (contract C42): whichever comes first is what people have.
  const endsAtMs = pipelineRun?.endsAtMs;
  if (endsAtMs !== undefined && endsAtMs < ownMs) {
    return { deadline: formatTime(endsAtMs), deadlineOf: "pipelineRun" };
  }
  return own === undefined ? { deadline: null, deadlineOf: null } : { deadline: own, deadlineOf: "approval" };
}
