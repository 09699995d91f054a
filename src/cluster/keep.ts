// What of each watched object is kept in memory: what is read, and nothing else. Of pipeline runs: `keep-pipeline-run.ts`.
import type { KubeObject } from "../kube/kube-api.ts";
import type { ApprovalSpec, ApprovalTask } from "../objects/approval/approval-task.ts";
import { listConditions } from "../objects/condition.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { findUnknownNaming, isApprovalRun } from "../objects/dialects/find-dialect.ts";
import { isRunDone } from "../objects/run/run-status.ts";
import { keepMetadata } from "./keep-metadata.ts";

/**
 * Runs of our kind, and those of our group whose kind is not known. One that has ended, and one of another kind, keeps who
 * it is and how it stands.
 */
export function keepRun(object: KubeObject): CustomRun | undefined {
  const run = object as CustomRun;
  const isOurs = isApprovalRun(run);
  if (!isOurs && findUnknownNaming(run) === undefined) return undefined;
  const { apiVersion, kind, spec, status } = run;
  const metadata = keepMetadata(run.metadata);
  if (isOurs && !isRunDone(run)) return { ...run, metadata };
  const { customRef, customSpec } = spec ?? {};
  const reference = {
    ...(customRef === undefined ? {} : { customRef }),
    ...(customSpec === undefined ? {} : { customSpec: keepReference(customSpec) }),
  };
  const said = status?.conditions === undefined ? {} : { status: { conditions: listConditions(status) } };
  return { apiVersion, kind, metadata, spec: reference, ...said };
}

/** Under a definition that is not ours, an ApprovalTask may be without a request; such a one asks nobody. */
export function keepApproval(object: KubeObject): ApprovalTask {
  const approval = object as ApprovalTask;
  const spec: Partial<ApprovalSpec> = (approval as Partial<ApprovalTask>).spec ?? {};
  return { ...approval, metadata: keepMetadata(approval.metadata), spec: spec as ApprovalSpec };
}

function keepReference({ apiVersion, kind }: NonNullable<NonNullable<CustomRun["spec"]>["customSpec"]>) {
  return { ...(apiVersion === undefined ? {} : { apiVersion }), ...(kind === undefined ? {} : { kind }) };
}
