import { isJsonObject, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";
import type { Change } from "../storage/change.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { DEFINITIONS } from "./builtin-types.ts";
import { readCustomType } from "./custom-type.ts";
import { typeKey } from "./resource-type.ts";
import type { TypeRegistry } from "./type-registry.ts";

/** Serves what CustomResourceDefinitions define, from the moment they are stored until they are gone. */
export function serveDefinedTypes(store: ObjectStore, types: TypeRegistry): void {
  store.collection(DEFINITIONS).subscribe((change) => followDefinition(store, types, change));
}

function followDefinition(store: ObjectStore, types: TypeRegistry, { type, object }: Change): void {
  const defined = readCustomType(object.json);
  if (type === "DELETED") {
    store.drop(defined);
    types.remove(typeKey(defined));
  } else types.add(defined);
}

/** Fills in what the server sets on a definition: defaults of its names, and a status that says it is served. */
export function establishDefinition(definition: JsonObject, now: string): JsonObject {
  const spec = objectAt(definition, "spec");
  const names = objectAt(spec, "names");
  const kind = stringAt(names, "kind") ?? "";
  const acceptedNames = { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names };
  const condition = (type: string, reason: string, message: string): JsonObject => ({
    type,
    status: "True",
    lastTransitionTime: now,
    reason,
    message,
  });
  const stored = listAt(spec, "versions")
    .filter(isJsonObject)
    .filter((version) => version["storage"] === true)
    .map((version) => version["name"]);
  return {
    ...definition,
    spec: { conversion: { strategy: "None" }, ...spec, names: acceptedNames },
    status: {
      conditions: [
        condition("NamesAccepted", "NoConflicts", "no conflicts found"),
        condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
      ],
      acceptedNames,
      storedVersions: stored,
    },
  };
}
