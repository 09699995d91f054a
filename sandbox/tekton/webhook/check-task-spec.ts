import { parseGoDuration } from "../../../src/objects/go-duration.ts";
import { typeOfParam, type ParamSpec } from "../objects/param-value.ts";
import type { Step, TaskResult, TaskSpec } from "../objects/task.ts";
import { checkDeclaredParams, checkUnique } from "./check-params.ts";
import { isDnsLabel } from "./names.ts";
import { checkEach, type Problem } from "./problem.ts";

const RESULT_NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/u;

/** A Task's program: steps that can run, declarations that make sense. */
export function checkTaskSpec(spec: TaskSpec, path: string): readonly Problem[] {
  const steps = spec.steps ?? [];
  const named = steps.flatMap(({ name }) => name ?? []);
  return [
    ...(steps.length === 0 ? [{ path: `${path}.steps`, message: "is missing: a Task needs a step" }] : []),
    ...checkEach(steps, `${path}.steps`, (step, stepPath) => checkStep(step, spec, stepPath)),
    ...checkUnique(named, `${path}.steps`, "step"),
    ...checkDeclaredParams(spec.params, `${path}.params`),
    ...checkEach(spec.params, `${path}.params`, checkKeys),
    ...checkEach(spec.results, `${path}.results`, checkResult),
    ...checkUnique(
      (spec.results ?? []).map(({ name }) => name),
      `${path}.results`,
      "result",
    ),
  ];
}

/** In a Task, not in a Pipeline, an object names its keys. */
function checkKeys(spec: ParamSpec, path: string): readonly Problem[] {
  return typeOfParam(spec) === "object" && spec.properties === undefined
    ? [{ path: `${path}.properties`, message: "is missing: an object must name its keys" }]
    : [];
}

function checkStep(step: Step, { stepTemplate = {} }: TaskSpec, path: string): readonly Problem[] {
  const problems: Problem[] = [];
  if ((step.image ?? stepTemplate.image ?? "") === "") {
    problems.push({
      path: `${path}.image`,
      message: "is missing: Tekton needs one, although no image is used here",
    });
  }
  if (step.script !== undefined && step.command !== undefined) {
    problems.push({ path: `${path}.script`, message: "cannot be used with command" });
  }
  const command = step.command ?? stepTemplate.command ?? [];
  if ((step.script ?? "") === "" && command.length === 0) {
    problems.push({
      path,
      message: "needs a script or a command: there is no image here whose entrypoint could run",
    });
  }
  if (step.name !== undefined && !isDnsLabel(step.name)) {
    problems.push({ path: `${path}.name`, message: `"${step.name}" is not a DNS label` });
  }
  return [...problems, ...checkStepTimeout(step, path), ...checkStepOnError(step, path)];
}

function checkStepTimeout({ timeout }: Step, path: string): readonly Problem[] {
  if (timeout === undefined) return [];
  const duration = parseGoDuration(timeout);
  if (!duration.ok) return [{ path: `${path}.timeout`, message: `"${timeout}" ${duration.error}` }];
  return duration.value < 0 ? [{ path: `${path}.timeout`, message: "cannot be negative" }] : [];
}

function checkStepOnError({ onError = "" }: Step, path: string): readonly Problem[] {
  const isKnown = ["", "continue", "stopAndFail"].includes(onError) || onError.startsWith("$(params");
  return isKnown ? [] : [{ path: `${path}.onError`, message: 'must be "continue" or "stopAndFail"' }];
}

function checkResult({ name, type, properties }: TaskResult, path: string): readonly Problem[] {
  if (!RESULT_NAME.test(name)) {
    return [{ path: `${path}.name`, message: `"${name}" is not a name for a result` }];
  }
  if (type !== undefined && !["string", "array", "object"].includes(type)) {
    return [{ path: `${path}.type`, message: "must be string, array or object" }];
  }
  return type === "object" && properties === undefined
    ? [{ path: `${path}.properties`, message: "is missing: an object must name its keys" }]
    : [];
}
