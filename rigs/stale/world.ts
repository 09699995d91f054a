import type { KubeObject } from "../../src/kube/kube-api.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import type { PipelineRun } from "../../src/objects/run/pipeline-run.ts";
import type { Entry } from "./cluster.ts";

/** What is there after all that is in the chronicle. */
export interface World {
  readonly runs: readonly CustomRun[];
  readonly approvals: readonly ApprovalTask[];
  readonly pipelineRuns: readonly PipelineRun[];
}

/** `untilRevision`: as it was then, with that change made. */
export function readWorld(chronicle: readonly Entry[], untilRevision = Number.POSITIVE_INFINITY): World {
  const objects = new Map<string, KubeObject>();
  for (const { revision, plural, type, object } of chronicle) {
    if (revision > untilRevision) break;
    const key = `${plural} ${object.metadata.name}`;
    if (type === "DELETED") objects.delete(key);
    else objects.set(key, object);
  }
  const allOf = (plural: string): readonly KubeObject[] =>
    [...objects].filter(([key]) => key.startsWith(`${plural} `)).map(([, object]) => object);
  return {
    runs: allOf("customruns") as readonly CustomRun[],
    approvals: allOf("approvaltasks") as readonly ApprovalTask[],
    pipelineRuns: allOf("pipelineruns") as readonly PipelineRun[],
  };
}
