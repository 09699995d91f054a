import { isMatrixed, type PipelineResult } from "../objects/pipeline.ts";
import type { ParamValue } from "../objects/param-value.ts";
import { mergeReplacements, replacementsOf, type Replacements } from "../variables/replacements.ts";
import {
  parseResultReference,
  variablesInValue,
  type ResultReference,
} from "../variables/result-reference.ts";
import { substituteValue } from "../variables/substitute.ts";
import { resultReplacements } from "./task-results.ts";
import { isEnded, isSuccessful, type TaskState } from "./task-state.ts";

export interface PipelineResults {
  readonly results: readonly { readonly name: string; readonly value: ParamValue }[];
  /** Names of results whose task succeeded without the result they refer to: they fail the PipelineRun (contract C65). */
  readonly invalid: readonly string[];
}

/**
 * The results of the pipeline from those of its tasks. A result of a custom task is a text here, also when it is a JSON
 * array (contract C62). Left out when the task failed or was skipped and has no such result.
 */
export function collectPipelineResults(
  declared: readonly PipelineResult[],
  states: readonly TaskState[],
): PipelineResults {
  const byName = new Map(states.map((state) => [state.task.name, state]));
  const replacements = textsOfCustomTasks(states);
  const results: { name: string; value: ParamValue }[] = [];
  const invalid: string[] = [];
  for (const { name, value } of declared) {
    const checks = variablesInValue(value).map((variable) =>
      checkReference(parseResultReference(variable), byName),
    );
    if (checks.includes("invalid")) invalid.push(name);
    const isWhole = checks.length > 0 && checks.every((check) => check === "found");
    if (isWhole) results.push({ name, value: substituteValue(value, replacements) });
  }
  return { results, invalid };
}

function textsOfCustomTasks(states: readonly TaskState[]): Replacements {
  const custom = states.filter(({ kind, runs }) => kind === "CustomRun" && runs.length === 1).filter(isEnded);
  const tasks = states.filter(({ kind }) => kind === "TaskRun");
  const all = [
    resultReplacements(tasks),
    ...custom.map(({ task, runs: [run] }) => {
      const results = [...(run?.results ?? [])].map(([name, value]) => ({ name, value }));
      return replacementsOf(`tasks.${task.name}.results`, results);
    }),
  ];
  return withFinallyNames(mergeReplacements(...all));
}

/** `finally.<task>.results.*` beside `tasks.<task>.results.*`. */
function withFinallyNames(replacements: Replacements): Replacements {
  const rename = <T>(entries: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map(
      [...entries].flatMap(([key, value]) => [
        [key, value] as const,
        [key.replace(/^tasks\./u, "finally."), value] as const,
      ]),
    );
  return {
    texts: rename(replacements.texts),
    lists: rename(replacements.lists),
    objects: rename(replacements.objects),
  };
}

function checkReference(
  reference: ResultReference | undefined,
  byName: ReadonlyMap<string, TaskState>,
): "found" | "absent" | "invalid" {
  const state = reference && byName.get(reference.task);
  if (reference === undefined || state === undefined) return "invalid";
  const value =
    isMatrixed(state.task) && state.kind === "TaskRun" ? [] : state.runs[0]?.results.get(reference.result);
  if (isEnded(state) && value !== undefined && hasPart(value, reference, state)) return "found";
  return isSuccessful(state) || (isEnded(state) && value !== undefined) ? "invalid" : "absent";
}

/** A custom task has no keys; of a Task's list or object the item must be there. */
function hasPart(value: ParamValue, { index, key }: ResultReference, { kind, task }: TaskState): boolean {
  if (key !== undefined) {
    return (
      kind === "TaskRun" && typeof value === "object" && !Array.isArray(value) && Object.hasOwn(value, key)
    );
  }
  return index === undefined || isMatrixed(task) || (Array.isArray(value) && index < value.length);
}
