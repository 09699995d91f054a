import { parseGoDuration } from "../../../src/objects/go-duration.ts";
import { formatGoDuration } from "../../../src/objects/format-go-duration.ts";
import type { PipelineRunSpec, Timeouts } from "../objects/pipeline-run.ts";
import type { TaskRunSpec } from "../objects/task-run.ts";
import { findResultReference } from "../pipeline/pipeline-params.ts";
import { checkGivenParams } from "./check-params.ts";
import { checkDuration } from "./check-pipeline-task.ts";
import { checkPipelineSpec } from "./check-pipeline.ts";
import { checkTaskSpec } from "./check-task-spec.ts";
import { isQualifiedName } from "./names.ts";
import { checkEach, type Problem } from "./problem.ts";

const SPEC_STATUSES = ["Cancelled", "CancelledRunFinally", "StoppedRunFinally", "PipelineRunPending"];

/** A PipelineRun's spec after its defaults. */
export function checkPipelineRunSpec(spec: PipelineRunSpec): readonly Problem[] {
  const { pipelineRef, pipelineSpec, status = "" } = spec;
  const problems: Problem[] = [];
  if ((pipelineRef === undefined) === (pipelineSpec === undefined)) {
    problems.push({ path: "spec", message: "expected exactly one of pipelineRef and pipelineSpec" });
  }
  problems.push(...checkReference(pipelineRef, "spec.pipelineRef"));
  if (status !== "" && !SPEC_STATUSES.includes(status)) {
    problems.push({ path: "spec.status", message: `${status} should be ${SPEC_STATUSES.join(", ")}` });
  }
  return [
    ...problems,
    ...(pipelineSpec === undefined ? [] : checkPipelineSpec(pipelineSpec, "spec.pipelineSpec")),
    ...checkRunParams(spec.params, "spec.params"),
    ...checkTimeouts(spec.timeouts ?? {}, "spec.timeouts"),
    ...checkEach(spec.taskRunSpecs, "spec.taskRunSpecs", ({ timeout }, path) =>
      checkPositive(timeout, `${path}.timeout`),
    ),
  ];
}

function checkReference(ref: { readonly name?: string } | undefined, path: string): readonly Problem[] {
  if (ref === undefined) return [];
  const { name = "" } = ref;
  if (name === "") return [{ path: `${path}.name`, message: "is missing" }];
  return isQualifiedName(name) ? [] : [{ path: `${path}.name`, message: `"${name}" can be no name` }];
}

function checkRunParams(params: PipelineRunSpec["params"], path: string): readonly Problem[] {
  const problems = checkGivenParams(params, path);
  if (problems.length > 0) return problems;
  const variable = findResultReference(params ?? []);
  return variable === undefined
    ? []
    : [{ path, message: `cannot use result expressions in [${variable}] as PipelineRun parameter values` }];
}

function checkPositive(text: string | undefined, path: string): readonly Problem[] {
  const problems = checkDuration(text, path);
  if (problems.length > 0 || text === undefined) return problems;
  return msOf(text) < 0 ? [{ path, message: `${text} should be >= 0` }] : [];
}

function msOf(text: string): number {
  const duration = parseGoDuration(text);
  return duration.ok ? duration.value : 0;
}

/** Contract C42: tasks and finally fit into the pipeline's time, and none of them is without end unless it is. */
function checkTimeouts(timeouts: Timeouts, path: string): readonly Problem[] {
  const problems = (["pipeline", "tasks", "finally"] as const).flatMap((part) =>
    checkPositive(timeouts[part], `${path}.${part}`),
  );
  if (problems.length > 0) return problems;
  const whole = msOf(timeouts.pipeline ?? "0");
  const parts = (["tasks", "finally"] as const).flatMap((part) => {
    const text = timeouts[part];
    const isTooLong = text !== undefined && whole !== 0 && (msOf(text) > whole || msOf(text) === 0);
    return isTooLong ? [{ path: `${path}.${part}`, message: `${text} should be <= pipeline duration` }] : [];
  });
  return [...parts, ...checkSum(timeouts, whole, path)];
}

function checkSum({ tasks, finally: last }: Timeouts, whole: number, path: string): readonly Problem[] {
  if (tasks === undefined || last === undefined) return [];
  const sum = msOf(tasks) + msOf(last);
  return sum > whole
    ? [
        {
          path: `${path}.tasks`,
          message: `${tasks} + ${last} should be <= pipeline duration ${formatGoDuration(whole)}`,
        },
      ]
    : [];
}

/** A TaskRun's spec after its defaults. */
export function checkTaskRunSpec(spec: TaskRunSpec): readonly Problem[] {
  const { taskRef, taskSpec, status = "", statusMessage = "", retries = 0 } = spec;
  const problems: Problem[] = [];
  if ((taskRef === undefined) === (taskSpec === undefined)) {
    problems.push({ path: "spec", message: "expected exactly one of taskRef and taskSpec" });
  }
  problems.push(...checkReference(taskRef, "spec.taskRef"));
  if (status !== "" && status !== "TaskRunCancelled") {
    problems.push({ path: "spec.status", message: `${status} should be TaskRunCancelled` });
  }
  if (status === "" && statusMessage !== "") {
    problems.push({ path: "spec.statusMessage", message: "should not be set if status is not set" });
  }
  if (retries < 0) problems.push({ path: "spec.retries", message: `${retries} should be >= 0` });
  return [
    ...problems,
    ...(taskSpec === undefined ? [] : checkTaskSpec(taskSpec, "spec.taskSpec")),
    ...checkGivenParams(spec.params, "spec.params"),
    ...checkPositive(spec.timeout, "spec.timeout"),
  ];
}
