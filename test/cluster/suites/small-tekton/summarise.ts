import type { CustomRun } from "../../../../sandbox/tekton/objects/custom-run.ts";
import { findSucceeded } from "../../../../sandbox/tekton/objects/conditions.ts";
import type { PipelineRun } from "../../../../sandbox/tekton/objects/pipeline-run.ts";
import type { TaskRun } from "../../../../sandbox/tekton/objects/task-run.ts";
import type { ObjectMeta } from "../../../../src/kube/kube-api.ts";
import type { Condition } from "../../../../src/objects/condition.ts";
import type { Played } from "./play.ts";

/** What of a played pipeline is compared, by part; without times, and without what is unlike by nature. */
export type Summary = Readonly<Record<string, unknown>>;

export function summarise(played: Played): Summary {
  if ("refusedWith" in played) return { refusedWith: played.refusedWith };
  const { run, customRuns, taskRuns } = played;
  const summary = {
    ...summariseRun(run),
    customRuns: customRuns.toSorted(byName).map(summariseCustomRun),
    taskRuns: taskRuns.toSorted(byName).map(summariseTaskRun),
  };
  return JSON.parse(anonymise(JSON.stringify(summary), run.metadata)) as Summary;
}

function byName(a: { metadata: ObjectMeta }, b: { metadata: ObjectMeta }): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

function anonymise(text: string, { uid = "", namespace = "" }: ObjectMeta): string {
  return text.replaceAll(uid, "UID").replaceAll(namespace, "NAMESPACE");
}

function describe(conditions: readonly Condition[] | undefined): string {
  const { status, reason, message } = findSucceeded(conditions) ?? {};
  return `${status} ${reason}: ${message}`;
}

function summariseRun({ metadata, spec, status = {} }: PipelineRun): Summary {
  return {
    outcome: describe(status.conditions),
    skippedTasks: status.skippedTasks ?? [],
    results: status.results ?? [],
    childReferences: status.childReferences ?? [],
    isInFinally: status.finallyStartTime !== undefined,
    isStarted: status.startTime !== undefined,
    labels: metadata.labels,
    annotations: metadata.annotations ?? {},
    timeouts: spec.timeouts,
    template: spec.taskRunTemplate,
  };
}

/** Tekton writes its release and a trace into annotations of TaskRuns; we do neither. */
function summariseMetadata({ name, labels, annotations = {}, ownerReferences }: ObjectMeta): Summary {
  const shown = Object.entries(annotations).filter(
    ([key]) => key !== "pipeline.tekton.dev/release" && !key.endsWith("SpanContext"),
  );
  return { name, labels, annotations: Object.fromEntries(shown), ownerReferences };
}

function summariseCustomRun({ metadata, spec }: CustomRun): Summary {
  return { ...summariseMetadata(metadata), spec };
}

function summariseTaskRun({ metadata, spec, status = {} }: TaskRun): Summary {
  const { taskSpec: _, ...rest } = spec;
  return {
    ...summariseMetadata(metadata),
    spec: rest,
    outcome: describe(status.conditions),
    results: status.results ?? [],
    attempts: status.retriesStatus?.length ?? 0,
    steps: (status.steps ?? []).map(({ name, terminationReason, terminated }) => ({
      name,
      terminationReason,
      exitCode: terminated?.exitCode,
      reason: terminated?.reason,
    })),
  };
}

/** The parts in which two summaries are not alike. */
export function differingParts(a: Summary, b: Summary): readonly string[] {
  const parts = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...parts]
    .toSorted()
    .filter((part) => JSON.stringify(sorted(a[part])) !== JSON.stringify(sorted(b[part])));
}

function sorted(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(sorted);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sorted(value)]),
  );
}
