import { readRequest } from "../objects/approval-request.ts";
import { assigneesOf } from "../objects/approval-task.ts";
import type { ApprovalTask } from "../objects/approval-task.ts";
import { computeDigest } from "../objects/request-digest.ts";
import { formatTime, parseTime } from "../std/clock.ts";
import { approvalUrl } from "./approval-url.ts";
import type { ApprovalDetail, ApprovalView } from "./approval-view.ts";
import { judgeApproval } from "./judge-approval.ts";
import type { FindPipelineRun, PipelineRunFacts } from "./pipeline-run-facts.ts";

export interface ViewContext {
  readonly baseUrl: string;
  readonly nowMs: number;
  readonly findPipelineRun: FindPipelineRun;
}

/** An approval as people see it, from the object alone and the watched PipelineRun behind it. */
export function toApprovalView(task: ApprovalTask, context: ViewContext): ApprovalView {
  const { metadata, spec, status } = task;
  const verdict = judgeApproval(task, context.nowMs);
  const namespace = metadata.namespace ?? "";
  return {
    namespace,
    name: metadata.name,
    uid: metadata.uid ?? "",
    pipeline: spec.pipeline,
    pipelineRun: spec.pipelineRun?.name ?? null,
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
    stages: readRequest(task).stages.length,
    stage: verdict.stage,
    votes: viewVotes(task),
    openedAt: status?.startTime ?? metadata.creationTimestamp ?? "",
    ...viewDeadline(task, pipelineRunOf(task, context)),
    decidedAt: status?.decision?.time ?? null,
    results: status?.results ?? null,
    url: approvalUrl(context.baseUrl, { namespace, name: metadata.name }),
  };
}

export function toApprovalDetail(task: ApprovalTask, context: ViewContext): ApprovalDetail {
  const pipelineRun = pipelineRunOf(task, context);
  return {
    ...toApprovalView(task, context),
    runParameters: pipelineRun?.parameters ?? [],
    pipelineRunVerified: pipelineRun !== undefined,
    resourceVersion: task.metadata.resourceVersion ?? "",
  };
}

function viewVotes(task: ApprovalTask): ApprovalView["votes"] {
  const attempt = task.status?.attempt ?? 1;
  return (task.status?.votes ?? [])
    .filter((vote) => vote.attempt === attempt)
    .map(({ by, issuer, decision, comment, time, via, stage }) => ({
      by,
      issuer,
      decision,
      comment,
      time,
      via,
      stage,
    }));
}

/** The PipelineRun that asks, if it is the very one: a namesake says nothing about this approval. */
function pipelineRunOf(task: ApprovalTask, context: ViewContext): PipelineRunFacts | undefined {
  const asking = task.spec.pipelineRun;
  if (asking === undefined) return undefined;
  const found = context.findPipelineRun(task.metadata.namespace ?? "", asking.name);
  return found?.uid === asking.uid ? found : undefined;
}

function viewDeadline(
  task: ApprovalTask,
  pipelineRun: PipelineRunFacts | undefined,
): Pick<ApprovalView, "deadline" | "deadlineOf"> {
  const own = task.status?.deadline;
  const ownMs = parseTime(own) ?? Number.POSITIVE_INFINITY;
  // A task's timeout does not lengthen its PipelineRun's (contract C42): whichever comes first is what people have.
  const endsAtMs = pipelineRun?.endsAtMs;
  if (endsAtMs !== undefined && endsAtMs < ownMs) {
    return { deadline: formatTime(endsAtMs), deadlineOf: "pipelineRun" };
  }
  return own === undefined ? { deadline: null, deadlineOf: null } : { deadline: own, deadlineOf: "approval" };
}
