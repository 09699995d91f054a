import type { ChildView, RunView, StepView, TaskView } from "../run-view.ts";

/** What the panel beside the list shows. */
export interface Selection {
  readonly task: TaskView;
  readonly child: ChildView;
  /** Undefined: it has none, or none of that name. */
  readonly step: StepView | undefined;
}

/**
 * As asked; else the step that has begun last, so that the page follows the run, and once nothing runs any more the last
 * before `finally`, which says most. Undefined: nothing has begun.
 */
export function selectWork(
  run: RunView,
  asked: { readonly taskRun: string | undefined; readonly step: string | undefined },
): Selection | undefined {
  const all = run.layers.flat().flatMap((task) => task.children.map((child) => ({ task, child })));
  const found = all.find(({ child }) => child.name === asked.taskRun);
  if (found !== undefined) {
    const { steps } = found.child;
    return { ...found, step: steps.find(({ name }) => name === asked.step) ?? lastBegun(steps) ?? steps[0] };
  }
  const begun = all
    .filter(({ child }) => lastBegun(child.steps) !== undefined)
    .toSorted((one, other) => (one.child.startedAt ?? "").localeCompare(other.child.startedAt ?? ""));
  const latest =
    begun.findLast(({ child }) => child.state === "running") ??
    begun.findLast(({ task }) => !task.isFinally) ??
    begun.at(-1);
  return latest && { ...latest, step: lastBegun(latest.child.steps) };
}

function lastBegun(steps: readonly StepView[]): StepView | undefined {
  return steps.findLast(({ state }) => state !== "todo" && state !== "skipped");
}
