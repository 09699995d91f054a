import type { Cause } from "../api-error.ts";
import { isJsonObject, type JsonObject, objectAt } from "../json-value.ts";
import { DEFINITIONS, NAMESPACES } from "../types/builtin-types.ts";
import {
  validateData,
  validateEvent,
  validateLease,
  validateNamespace,
} from "../types/builtin-validation.ts";
import { completeDefinition, establishDefinition } from "../types/definition-status.ts";
import { validateDefinition } from "../types/definition-validation.ts";
import { type ResourceType, typeKey } from "../types/resource-type.ts";

/** What the server does by itself with objects of one built-in type. */
interface TypeStrategy {
  /** Completes a new object. */
  readonly initialize: (object: JsonObject, now: string) => JsonObject;
  /** Completes an object on a change. */
  readonly complete: (object: JsonObject) => JsonObject;
  readonly validate: (object: JsonObject) => Cause[];
}

const PLAIN: TypeStrategy = {
  initialize: (object) => object,
  complete: (object) => object,
  validate: () => [],
};

const STRATEGIES: Readonly<Record<string, TypeStrategy>> = {
  [typeKey(NAMESPACES)]: { ...PLAIN, initialize: initializeNamespace, validate: validateNamespace },
  [typeKey(DEFINITIONS)]: {
    initialize: establishDefinition,
    complete: completeDefinition,
    validate: validateDefinition,
  },
  "secrets.": { initialize: encodeSecret, complete: encodeSecret, validate: validateData },
  "configmaps.": { ...PLAIN, validate: validateData },
  "events.": { ...PLAIN, validate: validateEvent },
  "leases.coordination.k8s.io": { ...PLAIN, validate: validateLease },
};

/** Fills in what the server sets itself on a new object. `now` is RFC 3339. */
export function initializeObject(type: ResourceType, object: JsonObject, now: string): JsonObject {
  return (STRATEGIES[typeKey(type)] ?? PLAIN).initialize(object, now);
}

/** Fills in what the server sets itself on a changed object. */
export function completeObject(type: ResourceType, object: JsonObject): JsonObject {
  return (STRATEGIES[typeKey(type)] ?? PLAIN).complete(object);
}

/** Finds what is wrong with an object beyond its schema. */
export function validateByType(type: ResourceType, object: JsonObject): Cause[] {
  return (STRATEGIES[typeKey(type)] ?? PLAIN).validate(object);
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
function encodeSecret(object: JsonObject): JsonObject {
  const { stringData, ...rest } = object;
  const plain = isJsonObject(stringData) ? Object.entries(stringData) : [];
  const encoded = plain.map(([key, value]) => [key, Buffer.from(String(value)).toString("base64")]);
  const data = { ...objectAt(object, "data"), ...Object.fromEntries(encoded) };
  return { ...rest, ...(Object.keys(data).length === 0 ? {} : { data }), type: object["type"] ?? "Opaque" };
}
