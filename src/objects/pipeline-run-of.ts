import type { CustomRun } from "./custom-run.ts";

/**
 * The PipelineRun that made this run, from its controller owner reference (contract C26). Labels are not asked: whoever
 * makes a run by hand can write any. `undefined` for a run that was made by hand or orphaned.
 */
export function pipelineRunOf(run: CustomRun): { readonly name: string; readonly uid: string } | undefined {
  const owner = run.metadata.ownerReferences?.find(
    ({ controller, kind, apiVersion }) =>
      controller === true && kind === "PipelineRun" && apiVersion.startsWith("tekton.dev/"),
  );
  return owner === undefined ? undefined : { name: owner.name, uid: owner.uid };
}
