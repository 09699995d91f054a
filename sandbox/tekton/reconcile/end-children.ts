import { isDone } from "../objects/conditions.ts";
import type { ChildReference, PipelineRun } from "../objects/pipeline-run.ts";
import { CANCELLED_MESSAGES, TIMED_OUT_MESSAGES } from "../pipeline/child-run.ts";
import type { PipelineWalk } from "../pipeline/pipeline-walk.ts";
import { isRunning } from "../pipeline/task-state.ts";
import { cancelChildren, type CancelState } from "./cancel-children.ts";
import type { RunContext } from "./run-context.ts";

type Why = "cancelled" | "timedOut";

/** Asks children to end, in the words for being cancelled or for the time being up. */
export async function endChildren(
  run: PipelineRun,
  children: readonly ChildReference[],
  why: Why,
  { api, taskRuns, customRuns }: RunContext,
): Promise<void> {
  const { namespace = "" } = run.metadata;
  const find = ({ kind, name }: ChildReference): CancelState | undefined => {
    const child = (kind === "TaskRun" ? taskRuns : customRuns).get({ namespace, name });
    return child && { ...child.spec, isDone: isDone(child.status?.conditions) };
  };
  const messages = why === "cancelled" ? CANCELLED_MESSAGES : TIMED_OUT_MESSAGES;
  await cancelChildren(children, { api, namespace, messages, find });
}

/**
 * Ends what must not go on while the PipelineRun does: all children when it is cancelled gracefully and a task still runs
 * (contract C52); those that run in the part whose time is up (C46).
 */
export async function endPartly(
  run: PipelineRun,
  walk: PipelineWalk,
  children: readonly ChildReference[],
  context: RunContext,
): Promise<void> {
  const { timeUp, specStatus } = walk.input;
  if (specStatus === "CancelledRunFinally" && walk.dagTasks.some(isRunning)) {
    await endChildren(run, children, "cancelled", context);
  }
  const isInFinally = run.status?.finallyStartTime !== undefined;
  const late = isInFinally ? timeUp.finally && walk.finallyTasks : timeUp.tasks && walk.dagTasks;
  const names = new Set((late || []).filter(isRunning).map(({ task }) => task.name));
  const chosen = children.filter(({ pipelineTaskName }) => names.has(pipelineTaskName));
  await endChildren(run, chosen, "timedOut", context);
}
