import { APPROVAL_API_VERSION, APPROVAL_KIND } from "../src/objects/approval-task.ts";
import type { CustomRun } from "../src/objects/custom-run.ts";

/** A run as Tekton makes it for a small release pipeline, but without a PipelineRun that owns it. */
export function buildBenchRun(namespace: string, name: string): CustomRun {
  return {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: { name, namespace },
    spec: {
      customRef: { apiVersion: APPROVAL_API_VERSION, kind: APPROVAL_KIND, name: "approvaltask" },
      params: [
        { name: "pipeline", value: "bench" },
        {
          name: "description",
          value: "Release 2.14.0 to production.\n\nThe migration has run, staging is quiet.",
        },
        { name: "approvers", value: ["mary", "john"] },
      ],
    },
  };
}
