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
