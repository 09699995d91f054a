import type { Clock } from "../../std/clock.ts";
import { formatTime } from "../../std/clock.ts";
import { alreadyExists, badRequest, invalid } from "../api-error.ts";
import { type AdmissionHook, admit } from "../admission.ts";
import { type JsonObject, objectAt, stringAt, without } from "../json-value.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { StoredObject } from "../storage/stored-object.ts";
import { conformObject } from "./conform-object.ts";
import { generateName, newUid } from "./object-identity.ts";
import { validateObject } from "./object-validation.ts";
import { requireOpenNamespace } from "./open-namespace.ts";
import { initializeObject } from "./type-strategy.ts";
import { kindSubjectOf, subjectOf, type WriteRequest, type WriteResult } from "./write-request.ts";

export interface WriterContext {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly admission: readonly AdmissionHook[];
}

const GENERATED_NAME_ATTEMPTS = 8;

/**
 * Creates an object: pruned, defaulted, admitted, validated, without a status when that is a subresource.
 * Throws 400, 403, 404 (namespace), 409 or 422.
 */
export function createObject(context: WriterContext, request: WriteRequest, body: JsonObject): WriteResult {
  requireOpenNamespace(context.store, request);
  const { json: shaped, warnings } = conformObject(body, request);
  const named = withNewIdentity(context, request, shaped);
  const admitted = admit(context.admission, {
    operation: "CREATE",
    resource: { group: request.type.group, version: request.version.name, plural: request.type.plural },
    object: named,
  });
  const { json } = conformObject(admitted, { ...request, fieldValidation: "Ignore" }, "keep");
  const now = formatTime(context.clock.now());
  const spec = request.version.statusSubresource ? without(json, "status") : json;
  const object = initializeObject(request.type, spec, now);
  const causes = validateObject(request.version, object);
  if (causes.length > 0) {
    throw invalid(kindSubjectOf(request, stringAt(objectAt(object, "metadata"), "name")), causes);
  }
  if (request.dryRun) return { object: new StoredObject(object, 0), created: true, warnings };
  return { object: context.store.put(request.type, object), created: true, warnings };
}

function withNewIdentity(context: WriterContext, request: WriteRequest, object: JsonObject): JsonObject {
  const { type, namespace } = request;
  const given = objectAt(object, "metadata");
  if (given["resourceVersion"] !== undefined && given["resourceVersion"] !== "") {
    throw badRequest("resourceVersion should not be set on objects to be created");
  }
  const asked = stringAt(given, "namespace") ?? "";
  if (type.namespaced && asked !== "" && asked !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  const metadata = {
    ...without(given, "namespace", "resourceVersion", "selfLink", "generation", "managedFields"),
    name: chooseName(context, request, given),
    ...(type.namespaced ? { namespace } : {}),
    uid: newUid(),
    creationTimestamp: formatTime(context.clock.now()),
    ...(type.countsGenerations ? { generation: 1 } : {}),
  };
  return { ...object, metadata: without(metadata, "deletionTimestamp", "deletionGracePeriodSeconds") };
}

/** The given name, or a generated one that is free; throws 409 when the name is taken. */
function chooseName({ store }: WriterContext, request: WriteRequest, metadata: JsonObject): string {
  const name = request.name ?? stringAt(metadata, "name") ?? "";
  const isTaken = (candidate: string): boolean =>
    store.get(request.type, request.namespace, candidate) !== undefined;
  if (name !== "") {
    if (isTaken(name)) throw alreadyExists(subjectOf(request, name));
    return name;
  }
  const base = stringAt(metadata, "generateName") ?? "";
  if (base === "") return "";
  for (let attempt = 0; attempt < GENERATED_NAME_ATTEMPTS; attempt += 1) {
    const candidate = generateName(base);
    if (!isTaken(candidate)) return candidate;
  }
  throw alreadyExists(subjectOf(request, base));
}
