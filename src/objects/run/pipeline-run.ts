import { type Condition, listConditions } from "../condition.ts";
import type { ObjectMeta } from "../../kube/kube-api.ts";
import { readShownNames } from "../../std/mask.ts";
import { CUSTOM_RUN } from "./custom-run.ts";

/** `tekton.dev/v1 PipelineRun`, as far as the product reads it; it never writes one. */
export interface PipelineRun {
  readonly apiVersion: "tekton.dev/v1";
  readonly kind: "PipelineRun";
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly pipelineRef?: { readonly name?: string };
    readonly params?: readonly { readonly name: string; readonly value?: unknown }[];
    /** What somebody asks of it: `Cancelled`, `CancelledRunFinally`, `StoppedRunFinally`. */
    readonly status?: string;
    /** Go durations. */
    readonly timeouts?: { readonly pipeline?: string; readonly tasks?: string; readonly finally?: string };
  };
  readonly status?: {
    readonly conditions?: readonly Partial<Condition>[];
    readonly startTime?: string;
    /** When the first of its finally tasks began; absent before. */
    readonly finallyStartTime?: string;
    readonly completionTime?: string;
    /** The pipeline as Tekton runs it. */
    readonly pipelineSpec?: Partial<Readonly<Record<Section, readonly PipelineTask[]>>>;
    /** The runs that Tekton goes by; empty until the first is made. */
    readonly childReferences?: readonly ChildReference[];
  };
}

/** The two parts of a pipeline: what is in `finally` begins when all tasks have ended. */
export type Section = "tasks" | "finally";

export interface PipelineTask {
  readonly name: string;
  /** `continue`: its failure is passed over. `stopAndFail` when absent. */
  readonly onError?: string;
}

export interface ChildReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly pipelineTaskName?: string;
}

/** A CustomRun that a PipelineRun names as its own. */
export interface NamedRun {
  readonly name: string;
  /** Name of the pipeline task; several runs of one are a matrix. */
  readonly task?: string;
}

/**
 * Which of its parameters are shown although they look like secrets: names, separated by commas. On a Pipeline too: Tekton
 * copies a Pipeline's annotations to its PipelineRuns, where the PipelineRun has no such one of its own.
 */
export const SHOW_PARAMS = "countersign.dev/show-params";

/** Names of parameters whose values are shown, whatever they look like. */
export function listShownParams({ metadata }: Pick<PipelineRun, "metadata">): ReadonlySet<string> {
  return readShownNames(metadata.annotations?.[SHOW_PARAMS] ?? "");
}

/** True when its `Succeeded` condition is `True` or `False`: nobody will ever cancel its runs any more (contract C56). */
export function isFinished(pipelineRun: PipelineRun): boolean {
  const succeeded = listConditions(pipelineRun.status).find(({ type }) => type === "Succeeded");
  return succeeded?.status === "True" || succeeded?.status === "False";
}

/** True when Tekton ended it because its time was up, and not one of its tasks alone (contract C45). */
export function isTimedOut({ status }: PipelineRun): boolean {
  const succeeded = listConditions(status).find(({ type }) => type === "Succeeded");
  return succeeded?.status === "False" && succeeded.reason === "PipelineRunTimeout";
}

/**
 * The CustomRuns that the PipelineRun itself names as its own: what an owner reference says, anybody may have written.
 * None while Tekton waits before the first task. It lists then what claims to belong to the PipelineRun by owner and
 * labels, and makes no run itself.
 */
export function listCustomRuns({ status }: PipelineRun): readonly NamedRun[] {
  const succeeded = listConditions(status).find(({ type }) => type === "Succeeded");
  const children: unknown = status?.childReferences;
  if (isBeforeFirstTask(succeeded?.reason) || !Array.isArray(children)) return [];
  return children.flatMap((child: ChildReference | null) => {
    const { apiVersion, kind, name, pipelineTaskName } = child ?? {};
    const isCustomRun = apiVersion === CUSTOM_RUN.apiVersion && kind === CUSTOM_RUN.kind;
    if (!isCustomRun || typeof name !== "string") return [];
    return [typeof pipelineTaskName === "string" ? { name, task: pipelineTaskName } : { name }];
  });
}

/** The tasks that have runs of another kind, each once. */
export function listOtherTasks({ status }: PipelineRun): readonly string[] {
  const children: unknown = status?.childReferences;
  if (!Array.isArray(children)) return [];
  const names = children.flatMap((child: ChildReference | null) => {
    const { kind, pipelineTaskName } = child ?? {};
    return kind === CUSTOM_RUN.kind || typeof pipelineTaskName !== "string" ? [] : [pipelineTaskName];
  });
  return [...new Set(names)];
}

/** How a PipelineRun names a CustomRun of its own. */
export function referToCustomRun({ name, task }: NamedRun): ChildReference {
  return { ...CUSTOM_RUN, name, ...(task === undefined ? {} : { pipelineTaskName: task }) };
}

/** Its tasks of one part, as far as they can be read. */
export function listTasks({ status }: PipelineRun, section: Section): readonly PipelineTask[] {
  const tasks: unknown = status?.pipelineSpec?.[section];
  if (!Array.isArray(tasks)) return [];
  return tasks.filter((task: PipelineTask | null) => typeof task?.name === "string");
}

/** In which part of the pipeline this task is: Tekton lets no two of one pipeline have the same name. */
export function sectionOf(pipelineRun: PipelineRun, task: string | undefined): Section {
  return listTasks(pipelineRun, "finally").some(({ name }) => name === task) ? "finally" : "tasks";
}

/** Reasons of a PipelineRun that nobody has let go yet, and of one whose pipeline or tasks are being fetched. */
function isBeforeFirstTask(reason: unknown): boolean {
  return typeof reason === "string" && (reason === "PipelineRunPending" || reason.startsWith("Resolving"));
}
