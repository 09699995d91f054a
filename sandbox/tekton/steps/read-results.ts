import { readFile, lstat } from "node:fs/promises";
import { join } from "node:path";
import { typeOfValue, toParamValue, type ParamValue } from "../objects/param-value.ts";
import type { TaskResult, TaskRunResult } from "../objects/task.ts";

/** Tekton's results travel in the termination message of a container, which is no longer. */
const LIMIT_BYTES = 4_096;

/** What the steps left, or why it cannot be taken. */
export interface ReadResults {
  readonly results: readonly TaskRunResult[];
  readonly problem?: { readonly reason: string; readonly message: string };
}

/** Reads the file of each declared result; one that was not written is left out. */
export async function readResults(declared: readonly TaskResult[], folder: string): Promise<ReadResults> {
  const results: TaskRunResult[] = [];
  const mismatched: string[] = [];
  let bytes = 0;
  for (const { name, type = "string" } of declared) {
    const text = await readSmallFile(join(folder, name));
    if (text === undefined) continue;
    bytes += Buffer.byteLength(text);
    if (bytes > LIMIT_BYTES) return tooLarge(name);
    const value = type === "string" ? text : parseValue(text);
    if (value === undefined || typeOfValue(value) !== type)
      mismatched.push(`"${name}": task result is expected to be "${type}" type`);
    else results.push({ name, type, value });
  }
  if (mismatched.length === 0) return { results };
  const message = `Provided results don't match declared results; ${mismatched.join("; ")}`;
  return { results, problem: { reason: "TaskRunValidationFailed", message } };
}

function tooLarge(name: string): ReadResults {
  return {
    results: [],
    problem: {
      reason: "TaskRunResultLargerThanAllowedLimit",
      message: `the results up to "${name}" are longer than ${LIMIT_BYTES} bytes, which Tekton does not allow`,
    },
  };
}

/** Undefined when there is no such file. Of a large one only as much as shows that it is too large. */
async function readSmallFile(path: string): Promise<string | undefined> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isFile() !== true) return undefined;
  return stats.size > LIMIT_BYTES ? "x".repeat(LIMIT_BYTES + 1) : readFile(path, "utf8");
}

function parseValue(text: string): ParamValue | undefined {
  try {
    return toParamValue(JSON.parse(text));
  } catch {
    return undefined;
  }
}
