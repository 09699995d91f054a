import type { PipelineSpec, PipelineTask } from "../objects/pipeline.ts";
import { parseResultReference, variablesIn, variablesInValue } from "../variables/result-reference.ts";
import { checkEach, type Problem } from "./problem.ts";

const PREFIXES = new Set(["params", "tasks", "finally", "context", "workspaces", "results"]);

/** The variables in parameters and `when` of a task: where others' states and results may be asked for. */
function variablesOf(task: PipelineTask): readonly string[] {
  return [
    ...(task.params ?? []).flatMap(({ value }) => variablesInValue(value)),
    ...(task.when ?? []).flatMap(({ input, values }) => [input ?? "", ...values].flatMap(variablesIn)),
  ];
}

function isState(variable: string): boolean {
  return variable === "tasks.status" || /^tasks\..+\.(?:status|reason)$/u.test(variable);
}

/** What a task of `tasks` asks for that it cannot know. */
export function checkDagVariables(spec: PipelineSpec, path: string): readonly Problem[] {
  return checkEach(spec.tasks, `${path}.tasks`, (task, taskPath) =>
    variablesOf(task).flatMap((variable) => {
      if (isState(variable) && parseResultReference(variable) === undefined) {
        const message = `$(${variable}): pipeline tasks can not refer to execution status of any other pipeline task or aggregate status of tasks`;
        return [{ path: taskPath, message }];
      }
      return checkPrefix(variable, taskPath);
    }),
  );
}

/** What a task of `finally` asks for that is not there: it sees states and results of `tasks`, not of its own kind. */
export function checkFinallyVariables(spec: PipelineSpec, path: string): readonly Problem[] {
  const tasks = new Set((spec.tasks ?? []).map(({ name }) => name));
  return checkEach(spec.finally, `${path}.finally`, (task, taskPath) =>
    variablesOf(task).flatMap((variable) => {
      const asked =
        parseResultReference(variable)?.task ??
        /^tasks\.(?<task>.+)\.(?:status|reason)$/u.exec(variable)?.groups?.["task"];
      if (asked !== undefined && !tasks.has(asked)) {
        return [
          { path: taskPath, message: `$(${variable}): pipeline task ${asked} is not defined in tasks` },
        ];
      }
      return checkPrefix(variable, taskPath);
    }),
  );
}

function checkPrefix(variable: string, path: string): readonly Problem[] {
  return PREFIXES.has(variable.split(".")[0] ?? "")
    ? []
    : [
        {
          path,
          message: `invalid variable reference "$(${variable})", must start with a valid prefix: ${[...PREFIXES].join(", ")}; if you meant a shell variable, use \${VAR} instead`,
        },
      ];
}

/** Results of a pipeline come from results of its tasks. */
export function checkResults(
  { results, tasks, finally: last }: PipelineSpec,
  path: string,
): readonly Problem[] {
  const names = {
    tasks: new Set((tasks ?? []).map(({ name }) => name)),
    finally: new Set((last ?? []).map(({ name }) => name)),
  };
  return checkEach(results, `${path}.results`, ({ value }, resultPath) => {
    const references = variablesInValue(value ?? "").map(parseResultReference);
    const isWhole = references.length > 0 && references.every((reference) => reference !== undefined);
    if (!isWhole) {
      return [
        { path: `${resultPath}.value`, message: "expected pipeline results to be task result expressions" },
      ];
    }
    if (typeof value === "string" && !value.startsWith("$")) {
      const message =
        "must begin with a result: Tekton takes a text in front of the first one for a nonexistent task";
      return [{ path: `${resultPath}.value`, message }];
    }
    const unknown = references.find((reference) => !names[reference.section].has(reference.task));
    return unknown === undefined
      ? []
      : [{ path: `${resultPath}.value`, message: `referencing a nonexistent task ${unknown.task}` }];
  });
}

/**
 * In a Pipeline of its own every parameter that a task uses is declared. Written inline in a PipelineRun, an unknown one
 * stays as it is.
 */
export function checkParamUsage(spec: PipelineSpec, path: string): readonly Problem[] {
  const declared = new Set((spec.params ?? []).map(({ name }) => name));
  const check = (task: PipelineTask, taskPath: string): readonly Problem[] =>
    variablesOf(task)
      .filter((variable) => variable.startsWith("params."))
      .filter((variable) => !isDeclared(variable, declared))
      .map((variable) => ({ path: taskPath, message: `non-existent variable in "$(${variable})"` }));
  return [
    ...checkEach(spec.tasks, `${path}.tasks`, check),
    ...checkEach(spec.finally, `${path}.finally`, check),
  ];
}

/** A parameter's name may hold dots, and a key of an object comes after one. */
function isDeclared(variable: string, declared: ReadonlySet<string>): boolean {
  const name = variable.slice("params.".length).replace(/\[(?:\d+|\*)\]$/u, "");
  return declared.has(name) || declared.has(name.replace(/\.[^.]*$/u, ""));
}
