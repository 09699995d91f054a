import type { KubeObject, ObjectMeta } from "../kube/kube-api.ts";
import { type Condition, listConditions } from "../objects/condition.ts";
import { keepShallow } from "../objects/parameters/shallow-value.ts";
import {
  isFinished,
  isTimedOut,
  listCustomRuns,
  listOtherTasks,
  listTasks,
  type NamedRun,
  type PipelineRun,
  type PipelineTask,
  referToCustomRun,
  type Section,
  SHOW_PARAMS,
} from "../objects/run/pipeline-run.ts";
import { keepMetadata } from "./keep-metadata.ts";

type Spec = NonNullable<PipelineRun["spec"]>;
type Status = NonNullable<PipelineRun["status"]>;

/**
 * A pipeline run that has ended keeps its UID, that it has ended, which CustomRuns were its own and, where there are any, its
 * parameters: its runs are told, and the record of an approval says what was proven and known when it was decided. One whose time was up keeps its limits as well, for
 * runs that are still to be told.
 */
export function keepPipelineRun(object: KubeObject): PipelineRun {
  const pipelineRun = object as PipelineRun;
  const { apiVersion, kind } = pipelineRun;
  const metadata = keepPipelineRunMetadata(pipelineRun.metadata);
  const runs = listCustomRuns(pipelineRun);
  const isAsking = runs.length > 0;
  const conditions = listConditions(pipelineRun.status).map((one) => keepCondition(one, isAsking));
  const ended = isFinished(pipelineRun);
  const status = { conditions, ...keepChildren(runs, ended ? [] : listOtherTasks(pipelineRun)) };
  if (ended && !(isAsking && isTimedOut(pipelineRun))) {
    const spec = isAsking ? { spec: keepParams(pipelineRun) } : {};
    return { apiVersion, kind, metadata, ...spec, status };
  }
  return {
    apiVersion,
    kind,
    metadata,
    spec: {
      ...keepParams(pipelineRun),
      ...keepGiven(pipelineRun.spec, ["timeouts", "status"]),
    },
    status: {
      ...status,
      ...keepGiven(pipelineRun.status, ["startTime", "finallyStartTime"]),
      ...keepPipeline(pipelineRun, runs),
    },
  };
}

function keepPipelineRunMetadata(metadata: ObjectMeta): ObjectMeta {
  const { labels: _, ownerReferences: __, ...kept } = keepMetadata(metadata);
  const shown = metadata.annotations?.[SHOW_PARAMS];
  return shown === undefined ? kept : { ...kept, annotations: { [SHOW_PARAMS]: shown } };
}

function keepParams({ spec }: PipelineRun): Pick<Spec, "params"> {
  const params: unknown = spec?.params;
  return Array.isArray(params) ? { params: params.flatMap(keepParam) } : {};
}

/** Those of the fields that are there. */
function keepGiven<Fields extends object, Name extends keyof Fields>(
  fields: Fields | undefined,
  names: readonly Name[],
): Partial<Pick<Fields, Name>> {
  const kept: Partial<Pick<Fields, Name>> = {};
  for (const name of names) if (fields?.[name] !== undefined) kept[name] = fields[name];
  return kept;
}

/** Most pipeline runs have no CustomRun, and then nothing is kept. Of other runs, that their task has begun. */
function keepChildren(runs: readonly NamedRun[], others: readonly string[]): Pick<Status, "childReferences"> {
  if (runs.length === 0) return {};
  const begun = others.map((pipelineTaskName) => ({ pipelineTaskName }));
  return { childReferences: [...runs.map(referToCustomRun), ...begun] };
}

/**
 * Of the whole pipeline, what sets one of its custom tasks apart: that it is in `finally`, or an `onError` of its own. Most
 * have neither, and then nothing is kept.
 */
function keepPipeline(pipelineRun: PipelineRun, runs: readonly NamedRun[]): Pick<Status, "pipelineSpec"> {
  const asking = new Set(runs.map(({ task }) => task));
  const of = (section: Section): readonly PipelineTask[] =>
    listTasks(pipelineRun, section).filter(({ name }) => asking.has(name));
  const tasks = of("tasks").filter(({ onError }) => onError !== undefined);
  const last = of("finally");
  if (tasks.length === 0 && last.length === 0) return {};
  return { pipelineSpec: { tasks: tasks.map(keepTask), finally: last.map(keepTask) } };
}

function keepTask({ name, onError }: PipelineTask): PipelineTask {
  return onError === undefined ? { name } : { name, onError };
}

type Param = NonNullable<Spec["params"]>[number];

/** Without Tekton's webhook a parameter may be anything. */
function keepParam(param: Param | null): Param[] {
  return typeof param?.name === "string" ? [{ name: param.name, value: keepShallow(param.value) }] : [];
}

/** Why it stands so is read where an approval asks for it. */
function keepCondition(
  { type, status, reason, message }: Partial<Condition>,
  isAsking: boolean,
): Partial<Condition> {
  return {
    ...(type === undefined ? {} : { type }),
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined || !isAsking ? {} : { reason }),
    ...(message === undefined || !isAsking || status !== "Unknown" ? {} : { message }),
  };
}
