import type { Outcome } from "../objects/conditions.ts";
import { toParamValue, type Param } from "../objects/param-value.ts";
import type { PipelineRun } from "../objects/pipeline-run.ts";
import type { Pipeline, PipelineSpec } from "../objects/pipeline.ts";
import { applyToPipeline } from "../pipeline/apply-to-pipeline.ts";
import { checkParams, resolveParams, type ParamsRefusal } from "../pipeline/pipeline-params.ts";
import { mergeReplacements, textReplacements, type Replacements } from "../variables/replacements.ts";
import { checkPipelineSpec } from "../webhook/check-pipeline.ts";
import { describeProblems } from "../webhook/problem.ts";
import { refuse, ok, type Result } from "../../../src/std/result.ts";

/** How a PipelineRun fails for good, in Tekton's words. */
export type Failure = Pick<Outcome, "reason" | "message">;

/**
 * The pipeline with the PipelineRun's parameters and context variables put in. Refused when parameters do not fit or the
 * pipeline could not run; the webhook refuses most of that before, but may be left out.
 */
export function resolveProgram(
  run: PipelineRun,
  spec: PipelineSpec,
  pipeline: Pipeline | undefined,
): Result<PipelineSpec, Failure> {
  const place = `${run.metadata.namespace}/${pipeline?.metadata.name ?? run.metadata.name}`;
  const problems = checkPipelineSpec(spec, "spec");
  if (problems.length > 0) {
    return fail(
      "PipelineValidationFailed",
      `Pipeline ${place} can't be Run; it has an invalid spec: ${describeProblems(problems)}`,
    );
  }
  const given = paramsOf(run);
  const refusal = checkParams(spec.params ?? [], given);
  if (refusal !== undefined) return fail(refusal.reason, describeRefusal(refusal, run, place));
  const params = resolveParams(spec.params ?? [], given);
  if (!params.ok) {
    return fail(
      "PipelineValidationFailed",
      `Failed to apply parameters to Pipeline ${place}: ${params.error}`,
    );
  }
  const context = contextOf(run, pipeline?.metadata.name ?? run.metadata.name);
  return ok(applyToPipeline(applyToPipeline(spec, params.value), context));
}

function describeRefusal(
  { reason, names }: ParamsRefusal,
  { metadata }: PipelineRun,
  pipeline: string,
): string {
  const who = `[User error] PipelineRun ${metadata.namespace}/${metadata.name}`;
  switch (reason) {
    case "ParameterMissing":
      return `${who} is missing some parameters required by Pipeline ${pipeline}: pipelineRun missing parameters: ${names}`;
    case "ParameterTypeMismatch":
      return `${who} parameters have mismatching types with Pipeline ${pipeline}'s parameters: parameters have inconsistent types : ${names}`;
    case "ObjectParameterMissKeys":
      return `${who} parameters is missing object keys required by Pipeline ${pipeline}'s parameters: pipelineRun missing object keys for parameters: ${names}`;
  }
}

function fail(reason: string, message: string): Result<never, Failure> {
  return refuse({ reason, message });
}

function paramsOf({ spec }: PipelineRun): readonly Param[] {
  return (spec.params ?? []).map(({ name, value }) => ({ name, value: toParamValue(value) }));
}

function contextOf({ metadata }: PipelineRun, pipeline: string): Replacements {
  return mergeReplacements(
    textReplacements({
      "context.pipelineRun.name": metadata.name,
      "context.pipelineRun.namespace": metadata.namespace ?? "",
      "context.pipelineRun.uid": metadata.uid ?? "",
      "context.pipeline.name": pipeline,
    }),
  );
}
