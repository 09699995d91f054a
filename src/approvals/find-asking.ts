import type { Copies } from "../cluster/watch-cluster.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { listCustomRuns, type PipelineRun } from "../objects/run/pipeline-run.ts";
import type { PipelineRunStanding } from "./approval-view.ts";

/** The PipelineRun of that name, from the watched cache; `undefined` when there is none. */
export type FindPipelineRun = (namespace: string, name: string) => PipelineRun | undefined;

export function findPipelineRunIn({ pipelineRuns }: Pick<Copies, "pipelineRuns">): FindPipelineRun {
  return (namespace, name) => pipelineRuns.get({ namespace, name });
}

interface Asking {
  readonly standing: PipelineRunStanding;
  /** A verified one alone: of another, nothing may be shown as if it were this approval's. */
  readonly pipelineRun?: PipelineRun;
}

/**
 * The PipelineRun that asks. Whoever may create runs writes their owner references as well, so the PipelineRun must name the
 * run too, under the UID that the owner reference gave; a namesake of either says nothing about this approval.
 */
export function findAsking({ metadata, spec }: ApprovalTask, findPipelineRun: FindPipelineRun): Asking {
  if (spec.pipelineRun === undefined) return { standing: "none" };
  const pipelineRun = findPipelineRun(metadata.namespace ?? "", spec.pipelineRun.name);
  if (pipelineRun?.metadata.uid !== spec.pipelineRun.uid) return { standing: "missing" };
  return listCustomRuns(pipelineRun).some(({ name }) => name === spec.run.name)
    ? { standing: "verified", pipelineRun }
    : { standing: "unconfirmed" };
}
