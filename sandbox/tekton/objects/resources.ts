import type { Resource } from "../../../src/kube/kube-api.ts";

export const PIPELINES: Resource = {
  group: "tekton.dev",
  version: "v1",
  plural: "pipelines",
  kind: "Pipeline",
  namespaced: true,
};

export const TASKS: Resource = {
  group: "tekton.dev",
  version: "v1",
  plural: "tasks",
  kind: "Task",
  namespaced: true,
};

export const TASK_RUNS: Resource = {
  group: "tekton.dev",
  version: "v1",
  plural: "taskruns",
  kind: "TaskRun",
  namespaced: true,
};
