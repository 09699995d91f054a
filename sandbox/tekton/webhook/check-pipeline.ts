import type { PipelineSpec } from "../objects/pipeline.ts";
import { buildGraph } from "../pipeline/task-graph.ts";
import { checkDeclaredParams, checkUnique } from "./check-params.ts";
import { checkPipelineTask } from "./check-pipeline-task.ts";
import {
  checkDagVariables,
  checkFinallyVariables,
  checkParamUsage,
  checkResults,
} from "./check-variables.ts";
import { checkEach, type Problem } from "./problem.ts";

/** A pipeline as it is written inline in a PipelineRun. */
export function checkPipelineSpec(spec: PipelineSpec, path: string): readonly Problem[] {
  const tasks = spec.tasks ?? [];
  const last = spec.finally ?? [];
  const problems = [
    ...(tasks.length === 0
      ? [{ path: `${path}.tasks`, message: "is missing: a pipeline needs a task" }]
      : []),
    ...checkEach(tasks, `${path}.tasks`, checkPipelineTask),
    ...checkEach(last, `${path}.finally`, checkPipelineTask),
    ...checkUnique(
      [...tasks, ...last].map(({ name }) => name),
      `${path}.tasks and finally`,
      "task",
    ),
    ...checkDeclaredParams(spec.params, `${path}.params`),
    ...checkEach(last, `${path}.finally`, ({ runAfter }, taskPath) =>
      runAfter === undefined || runAfter.length === 0
        ? []
        : [{ path: `${taskPath}.runAfter`, message: "is not allowed: finally tasks start together" }],
    ),
  ];
  return problems.length > 0 ? problems : checkWhole(spec, path);
}

/** What only makes sense to check when every task by itself is right. */
function checkWhole(spec: PipelineSpec, path: string): readonly Problem[] {
  const graph = buildGraph(spec.tasks ?? []);
  return [
    ...(graph.ok ? [] : [{ path: `${path}.tasks`, message: graph.error }]),
    ...checkDagVariables(spec, path),
    ...checkFinallyVariables(spec, path),
    ...checkResults(spec, path),
  ];
}

/** A Pipeline of its own, which also declares every parameter it uses. */
export function checkPipeline(spec: PipelineSpec, path: string): readonly Problem[] {
  return [...checkPipelineSpec(spec, path), ...checkParamUsage(spec, path)];
}
