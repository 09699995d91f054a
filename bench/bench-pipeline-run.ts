import type { KubeApi, OwnerReference } from "../src/kube/kube-api.ts";
import type { PipelineRun } from "../src/objects/run/pipeline-run.ts";
import { PIPELINE_RUNS } from "../src/objects/resources.ts";
import { formatTime } from "../src/std/clock.ts";
import { buildBenchRun } from "./bench-run.ts";

/**
 * Tekton leaves what another controller manages alone, until a run of it changes: then it looks all the same, and only
 * one that is pending stays without further runs (Tekton Pipelines documentation, "PipelineRuns").
 */
const LEFT_ALONE = { managedBy: "bench.example/nobody", status: "PipelineRunPending" } as const;

/** A PipelineRun that has not ended and stays as it is, of a small release pipeline. */
export async function createPipelineRun(
  api: KubeApi,
  namespace: string,
  name: string,
): Promise<OwnerReference> {
  const { customRef: taskRef, params } = buildBenchRun(namespace, name).spec ?? {};
  const created = await api.create<PipelineRun>(PIPELINE_RUNS, {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { name, namespace, labels: { "tekton.dev/pipeline": "release" } },
    spec: {
      ...LEFT_ALONE,
      params: [
        { name: "version", value: "2.14.0" },
        { name: "target", value: "production" },
      ],
      timeouts: { pipeline: "24h" },
      pipelineSpec: { tasks: [{ name: "approve", taskRef, params }] },
    },
  } as PipelineRun);
  const { uid = "" } = created.metadata;
  await api.updateStatus<PipelineRun>(PIPELINE_RUNS, {
    ...created,
    status: {
      conditions: [
        {
          type: "Succeeded",
          status: "Unknown",
          reason: LEFT_ALONE.status,
          message: `PipelineRun "${name}" is pending`,
          lastTransitionTime: formatTime(Date.now()),
        },
      ],
    },
  });
  const { apiVersion, kind } = created;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}
