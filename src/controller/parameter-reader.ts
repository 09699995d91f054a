import type { CustomRun } from "../objects/run/custom-run.ts";
import type { Dialect } from "../objects/dialects/dialect.ts";
import { readApprovalParameters } from "../objects/dialects/find-dialect.ts";

export type ReadParameters = Dialect["readParameters"];

/**
 * Reads a run's parameters once for as long as what they come from stays the same: its `spec`, of which each change has a
 * `generation` of its own (contract C17), and the labels that name pipeline and task. They may be long, and are asked for
 * at each step of a reconcile.
 */
export function createParameterReader(read: ReadParameters = readApprovalParameters): ReadParameters {
  let last: { readonly key: string; readonly parameters: ReturnType<ReadParameters> } | undefined;
  return (run) => {
    const key = keyOf(run);
    if (key === undefined) return read(run);
    if (last?.key !== key) last = { key, parameters: read(run) };
    return last.parameters;
  };
}

/** `undefined` where a change could go unseen. */
function keyOf({ metadata: { uid, generation, labels = {} } }: CustomRun): string | undefined {
  if (uid === undefined || generation === undefined) return undefined;
  return JSON.stringify([uid, generation, labels["tekton.dev/pipeline"], labels["tekton.dev/pipelineTask"]]);
}
