import { parseGoDuration } from "../../../src/objects/go-duration.ts";
import { isCustomTask, type PipelineTask, type WhenExpression } from "../objects/pipeline.ts";
import { checkGivenParams } from "./check-params.ts";
import { checkTaskSpec } from "./check-task-spec.ts";
import { isDnsLabel } from "./names.ts";
import { checkEach, type Problem } from "./problem.ts";

const MAX_COMBINATIONS = 256;

/** One task of a pipeline, by itself. */
export function checkPipelineTask(task: PipelineTask, path: string): readonly Problem[] {
  return [
    ...checkName(task, path),
    ...checkReference(task, path),
    ...checkOnError(task, path),
    ...checkDuration(task.timeout, `${path}.timeout`),
    ...checkGivenParams(task.params, `${path}.params`),
    ...checkMatrix(task, path),
    ...checkEach(task.when, `${path}.when`, checkWhen),
  ];
}

function checkName({ name }: PipelineTask, path: string): readonly Problem[] {
  return isDnsLabel(name ?? "")
    ? []
    : [
        {
          path: `${path}.name`,
          message: `"${name}" is not a DNS label, which the name of a pipeline task must be`,
        },
      ];
}

/** Any sign of the Go text, `0` and less included (contract C44). */
export function checkDuration(text: string | undefined, path: string): readonly Problem[] {
  if (text === undefined) return [];
  const duration = parseGoDuration(text);
  return duration.ok ? [] : [{ path, message: `"${text}" ${duration.error}` }];
}

function checkReference(task: PipelineTask, path: string): readonly Problem[] {
  const { taskRef, taskSpec } = task;
  if ((taskRef === undefined) === (taskSpec === undefined)) {
    return [{ path, message: "expected exactly one of taskRef and taskSpec" }];
  }
  if (taskRef !== undefined) {
    const { kind, apiVersion } = taskRef;
    return kind !== "Task" || (apiVersion ?? "") !== ""
      ? checkCustom({ kind, apiVersion }, `${path}.taskRef`)
      : checkTaskName(taskRef.name, `${path}.taskRef`);
  }
  return taskSpec === undefined ? [] : checkEmbedded(task, taskSpec, `${path}.taskSpec`);
}

function checkTaskName(name: string | undefined, path: string): readonly Problem[] {
  return (name ?? "") === "" ? [{ path: `${path}.name`, message: "is missing" }] : [];
}

function checkEmbedded(
  task: PipelineTask,
  spec: NonNullable<PipelineTask["taskSpec"]>,
  path: string,
): readonly Problem[] {
  const { apiVersion, kind, spec: customSpec, ...program } = spec;
  const isCustom = isCustomTask(task) || apiVersion !== undefined || (kind ?? "Task") !== "Task";
  if (isCustom && (spec.steps ?? []).length > 0) {
    return [{ path, message: "apiVersion and kind cannot be specified when using steps" }];
  }
  if (isCustom) return checkCustom({ kind, apiVersion }, path);
  if (customSpec !== undefined)
    return [{ path: `${path}.spec`, message: "belongs to a custom task, which needs apiVersion and kind" }];
  return checkTaskSpec(program, path);
}

/** Contract C9: kind and `group/version`, both. */
function checkCustom(
  { kind, apiVersion }: { kind: string | undefined; apiVersion: string | undefined },
  path: string,
): readonly Problem[] {
  if ((kind ?? "") === "") return [{ path: `${path}.kind`, message: "custom task must specify kind" }];
  if ((apiVersion ?? "") === "") {
    return [{ path: `${path}.apiVersion`, message: "custom task must specify apiVersion" }];
  }
  return /^[^/]+\/[^/]+$/u.test(apiVersion ?? "")
    ? []
    : [
        {
          path: `${path}.apiVersion`,
          message: `invalid apiVersion format "${apiVersion}", must be in the format "group/version"`,
        },
      ];
}

/** Contract C59. */
function checkOnError({ onError = "", retries = 0 }: PipelineTask, path: string): readonly Problem[] {
  if (onError.startsWith("$(params")) return [];
  if (!["", "continue", "stopAndFail"].includes(onError)) {
    return [{ path: `${path}.onError`, message: 'must be either "continue" or "stopAndFail"' }];
  }
  return onError === "continue" && retries > 0
    ? [{ path: `${path}.onError`, message: 'cannot be set to "continue" when retries is greater than 0' }]
    : [];
}

function checkMatrix({ matrix, params = [] }: PipelineTask, path: string): readonly Problem[] {
  if (matrix === undefined) return [];
  const lists = matrix.params ?? [];
  const included = (matrix.include ?? []).flatMap((include) => include.params ?? []);
  const names = new Set([...lists, ...included].map(({ name }) => name));
  const twice = params.filter(({ name }) => names.has(name));
  const count = lists.reduce(
    (product, { value }) => product * Math.max(1, Array.isArray(value) ? value.length : 1),
    1,
  );
  return [
    ...checkGivenParams(lists, `${path}.matrix.params`),
    ...twice.map(({ name }) => ({ path: `${path}.params`, message: `"${name}" is in the matrix too` })),
    ...(count > MAX_COMBINATIONS
      ? [{ path: `${path}.matrix`, message: `has ${count} combinations, ${MAX_COMBINATIONS} are allowed` }]
      : []),
  ];
}

function checkWhen({ operator, values }: WhenExpression, path: string): readonly Problem[] {
  if (operator !== "in" && operator !== "notin") {
    return [{ path, message: `operator "${operator}" is not recognized. valid operators: in,notin` }];
  }
  return (values ?? []).length === 0 ? [{ path, message: "expecting non-empty values field" }] : [];
}
