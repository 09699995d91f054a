import { isList, type ParamValue } from "../objects/param-value.ts";
import type { PipelineTask } from "../objects/pipeline.ts";

/** `$(tasks.<task>.results.<result>)`, with `[2]` or `.key` where they are written. */
export interface ResultReference {
  readonly section: "tasks" | "finally";
  readonly task: string;
  readonly result: string;
  readonly index?: number;
  readonly key?: string;
}

/** What Tekton takes for a variable: letters, digits, `_`, `.` and `-`, then an index or `[*]`. */
const VARIABLE = /\$\((?<name>[_a-zA-Z0-9.-]+(?:\[(?:[0-9]+|\*)\])?)\)/gu;
const INDEX = /\[(?<index>[0-9]+|\*)\]$/u;

/** The names of the variables in a text, each without `$(` and `)`. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)].map(({ groups }) => groups?.["name"] ?? "");
}

export function variablesInValue(value: ParamValue): readonly string[] {
  if (typeof value === "string") return variablesIn(value);
  return (isList(value) ? value : Object.values(value)).flatMap(variablesIn);
}

/** Undefined when the variable is something else than a result. A name with a dot in it is read as an object's key. */
export function parseResultReference(variable: string): ResultReference | undefined {
  const [section, task, word, result, key, ...rest] = variable.split(".");
  if ((section !== "tasks" && section !== "finally") || word !== "results" || rest.length > 0)
    return undefined;
  if (task === undefined || result === undefined) return undefined;
  const index = INDEX.exec(result)?.groups?.["index"];
  return {
    section,
    task,
    result: result.replace(INDEX, ""),
    ...(index === undefined || index === "*" ? {} : { index: Number(index) }),
    ...(key === undefined ? {} : { key }),
  };
}

function textsOf(data: unknown): readonly string[] {
  if (typeof data === "string") return [data];
  return typeof data === "object" && data !== null ? Object.values(data).flatMap(textsOf) : [];
}

/** Every result that a task refers to in parameters, matrix, `when` and embedded steps, in that order. */
export function resultReferencesOf(task: PipelineTask): readonly ResultReference[] {
  const texts = textsOf([
    (task.params ?? []).map(({ value }) => value),
    (task.matrix?.params ?? []).map(({ value }) => value),
    (task.matrix?.include ?? []).flatMap(({ params = [] }) => params.map(({ value }) => value)),
    (task.when ?? []).map(({ input, values }) => [input, values]),
    task.taskSpec?.steps ?? [],
  ]);
  return texts.flatMap(variablesIn).flatMap((variable) => parseResultReference(variable) ?? []);
}
