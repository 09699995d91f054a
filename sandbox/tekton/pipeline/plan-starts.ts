import type { PipelineWalk } from "./pipeline-walk.ts";
import type { TaskState } from "./task-state.ts";

export interface StartPlan {
  /** The walk, knowing which tasks are invalid. */
  readonly walk: PipelineWalk;
  readonly starts: readonly TaskState[];
}

/**
 * Which tasks to start. When a due task lacks a result, no task of `tasks` starts, that task is invalid, and `finally`
 * begins as soon as the others are done (contract C64).
 */
export function planStarts(walk: PipelineWalk): StartPlan {
  const next = walk.nextTasks();
  const invalid = new Map(
    next
      .filter(({ section }) => section === "tasks")
      .flatMap((state) => {
        const missing = walk.missingResult(state);
        return missing === undefined ? [] : [[state.task.name, missing.message] as const];
      }),
  );
  if (invalid.size === 0) return { walk, starts: next };
  const stopped = walk.with({ invalid });
  return { walk: stopped, starts: stopped.nextTasks() };
}
