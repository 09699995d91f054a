import type { ApprovalView } from "../../../src/approvals/approval-view.ts";
import type { VerdictState } from "../../../src/decision/verdict.ts";
import type { Condition } from "../../../src/objects/condition.ts";
import { findSucceeded, isDone } from "../../tekton/objects/conditions.ts";
import type { CustomRun } from "../../tekton/objects/custom-run.ts";
import type { ParamValue } from "../../tekton/objects/param-value.ts";
import type { StepState, TaskRun } from "../../tekton/objects/task-run.ts";
import { maskValue } from "../../../src/std/mask.ts";
import type { ChildView, ResultView, StepView, WorkState } from "./run-view.ts";

/** One without a condition has only just been made, and counts as running. */
export function toTaskRunView({ metadata, status = {} }: TaskRun): ChildView {
  const succeeded = findSucceeded(status.conditions);
  return {
    name: metadata.name,
    state: succeeded === undefined ? "running" : stateOfCondition(succeeded),
    message: succeeded?.message ?? "",
    startedAt: status.startTime,
    endedAt: status.completionTime,
    steps: (status.steps ?? []).map(toStepView),
    results: toResultViews(status.results),
    approval: undefined,
  };
}

const STATE_OF_APPROVAL: Readonly<Record<VerdictState, WorkState>> = {
  pending: "waiting",
  approved: "succeeded",
  rejected: "rejected",
  timedOut: "timedOut",
  cancelled: "cancelled",
};

/** A CustomRun has no times of its own: it begins when it is created, and its condition says when it ended. */
export function toCustomRunView(
  { metadata, status = {} }: CustomRun,
  findApproval: (ref: { namespace: string; name: string }) => ApprovalView | undefined,
): ChildView {
  const approval = findApproval({ namespace: metadata.namespace ?? "", name: metadata.name });
  const succeeded = findSucceeded(status.conditions);
  const own = isDone(status.conditions) && succeeded !== undefined ? stateOfCondition(succeeded) : "waiting";
  return {
    name: metadata.name,
    state: approval === undefined ? own : STATE_OF_APPROVAL[approval.state],
    message: succeeded?.message ?? "",
    startedAt: metadata.creationTimestamp,
    endedAt: isDone(status.conditions) ? succeeded?.lastTransitionTime : undefined,
    steps: [],
    results: status.results ?? [],
    approval,
  };
}

function toStepView({ name, running, terminated, terminationReason }: StepState): StepView {
  return {
    name,
    state: stateOfStep({ running, terminated, terminationReason }),
    exitCode: terminationReason === "Skipped" ? undefined : terminated?.exitCode,
    startedAt: terminated?.startedAt ?? running?.startedAt,
    endedAt: terminated?.finishedAt,
  };
}

function stateOfStep({
  running,
  terminated,
  terminationReason = "",
}: {
  readonly running: StepState["running"];
  readonly terminated: StepState["terminated"];
  readonly terminationReason: string | undefined;
}): WorkState {
  if (running !== undefined) return "running";
  if (terminated === undefined) return "todo";
  if (terminationReason === "Skipped") return "skipped";
  return terminated.exitCode === 0 ? "succeeded" : stateOfFailure(terminationReason);
}

/** How far something is whose `Succeeded` condition this is; of what failed, Tekton's reason says how. */
export function stateOfCondition({ status, reason }: Pick<Condition, "status" | "reason">): WorkState {
  if (status === "Unknown") return "running";
  return status === "True" ? "succeeded" : stateOfFailure(reason);
}

function stateOfFailure(reason: string): WorkState {
  if (/Time(?:out|dOut)/u.test(reason)) return "timedOut";
  return /Cancel|Stopped/u.test(reason) ? "cancelled" : "failed";
}

interface GivenResult {
  readonly name: string;
  readonly value: ParamValue;
}

/** What steps gave, without what looks like a secret: texts as they are, lists and objects as JSON. */
export function toResultViews(results: readonly GivenResult[] = []): readonly ResultView[] {
  return results.map((result) => {
    const { name, value } = maskValue(result);
    return { name, value: typeof value === "string" ? value : JSON.stringify(value) };
  });
}
