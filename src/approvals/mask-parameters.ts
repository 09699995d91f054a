import { listShownParams, type PipelineRun } from "../objects/run/pipeline-run.ts";
import { type MaskedValue, maskValue } from "../std/mask.ts";

/** A PipelineRun's parameters in its order, as they may be shown. */
export type MaskParameters = (pipelineRun: PipelineRun) => readonly MaskedValue[];

/**
 * `shownParams`: names of parameters that are shown whatever they look like, beside those that a PipelineRun names. Each
 * version of a PipelineRun is masked once, when somebody looks: that takes as long as its parameters are.
 */
export function createParameterMask(shownParams: ReadonlySet<string> = new Set()): MaskParameters {
  const masked = new WeakMap<PipelineRun, readonly MaskedValue[]>();
  return (pipelineRun) => {
    const before = masked.get(pipelineRun);
    if (before !== undefined) return before;
    const shown = shownParams.union(listShownParams(pipelineRun));
    const parameters = (pipelineRun.spec?.params ?? []).map((param) =>
      maskValue({ name: param.name, value: param.value }, shown),
    );
    masked.set(pipelineRun, parameters);
    return parameters;
  };
}
