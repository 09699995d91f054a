import { isJsonObject, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";

/** Holds a definition that is being deleted until its objects are gone. */
export const INSTANCES_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

/** Fills in what the server sets on a new definition: defaults of its names, and a status that says it is served. */
export function establishDefinition(definition: JsonObject, now: string): JsonObject {
  const completed = completeDefinition(definition);
  const condition = (type: string, reason: string, message: string): JsonObject => ({
    type,
    status: "True",
    lastTransitionTime: now,
    reason,
    message,
  });
  return {
    ...completed,
    status: {
      conditions: [
        condition("NamesAccepted", "NoConflicts", "no conflicts found"),
        condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
      ],
      acceptedNames: objectAt(objectAt(completed, "spec"), "names"),
      storedVersions: listAt(objectAt(completed, "spec"), "versions")
        .filter(isJsonObject)
        .filter((version) => version["storage"] === true)
        .map((version) => version["name"]),
    },
  };
}

/** Fills in the defaults of a definition's spec, on creation and on every change. */
export function completeDefinition(definition: JsonObject): JsonObject {
  const spec = objectAt(definition, "spec");
  const names = objectAt(spec, "names");
  const kind = stringAt(names, "kind") ?? "";
  return {
    ...definition,
    spec: {
      conversion: { strategy: "None" },
      ...spec,
      names: { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names },
    },
  };
}
