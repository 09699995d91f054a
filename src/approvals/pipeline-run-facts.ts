import type { Cluster } from "../cluster/watch-cluster.ts";
import { endsAtMs, listCustomRuns, type PipelineRun } from "../objects/run/pipeline-run.ts";

/** What pages and the API tell about the PipelineRun behind an approval; from the watched cache. */
export interface PipelineRunFacts {
  readonly uid: string;
  /** When Tekton ends it by itself, in milliseconds since the epoch; undefined when it has no end. */
  readonly endsAtMs: number | undefined;
  /** Names of the CustomRuns that it names as its own. */
  readonly customRuns: readonly string[];
  /** In the PipelineRun's order; of one that has ended they are not kept. */
  readonly parameters: readonly { readonly name: string; readonly value: unknown }[];
}

/** `undefined` when there is no such PipelineRun. */
export type FindPipelineRun = (namespace: string, name: string) => PipelineRunFacts | undefined;

export function findPipelineRunIn({ pipelineRuns }: Pick<Cluster, "pipelineRuns">): FindPipelineRun {
  return (namespace, name) => {
    const pipelineRun = pipelineRuns.get({ namespace, name });
    return pipelineRun && describePipelineRun(pipelineRun);
  };
}

function describePipelineRun(pipelineRun: PipelineRun): PipelineRunFacts | undefined {
  const { uid } = pipelineRun.metadata;
  if (uid === undefined) return undefined;
  const parameters = (pipelineRun.spec?.params ?? []).map(({ name, value }) => ({ name, value }));
  return { uid, endsAtMs: endsAtMs(pipelineRun), customRuns: listCustomRuns(pipelineRun), parameters };
}
