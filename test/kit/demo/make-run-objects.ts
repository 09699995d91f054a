import type { Condition } from "../../../src/objects/condition.ts";
import { formatTime } from "../../../src/std/clock.ts";
import { TEST_NOW_MS } from "../web/build-approval.ts";
import type { CustomRun } from "../../../sandbox/tekton/objects/custom-run.ts";
import type {
  PipelineRun,
  PipelineRunSpec,
  PipelineRunStatus,
} from "../../../sandbox/tekton/objects/pipeline-run.ts";
import type { PipelineSpec, PipelineTask } from "../../../sandbox/tekton/objects/pipeline.ts";
import type { StepState, TaskRun, TaskRunStatus } from "../../../sandbox/tekton/objects/task-run.ts";
import type { RunObjects } from "../../../sandbox/demo/pages/watched-runs.ts";

/** RFC 3339, so many seconds before the time at which tests of pages stand still. */
export function secondsAgo(seconds: number): string {
  return formatTime(TEST_NOW_MS - seconds * 1000);
}

type Ending = Pick<Condition, "status" | "reason"> & { readonly message?: string };

const RUNNING: Ending = { status: "Unknown", reason: "Running" };
export const DONE: Ending = { status: "True", reason: "Succeeded" };

export function makeCondition({ message = "", ...ending }: Ending): Condition {
  return { type: "Succeeded", lastTransitionTime: secondsAgo(5), message, ...ending };
}

/** `build`, then `approve`, then `deploy` or `tell-requester`, at the end `clean-up`. */
const RELEASE: PipelineSpec = {
  displayName: "Release",
  tasks: [
    makeTask("build"),
    {
      name: "approve",
      runAfter: ["build"],
      taskRef: { apiVersion: "tekton.automatiko.io/v1beta1", kind: "ApprovalTask", name: "approvaltask" },
    },
    makeTask("deploy", { when: [makeWhen("true")] }),
    makeTask("tell-requester", { when: [makeWhen("false")] }),
  ],
  finally: [makeTask("clean-up")],
};

export function makeTask(name: string, more: Partial<PipelineTask> = {}): PipelineTask {
  return { name, taskSpec: { steps: [{ name: "main", image: "busybox", script: "true" }] }, ...more };
}

function makeWhen(decision: string) {
  return { input: "$(tasks.approve.results.decision)", operator: "in", values: [decision] };
}

export interface RunChanges {
  readonly condition?: Ending;
  readonly program?: PipelineSpec;
  readonly spec?: Partial<PipelineRunSpec>;
  readonly status?: PipelineRunStatus;
  readonly taskRuns?: readonly TaskRun[];
  readonly customRuns?: readonly CustomRun[];
}

/** A PipelineRun in `default` that started a minute ago, and its children. */
export function makeRun(name: string, changes: RunChanges = {}): RunObjects {
  const { condition = RUNNING, program = RELEASE, spec, status, taskRuns = [], customRuns = [] } = changes;
  const pipelineRun: PipelineRun = {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { name, namespace: "default", uid: `uid-${name}`, creationTimestamp: secondsAgo(61) },
    spec: { pipelineSpec: program, ...spec },
    status: { startTime: secondsAgo(60), conditions: [makeCondition(condition)], ...status },
  };
  return { pipelineRun, taskRuns, customRuns };
}

function makeMetadata(run: string, task: string, suffix: string) {
  return {
    name: `${run}-${task}${suffix}`,
    namespace: "default",
    creationTimestamp: secondsAgo(40),
    labels: { "tekton.dev/pipelineTask": task },
  };
}

/** The TaskRun of a task, ended well in three seconds, its one step called `main`. */
export function makeTaskRun(
  run: string,
  task: string,
  { suffix = "", ...status }: Partial<TaskRunStatus> & { readonly suffix?: string } = {},
): TaskRun {
  return {
    apiVersion: "tekton.dev/v1",
    kind: "TaskRun",
    metadata: makeMetadata(run, task, suffix),
    spec: {},
    status: {
      startTime: secondsAgo(50),
      completionTime: secondsAgo(47),
      conditions: [makeCondition(DONE)],
      steps: [makeStep("main", 0)],
      ...status,
    },
  };
}

export function makeStep(name: string, exitCode: number, terminationReason = "Completed"): StepState {
  const times = { startedAt: secondsAgo(50), finishedAt: secondsAgo(47) };
  return {
    name,
    container: `step-${name}`,
    terminated: { exitCode, reason: terminationReason, ...times },
    terminationReason,
  };
}

/** The CustomRun of the task `approve`, 40 seconds old. */
export function makeCustomRun(run: string, ending: Ending = RUNNING, results: object[] = []): CustomRun {
  return {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: makeMetadata(run, "approve", ""),
    spec: {},
    status: { conditions: [makeCondition(ending)], results: results as { name: string; value: string }[] },
  };
}
