// What of each watched object is kept in memory: what is read, and nothing else.
import type { KubeObject, ObjectMeta } from "../kube/kube-api.ts";
import type { ApprovalSpec, ApprovalTask } from "../objects/approval/approval-task.ts";
import { type Condition, listConditions } from "../objects/condition.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { findUnknownNaming, isApprovalRun } from "../objects/dialects/find-dialect.ts";
import {
  isFinished,
  listCustomRuns,
  referToCustomRun,
  type PipelineRun,
} from "../objects/run/pipeline-run.ts";
import { keepShallow } from "../objects/parameters/shallow-value.ts";
import { isRunDone } from "../objects/run/run-status.ts";

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

/**
 * A pipeline run that has ended keeps its UID, that it has ended, and which CustomRuns were its own: its runs are told, and
 * pages say of a decided approval what was proven while it was open.
 */
export function keepPipelineRun(object: KubeObject): PipelineRun {
  const pipelineRun = object as PipelineRun;
  const { apiVersion, kind, spec, status } = pipelineRun;
  const { labels: _, ownerReferences: __, ...metadata } = keepMetadata(pipelineRun.metadata);
  const conditions = listConditions(status).map(keepCondition);
  const children = keepChildren(pipelineRun);
  if (isFinished(pipelineRun)) return { apiVersion, kind, metadata, status: { conditions, ...children } };
  const { params, timeouts } = spec ?? {};
  const started = status?.startTime === undefined ? {} : { startTime: status.startTime };
  return {
    apiVersion,
    kind,
    metadata,
    spec: {
      ...(Array.isArray(params) ? { params: params.flatMap(keepParam) } : {}),
      ...(timeouts === undefined ? {} : { timeouts }),
    },
    status: { conditions, ...started, ...children },
  };
}

/** Most pipeline runs have no CustomRun, and then nothing is kept. */
function keepChildren(pipelineRun: PipelineRun): Pick<NonNullable<PipelineRun["status"]>, "childReferences"> {
  const names = listCustomRuns(pipelineRun);
  return names.length === 0 ? {} : { childReferences: names.map(referToCustomRun) };
}

type Param = NonNullable<NonNullable<PipelineRun["spec"]>["params"]>[number];

/** Without Tekton's webhook a parameter may be anything. */
function keepParam(param: Param | null): Param[] {
  return typeof param?.name === "string" ? [{ name: param.name, value: keepShallow(param.value) }] : [];
}

function keepCondition({ type, status }: Partial<Condition>): Partial<Condition> {
  return { ...(type === undefined ? {} : { type }), ...(status === undefined ? {} : { status }) };
}

function keepReference({ apiVersion, kind }: NonNullable<NonNullable<CustomRun["spec"]>["customSpec"]>) {
  return { ...(apiVersion === undefined ? {} : { apiVersion }), ...(kind === undefined ? {} : { kind }) };
}

/** `managedFields` and annotations, where `kubectl apply` keeps a second copy of the object, are most of the weight. */
function keepMetadata(metadata: ObjectMeta): ObjectMeta {
  const { managedFields: _, annotations: __, ...kept } = metadata as ObjectMeta & { managedFields?: unknown };
  return kept;
}
