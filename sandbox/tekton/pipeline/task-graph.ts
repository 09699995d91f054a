import { refuse, ok, type Result } from "../../../src/std/result.ts";
import type { PipelineTask } from "../objects/pipeline.ts";
import { resultReferencesOf } from "../variables/result-reference.ts";

/** For each task the tasks that must be done before it. */
export type Parents = ReadonlyMap<string, readonly string[]>;

/** `runAfter`, and the tasks whose results it refers to; each once. */
function parentsOf(task: PipelineTask): readonly string[] {
  return [
    ...new Set([...(task.runAfter ?? []), ...resultReferencesOf(task).map((reference) => reference.task)]),
  ];
}

/**
 * The order of a pipeline's tasks, from `runAfter` and from references to results. Refused, with a sentence: a name used
 * twice, a task that waits for one that is not there or for itself, a cycle.
 */
export function buildGraph(tasks: readonly PipelineTask[]): Result<Parents, string> {
  const parents = new Map<string, readonly string[]>();
  for (const task of tasks) {
    if (parents.has(task.name)) return refuse(`there are two tasks of the name ${task.name}`);
    parents.set(task.name, parentsOf(task));
  }
  for (const [name, before] of parents) {
    const unknown = before.find((parent) => !parents.has(parent));
    if (unknown !== undefined)
      return refuse(`task ${name} depends on ${unknown}, which is not in the pipeline`);
  }
  const inCycle = findCycle(parents);
  return inCycle === undefined ? ok(parents) : refuse(`cycle detected: ${inCycle}`);
}

/** Takes away tasks without parents until none is left to take (Kahn's algorithm); what remains waits for itself. */
function findCycle(parents: Parents): string | undefined {
  const left = new Map(parents);
  for (;;) {
    const free = [...left].filter(([, before]) => before.every((parent) => !left.has(parent)));
    if (free.length === 0) break;
    for (const [name] of free) left.delete(name);
  }
  if (left.size === 0) return undefined;
  return [...left]
    .map(
      ([name, before]) => `task ${name} depends on ${before.filter((parent) => left.has(parent)).join(", ")}`,
    )
    .join("; ");
}
