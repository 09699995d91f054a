import type { EmbeddedTask, PipelineSpec, PipelineTask } from "../objects/pipeline.ts";
import type { Param } from "../objects/param-value.ts";
import { mergeReplacements, replacementsOf, type Replacements } from "../variables/replacements.ts";
import { substituteDeep, substituteParams, substituteText, substituteWhen } from "../variables/substitute.ts";

/**
 * The pipeline with variables replaced in every place where Tekton looks for them: parameters, matrix, `when`, the name
 * of a `taskRef` (contract C6), `displayName`, `onError`, and embedded steps. The embedded spec of a custom task is
 * left as it is (contract C12).
 */
export function applyToPipeline(spec: PipelineSpec, replacements: Replacements): PipelineSpec {
  const apply = (task: PipelineTask): PipelineTask => applyToTask(task, replacements);
  return {
    ...spec,
    ...(spec.tasks && { tasks: spec.tasks.map(apply) }),
    ...(spec.finally && { finally: spec.finally.map(apply) }),
  };
}

/** One task with variables replaced, as in `applyToPipeline`. */
function applyToTask(task: PipelineTask, replacements: Replacements): PipelineTask {
  const text = (value: string): string => substituteText(value, replacements.texts);
  return {
    ...applyToInputs(task, replacements),
    ...(task.onError !== undefined && { onError: text(task.onError) }),
    ...(task.taskSpec && { taskSpec: applyToEmbedded(task.taskSpec, task.params ?? [], replacements) }),
  };
}

/** All but `onError` and embedded steps: where results and states of other tasks are put in. */
export function applyToInputs(task: PipelineTask, replacements: Replacements): PipelineTask {
  const text = (value: string): string => substituteText(value, replacements.texts);
  const { name } = task.taskRef ?? {};
  return {
    ...task,
    ...(task.params && { params: substituteParams(task.params, replacements) }),
    ...(task.matrix && { matrix: applyToMatrix(task.matrix, replacements) }),
    ...(task.when && { when: task.when.map((when) => substituteWhen(when, replacements)) }),
    ...(name !== undefined && { taskRef: { ...task.taskRef, name: text(name) } }),
    ...(task.displayName !== undefined && { displayName: text(task.displayName) }),
  };
}

function applyToMatrix(
  matrix: NonNullable<PipelineTask["matrix"]>,
  replacements: Replacements,
): NonNullable<PipelineTask["matrix"]> {
  return {
    ...(matrix.params && { params: substituteParams(matrix.params, replacements) }),
    ...(matrix.include && {
      include: matrix.include.map((include) => ({
        ...include,
        ...(include.params && { params: substituteParams(include.params, replacements) }),
      })),
    }),
  };
}

/** Steps alone. A parameter of the task hides the pipeline's of the same name. */
function applyToEmbedded(
  embedded: EmbeddedTask,
  params: readonly Param[],
  replacements: Replacements,
): EmbeddedTask {
  const declared = new Set(params.map(({ name }) => name));
  const scoped = mergeReplacements(replacements, hideOthers(params, replacements, declared));
  return applyToSteps(embedded, scoped);
}

/** The task's own values, but only for names that the pipeline has too: the TaskRun does the rest. */
function hideOthers(
  params: readonly Param[],
  replacements: Replacements,
  declared: ReadonlySet<string>,
): Replacements {
  const known = (name: string): boolean =>
    declared.has(name) &&
    [replacements.texts, replacements.lists, replacements.objects].some((map) => map.has(`params.${name}`));
  return replacementsOf(
    "params",
    substituteParams(
      params.filter(({ name }) => known(name)),
      replacements,
    ),
  );
}

/** A Task's steps and their template with variables replaced; its declarations stay. */
export function applyToSteps<T extends Pick<EmbeddedTask, "steps" | "stepTemplate">>(
  task: T,
  replacements: Replacements,
): T {
  return {
    ...task,
    ...(task.steps && { steps: substituteDeep(task.steps, replacements) }),
    ...(task.stepTemplate && { stepTemplate: substituteDeep(task.stepTemplate, replacements) }),
  };
}
