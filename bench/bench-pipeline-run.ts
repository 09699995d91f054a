import type { KubeApi, OwnerReference } from "../src/kube/kube-api.ts";
import type { PipelineRun } from "../src/objects/pipeline-run.ts";
import { PIPELINE_RUNS } from "../src/objects/resources.ts";
import { formatTime } from "../src/std/clock.ts";
import { buildBenchRun } from "./bench-run.ts";

/** Tekton leaves what another controller manages alone (Tekton Pipelines documentation, "PipelineRuns", `managedBy`). */
const NOT_TEKTON = "bench.example/nobody";

/** A PipelineRun that runs and stays as it is, for a small release pipeline that has come to its approval. */
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
      managedBy: NOT_TEKTON,
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
      startTime: formatTime(Date.now()),
      conditions: [
        {
          type: "Succeeded",
          status: "Unknown",
          reason: "Running",
          message: "Tasks Completed: 0 (Failed: 0, Cancelled 0), Incomplete: 1, Skipped: 0",
          lastTransitionTime: formatTime(Date.now()),
        },
      ],
    },
  });
  const { apiVersion, kind } = created;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}
