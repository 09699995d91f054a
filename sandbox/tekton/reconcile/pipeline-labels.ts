import type { PipelineRun } from "../objects/pipeline-run.ts";
import type { Pipeline } from "../objects/pipeline.ts";

export interface RunMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const PIPELINE_LABEL = "tekton.dev/pipeline";

/** The start of a generated name, without what it ends with: `single-` is `single`. */
function nameOfGenerated(generateName: string): string {
  return generateName.slice(0, 63).replace(/[^a-zA-Z0-9]+$/u, "");
}

function pipelineNameOf({ metadata, spec }: PipelineRun): string {
  if (spec.pipelineRef?.name !== undefined) return spec.pipelineRef.name;
  return nameOfGenerated(metadata.generateName ?? "") || metadata.name;
}

/**
 * Labels and annotations that a PipelineRun has from its Pipeline, its own winning, and the label with the pipeline's name:
 * for one written inline, what the PipelineRun's own name was generated from, or that name.
 */
export function withPipelineMetadata(run: PipelineRun, pipeline: Pipeline | undefined): RunMetadata {
  const { labels = {}, annotations = {} } = run.metadata;
  const { "kubectl.kubernetes.io/last-applied-configuration": _, ...inherited } =
    pipeline?.metadata.annotations ?? {};
  return {
    labels: { [PIPELINE_LABEL]: pipelineNameOf(run), ...pipeline?.metadata.labels, ...labels },
    annotations: { ...inherited, ...annotations },
  };
}
