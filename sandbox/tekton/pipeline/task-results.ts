import { isMatrixed } from "../objects/pipeline.ts";
import type { Param, ParamValue } from "../objects/param-value.ts";
import { type Replacements, mergeReplacements, replacementsOf } from "../variables/replacements.ts";
import { resultReferencesOf, type ResultReference } from "../variables/result-reference.ts";
import { isEnded, isSuccessful, type TaskState } from "./task-state.ts";

/** Why the results that a task refers to cannot be put in. */
export interface MissingResult {
  /** The task whose result is missing. */
  readonly task: string;
  readonly message: string;
}

/**
 * A custom task's result as a parameter: a text that is a JSON array of one text or more becomes a list, everything else
 * stays a text (contract C61).
 */
function toResultValue(text: string): ParamValue {
  if (!text.trimStart().startsWith("[")) return text;
  try {
    const json: unknown = JSON.parse(text);
    const isList = Array.isArray(json) && json.length > 0 && json.every((item) => typeof item === "string");
    return isList ? json : text;
  } catch {
    return text;
  }
}

/** All results of an ended task, as the tasks after it see them; of a matrix, a list of each (contract C68). */
function resultsOf(state: TaskState): readonly Param[] {
  const [first, ...others] = state.runs;
  if (first === undefined) return [];
  if (state.kind === "CustomRun") {
    return [...first.results].map(([name, value]) => ({
      name,
      value: typeof value === "string" ? toResultValue(value) : value,
    }));
  }
  if (!isMatrixed(state.task)) return [...first.results].map(([name, value]) => ({ name, value }));
  const names = new Set([first, ...others].flatMap(({ results }) => [...results.keys()]));
  return [...names].map((name) => ({ name, value: collect(name, state) }));
}

function collect(name: string, { runs }: TaskState): readonly string[] {
  return runs.flatMap(({ results }) => {
    const value = results.get(name);
    return value === undefined ? [] : [typeof value === "string" ? value : JSON.stringify(value)];
  });
}

/** The variables `tasks.<task>.results.*` of every ended task among these. */
export function resultReplacements(states: readonly TaskState[]): Replacements {
  return mergeReplacements(
    ...states
      .filter(isEnded)
      .map((state) => replacementsOf(`tasks.${state.task.name}.results`, resultsOf(state))),
  );
}

/** The first reference that has no value: its task has not ended, or ended without that result. */
export function findMissingResult(
  state: TaskState,
  byName: ReadonlyMap<string, TaskState>,
): MissingResult | undefined {
  for (const reference of resultReferencesOf(state.task)) {
    const message = explainMissing(reference, state, byName.get(reference.task));
    if (message !== undefined) return { task: reference.task, message };
  }
  return undefined;
}

function explainMissing(
  { task, result, index }: ResultReference,
  target: TaskState,
  source: TaskState | undefined,
): string | undefined {
  if (source === undefined) return `task "${task}" is not in the pipeline`;
  if (!isEnded(source)) return `task "${task}" referenced by result was not finished`;
  const found = resultsOf(source).find(({ name }) => name === result);
  if (found === undefined) return explainAbsent(task, result, { source, target });
  const isOutOfBounds = index !== undefined && Array.isArray(found.value) && index >= found.value.length;
  return isOutOfBounds
    ? `array Result Index ${index} for Task ${task} Result ${result} is out of bound of size ${found.value.length}`
    : undefined;
}

function explainAbsent(
  task: string,
  result: string,
  { source, target }: { source: TaskState; target: TaskState },
): string {
  return isSuccessful(source)
    ? `task "${task}" completed successfully but did not emit the result "${result}", which is referenced by task "${target.task.name}"`
    : `Invalid task result reference: Could not find result with name ${result} for pipeline task ${task}`;
}
