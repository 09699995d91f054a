import { isDeepStrictEqual } from "node:util";
import { isNotFound } from "../../../src/kube/kube-error.ts";
import { PIPELINE_RUNS } from "../../../src/objects/resources.ts";
import type { PipelineRun } from "../objects/pipeline-run.ts";
import type { Pipeline, PipelineSpec } from "../objects/pipeline.ts";
import { PIPELINES } from "../objects/resources.ts";
import { withPipelineMetadata } from "./pipeline-labels.ts";
import { resolveProgram } from "./resolve-program.ts";
import { PipelineRunFailure, type RunContext } from "./run-context.ts";

export interface LoadedRun {
  /** With the labels and annotations of its pipeline. */
  readonly run: PipelineRun;
  /** With parameters and context variables put in. */
  readonly program: PipelineSpec;
}

/**
 * What the PipelineRun is to walk. It is read once and then stands in the status: a Pipeline that is changed or deleted
 * changes no run. Throws PipelineRunFailure when there is none or it does not fit.
 */
export async function loadProgram(run: PipelineRun, context: RunContext): Promise<LoadedRun> {
  const known = run.status?.pipelineSpec;
  if (known !== undefined) return { run, program: known };
  // The label with the pipeline's name is there also when there is no such pipeline.
  const named = await writeMetadata(run, undefined, context);
  const pipeline = await loadPipeline(run, context);
  const labelled = await writeMetadata(named, pipeline, context);
  const program = resolveProgram(run, pipeline?.spec ?? run.spec.pipelineSpec ?? {}, pipeline);
  if (!program.ok) throw new PipelineRunFailure(program.error);
  return { run: labelled, program: program.value };
}

async function loadPipeline(
  { metadata, spec }: PipelineRun,
  { api }: RunContext,
): Promise<Pipeline | undefined> {
  const name = spec.pipelineRef?.name;
  if (name === undefined) return undefined;
  const { namespace = "" } = metadata;
  try {
    return await api.get<Pipeline>(PIPELINES, { namespace, name });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const message =
      `Error retrieving pipeline for pipelinerun ${namespace}/${metadata.name}: ` +
      `error when getting Pipeline for PipelineRun ${metadata.name}: ` +
      `tekton client cannot get pipeline ${name} from local cluster: pipelines.tekton.dev "${name}" not found`;
    throw new PipelineRunFailure({ reason: "CouldntGetPipeline", message }, { cause: error });
  }
}

async function writeMetadata(
  run: PipelineRun,
  pipeline: Pipeline | undefined,
  { api, pipelineRuns }: RunContext,
): Promise<PipelineRun> {
  const wanted = withPipelineMetadata(run, pipeline);
  const { namespace = "", name, labels = {}, annotations = {} } = run.metadata;
  if (isDeepStrictEqual(wanted, { labels, annotations })) return run;
  const { labels: newLabels, annotations: newAnnotations } = wanted;
  const metadata = {
    labels: newLabels,
    ...(Object.keys(newAnnotations).length > 0 && { annotations: newAnnotations }),
  };
  const patch = { type: "merge", body: { metadata } } as const;
  const written = await api.patch<PipelineRun>(PIPELINE_RUNS, { namespace, name }, patch);
  pipelineRuns.observe(written);
  return { ...run, metadata: written.metadata };
}
