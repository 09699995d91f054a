import type { KubeObject, Resource } from "./kube-api.ts";

/** Items of a list of built-in objects come without their kind: the list has it. */
export function nameKind<T extends KubeObject>(items: readonly T[], resource: Resource): readonly T[] {
  const { group, version, kind } = resource;
  const apiVersion = group === "" ? version : `${group}/${version}`;
  return items.map((item) => (item.kind === undefined ? { ...item, apiVersion, kind } : item));
}
