import { formatCanonicalJson } from "../../std/canonical-json.ts";
import type { ApprovalSpec } from "./approval-task.ts";
import type { CustomRun } from "../run/custom-run.ts";
import type { ApprovalParameters } from "../dialects/dialect.ts";

/** The PipelineRun that owns the run: from the controller's owner reference, never from labels, which anybody may write. */
export function findPipelineRunOwner(
  run: Pick<CustomRun, "metadata">,
): { readonly name: string; readonly uid: string } | undefined {
  const owner = run.metadata.ownerReferences?.find(
    ({ apiVersion, kind, controller }) =>
      controller === true && kind === "PipelineRun" && apiVersion.startsWith("tekton.dev/"),
  );
  return owner === undefined ? undefined : { name: owner.name, uid: owner.uid };
}

/** In the pipeline; undefined where a run made by hand has no such label, or an empty one. */
export function findTaskName({ metadata: { labels = {} } }: CustomRun): string | undefined {
  return labels["tekton.dev/pipelineTask"] || undefined;
}

/** The request of an approval, as it is frozen when the approval opens. The run must have a UID: it exists. */
export function buildApprovalSpec(run: CustomRun, parameters: ApprovalParameters): ApprovalSpec {
  const { stages: _stages, timeoutMs: _timeoutMs, approvers, groups, ...asked } = parameters;
  const pipelineRun = findPipelineRunOwner(run);
  const task = findTaskName(run);
  return {
    ...asked,
    ...(approvers.length > 0 ? { approvers } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    run: { name: run.metadata.name, uid: run.metadata.uid ?? "" },
    ...(pipelineRun === undefined ? {} : { pipelineRun }),
    ...(pipelineRun === undefined || task === undefined ? {} : { task }),
  };
}

/** The names of the fields that are not the same in both, or are in one of them only; sorted. */
export function listDifferingFields(one: Partial<ApprovalSpec>, other: ApprovalSpec): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof ApprovalSpec>;
  const textOf = (spec: Partial<ApprovalSpec>, name: keyof ApprovalSpec): string =>
    formatCanonicalJson({ value: spec[name] });
  return [...names].filter((name) => textOf(one, name) !== textOf(other, name)).sort();
}
