import type { ObjectMeta } from "../../../src/kube/kube-api.ts";
import type { ChildReference, PipelineRun } from "../objects/pipeline-run.ts";
import type { PipelineTask } from "../objects/pipeline.ts";
import type { ChildRun } from "../pipeline/child-run.ts";
import type { PipelineWalk } from "../pipeline/pipeline-walk.ts";
import { replacementsOf } from "../variables/replacements.ts";
import { substituteText } from "../variables/substitute.ts";

const API_VERSIONS = { TaskRun: "tekton.dev/v1", CustomRun: "tekton.dev/v1beta1" } as const;

/** True of an object that Tekton finds by its labels and whose first owner is this PipelineRun (contract C27). */
export function isListedChild({ labels, ownerReferences }: ObjectMeta, run: PipelineRun): boolean {
  return (
    labels?.["tekton.dev/pipelineRun"] === run.metadata.name &&
    labels["tekton.dev/pipelineRunUID"] === run.metadata.uid &&
    ownerReferences?.[0]?.uid === run.metadata.uid
  );
}

/** The references there are, and one for each child that is missing among them; none is ever removed (contract C29). */
export function addMissingReferences(
  references: readonly ChildReference[],
  children: readonly { readonly kind: ChildRun["kind"]; readonly metadata: ObjectMeta }[],
): readonly ChildReference[] {
  const names = new Set(references.map(({ name }) => name));
  const missing = children
    .filter(({ metadata }) => !names.has(metadata.name))
    .map(({ kind, metadata }) => ({
      apiVersion: API_VERSIONS[kind],
      kind,
      name: metadata.name,
      pipelineTaskName: metadata.labels?.["tekton.dev/pipelineTask"] ?? "",
    }));
  return [...references, ...missing.toSorted((a, b) => (a.name < b.name ? -1 : 1))];
}

/** A reference for each run there is. */
export function listReferences(walk: PipelineWalk): readonly ChildReference[] {
  return walk.input.tasks.flatMap((state) => {
    const task = walk.resolve(state);
    return state.runs.map((run) => toReference(run, task));
  });
}

function toReference(run: ChildRun, task: PipelineTask): ChildReference {
  const displayName = displayNameOf(run, task);
  return {
    apiVersion: API_VERSIONS[run.kind],
    kind: run.kind,
    name: run.metadata.name,
    ...(displayName !== "" && { displayName }),
    pipelineTaskName: task.name,
    ...(task.when && { whenExpressions: task.when }),
  };
}

/** Contract C21: the names of the matrix's `include` that fit the run, else the task's, with the run's parameters put in. */
function displayNameOf({ params }: ChildRun, { displayName = "", matrix }: PipelineTask): string {
  const { texts } = replacementsOf("params", params);
  const fitting = (matrix?.include ?? []).filter((include) =>
    (include.params ?? []).every(({ name, value }) => texts.get(`params.${name}`) === value),
  );
  const names = fitting.flatMap(({ name = "" }) => (name === "" ? [] : [substituteText(name, texts)]));
  return names.length > 0 ? names.join(" ") : substituteText(displayName, texts);
}
