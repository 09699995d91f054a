import type { StoredObject } from "../storage/stored-object.ts";
import type { ServedVersion } from "../types/resource-type.ts";
import { parseFieldSelector } from "./field-selector.ts";
import { parseLabelSelector } from "./label-selector.ts";

/** Which objects of a collection a list or a watch is about. */
export interface ObjectSelection {
  readonly namespace: string | undefined;
  matches(object: StoredObject): boolean;
}

/** Reads namespace and selectors of a request; throws 400 for a selector that cannot be read. */
export function selectObjects(
  version: ServedVersion,
  namespace: string | undefined,
  query: URLSearchParams,
): ObjectSelection {
  const matchesLabels = parseLabelSelector(query.get("labelSelector") ?? "");
  const matchesFields = parseFieldSelector(query.get("fieldSelector") ?? "", version.selectableFields);
  return {
    namespace,
    matches: (object) =>
      (namespace === undefined || object.namespace === namespace) &&
      matchesLabels(object.labels) &&
      matchesFields(object.json),
  };
}
