import { isJsonObject, type JsonObject, objectAt } from "../json-value.ts";
import { DEFINITIONS, NAMESPACES } from "../types/builtin-types.ts";
import { establishDefinition } from "../types/definition-status.ts";
import { type ResourceType, typeKey } from "../types/resource-type.ts";

/** What the server itself fills in, by type, when an object is created. */
const INITIALIZERS: Readonly<Record<string, (object: JsonObject, now: string) => JsonObject>> = {
  [typeKey(NAMESPACES)]: initializeNamespace,
  [typeKey(DEFINITIONS)]: establishDefinition,
  "secrets.": initializeSecret,
};

/** Fills in what the server sets itself on a new object of a built-in type. */
export function initializeObject(type: ResourceType, object: JsonObject, now: string): JsonObject {
  return INITIALIZERS[typeKey(type)]?.(object, now) ?? object;
}

function initializeNamespace(object: JsonObject): JsonObject {
  const metadata = objectAt(object, "metadata");
  const labels = { ...objectAt(metadata, "labels"), "kubernetes.io/metadata.name": metadata["name"] };
  return {
    ...object,
    metadata: { ...metadata, labels },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
}

/** `stringData` is written only; it is kept as base64 in `data` ("Secrets"). */
function initializeSecret(object: JsonObject): JsonObject {
  const { stringData, ...rest } = object;
  const plain = isJsonObject(stringData) ? Object.entries(stringData) : [];
  const encoded = plain.map(([key, value]) => [key, Buffer.from(String(value)).toString("base64")]);
  const data = { ...objectAt(object, "data"), ...Object.fromEntries(encoded) };
  return { ...rest, ...(Object.keys(data).length === 0 ? {} : { data }), type: object["type"] ?? "Opaque" };
}
