import { isList, type Param } from "../objects/param-value.ts";
import { isMatrixed, type PipelineTask } from "../objects/pipeline.ts";

type Combination = ReadonlyMap<string, string>;

function textOf(param: Param): string {
  return typeof param.value === "string" ? param.value : JSON.stringify(param.value);
}

/** The first parameter varies fastest, as in Tekton. */
function combine(params: readonly Param[]): readonly Combination[] {
  return params.reduce<readonly Combination[]>(
    (combinations, { name, value }) => {
      const items = typeof value !== "string" && isList(value) ? value : [];
      return items.flatMap((item) => combinations.map((combination) => new Map(combination).set(name, item)));
    },
    [new Map()],
  );
}

/** True when nothing in the included contradicts the combination. */
function fits(combination: Combination, included: Combination): boolean {
  return [...included].every(([name, value]) => (combination.get(name) ?? value) === value);
}

/** True when no value of the included occurs in a combination, so that it is one of its own. */
function isNew(combinations: readonly Combination[], included: Combination): boolean {
  return [...included].every(([name, value]) =>
    combinations.every((combination) => combination.get(name) !== value),
  );
}

/**
 * The parameters of each run of a task, by name; one empty list for a task without a matrix. What `include` names is added
 * to the combinations it fits, or is a combination of its own.
 */
export function fanOut(task: PipelineTask): readonly (readonly Param[])[] {
  if (!isMatrixed(task)) return [[]];
  const { params = [], include = [] } = task.matrix ?? {};
  const included = include.map(
    (entry) => new Map((entry.params ?? []).map((param) => [param.name, textOf(param)])),
  );
  if (params.length === 0) return included.map(toParams);
  const combinations = combine(params).map((combination) =>
    included
      .filter((entry) => fits(combination, entry))
      .reduce<Combination>((whole, entry) => new Map([...whole, ...entry]), combination),
  );
  const added = included.filter((entry) => entry.size > 0 && isNew(combinations, entry));
  return [...combinations, ...added].map(toParams);
}

function toParams(combination: Combination): readonly Param[] {
  return [...combination].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ name, value }));
}
