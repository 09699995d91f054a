// What is played on both Tektons: a pipeline, and what others do to it meanwhile.
import type { CustomRun } from "../../../../sandbox/tekton/objects/custom-run.ts";
import type { PipelineRun, PipelineRunSpec } from "../../../../sandbox/tekton/objects/pipeline-run.ts";
import type { PipelineSpec, PipelineTask } from "../../../../sandbox/tekton/objects/pipeline.ts";
import type { KubeObject } from "../../../../src/kube/kube-api.ts";
import type { Condition } from "../../../../src/objects/condition.ts";

/** What the controller of a custom task writes. */
export interface Answer {
  readonly conditions: readonly Pick<Condition, "type" | "status" | "reason">[];
  readonly results?: Readonly<Record<string, string>>;
  /** Written so long after the first of the other answers, so that its run ends before. */
  readonly afterMs?: number;
  /** Written only when `change` has been made. */
  readonly afterChange?: boolean;
}

/** How things stand in the namespace. */
export interface Seen {
  readonly run: PipelineRun;
  readonly customRuns: readonly CustomRun[];
}

export interface Comparison {
  readonly name: string;
  /** Pipelines and Tasks that are there before. */
  readonly objects?: readonly KubeObject[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: Partial<PipelineRunSpec>;
  /** By the name of the run without that of the PipelineRun in front. Others are answered when they are cancelled. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Sets `spec.status` of the PipelineRun as soon as things stand so. */
  readonly change?: { readonly when: (seen: Seen) => boolean; readonly status: string };
  /** The PipelineRun does not end by itself, and is looked at as soon as things stand so. */
  readonly endWhen?: (seen: Seen) => boolean;
  /** Why the two are not alike, and what of them then; the test fails when they are. */
  readonly differs?: { readonly because: string; readonly in: readonly string[] };
}

export const REF = { apiVersion: "example.test/v1", kind: "Question", name: "anything" } as const;

/** A custom task, whose runs the test answers. */
export function ask(name: string, more: Partial<PipelineTask> = {}): PipelineTask {
  return { name, taskRef: REF, params: [{ name: "to", value: ["ann", "bob"] }], ...more };
}

/** A task that runs a script. */
export function script(name: string, text = "true", more: Partial<PipelineTask> = {}): PipelineTask {
  return {
    name,
    taskSpec: { steps: [{ name: "main", image: "docker.io/library/alpine:3", script: text }] },
    ...more,
  };
}

/** A task that does nothing with its parameters; what it was given is compared. */
export function take(
  name: string,
  values: Readonly<Record<string, string>>,
  more: Partial<PipelineTask> = {},
): PipelineTask {
  const params = Object.entries(values).map(([key, value]) => ({ name: key, value }));
  const taskSpec = { ...script(name).taskSpec, params: params.map((param) => ({ name: param.name })) };
  return { name, params, taskSpec, ...more };
}

export function pipeline(
  tasks: readonly PipelineTask[],
  more: Partial<PipelineSpec> = {},
): Pick<PipelineRunSpec, "pipelineSpec"> {
  return { pipelineSpec: { tasks, ...more } };
}

export function succeed(results: Readonly<Record<string, string>> = {}, more: Partial<Answer> = {}): Answer {
  return { conditions: [{ type: "Succeeded", status: "True", reason: "Answered" }], results, ...more };
}

export function fail(
  reason: string,
  results: Readonly<Record<string, string>> = {},
  more: Partial<Answer> = {},
): Answer {
  return { conditions: [{ type: "Succeeded", status: "False", reason }], results, ...more };
}

/** Says in its parameters what became of the task `ask`. */
export const report = take("report", {
  status: "$(tasks.ask.status)",
  reason: "$(tasks.ask.reason)",
  all: "$(tasks.status)",
});
