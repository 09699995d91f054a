// Builders of what the scenarios run: pipelines with approvals, with other custom tasks, and with steps that print.
import type { CustomRun } from "../../src/objects/run/custom-run.ts";

export type Values = Readonly<Record<string, unknown>>;

export interface PipelineTask extends Values {
  readonly name: string;
}

export const APPROVAL_REF = {
  apiVersion: "tekton.automatiko.io/v1beta1",
  kind: "ApprovalTask",
  name: "approvaltask",
} as const;

export function toParams(values: Values): { name: string; value: unknown }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** A task that asks ann unless told otherwise. */
export function approval(name: string, params: Values = {}, more: Values = {}): PipelineTask {
  return {
    name,
    taskRef: APPROVAL_REF,
    params: toParams({ approvers: ["ann"], pipeline: "release", ...params }),
    ...more,
  };
}

/** A custom task of somebody else: the scenario itself writes its status. */
export function foreign(name: string, params: Values = {}, more: Values = {}): PipelineTask {
  return {
    name,
    taskRef: { apiVersion: "example.test/v1", kind: "Question", name: "anything" },
    params: toParams(params),
    ...more,
  };
}

/** A task whose step `print` prints the text, which reaches it through its environment. */
export function say(name: string, text: string, more: Values = {}): PipelineTask {
  return {
    name,
    params: toParams({ text }),
    taskSpec: {
      params: [{ name: "text" }],
      steps: [
        {
          name: "print",
          image: "docker.io/library/alpine:3",
          env: [{ name: "TEXT", value: "$(params.text)" }],
          script: `printf '%s\\n' "$TEXT"`,
        },
      ],
    },
    ...more,
  };
}

/** A task whose step `print` has the text pasted into its script, in quotes of either kind, and prints it from its environment too. */
export function paste(name: string, text: string): PipelineTask {
  return {
    name,
    params: toParams({ text }),
    taskSpec: {
      params: [{ name: "text" }],
      steps: [
        {
          name: "print",
          image: "docker.io/library/alpine:3",
          env: [{ name: "TEXT", value: "$(params.text)" }],
          script: `printf '%s\\n' "$(params.text)" '$(params.text)' "$TEXT"`,
        },
      ],
    },
  };
}

/** A run that no pipeline made. It asks ann unless told otherwise. */
export function handMadeRun(name: string, params: Values = {}, spec: Values = {}): CustomRun {
  return {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: { name },
    spec: {
      customRef: APPROVAL_REF,
      params: toParams({ approvers: ["ann"], pipeline: "release", ...params }),
      ...spec,
    },
  };
}
