import { admit } from "../admission.ts";
import { badRequest, conflict, invalid, notFound } from "../api-error.ts";
import { equalsJson, type JsonObject, listAt, objectAt, stringAt, without } from "../json-value.ts";
import { StoredObject } from "../storage/stored-object.ts";
import { holdsContent } from "../types/builtin-types.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import { conformObject } from "./conform-object.ts";
import { validateObject } from "./object-validation.ts";
import type { WriterContext } from "./object-creation.ts";
import { validateUpdatedMetadata } from "./update-validation.ts";
import { kindSubjectOf, subjectOf, type WriteRequest, type WriteResult } from "./write-request.ts";

/** Makes the object to store from the one that is stored, as served in the request's version. */
export type Proposal = (current: JsonObject) => JsonObject;

interface UpdateRequest extends WriteRequest {
  readonly name: string;
}

/**
 * Replaces an object by `put`'s body: its resourceVersion and UID must be those stored.
 * Throws 400, 404, 409, or 422 when a custom object brings no resourceVersion (contract C38d).
 */
export function replaceObject(context: WriterContext, request: UpdateRequest, body: JsonObject): WriteResult {
  const metadata = objectAt(body, "metadata");
  const current = requireObject(context, request);
  const uid = stringAt(metadata, "uid") ?? "";
  if (uid !== "" && uid !== current.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.uid}`;
    throw conflict(subjectOf(request, request.name), why);
  }
  if (request.type.custom && (stringAt(metadata, "resourceVersion") ?? "") === "") {
    throw invalid(kindSubjectOf(request, request.name), [
      {
        reason: "FieldValueInvalid",
        field: "metadata.resourceVersion",
        message: "Invalid value: 0: must be specified for an update",
      },
    ]);
  }
  return updateObject(context, request, () => body);
}

/** Stores what `propose` makes of the present object. A proposal that changes nothing writes nothing. */
export function updateObject(context: WriterContext, request: UpdateRequest, propose: Proposal): WriteResult {
  const current = requireObject(context, request);
  const old = current.inVersion(apiVersionOf(request.type.group, request.version.name));
  const { json: proposed, warnings } = conformObject(propose(old), request);
  checkIdentity(request, current, proposed);
  const merged = mergeOnto(old, proposed, request);
  const admitted = admit(context.admission, {
    operation: "UPDATE",
    resource: { group: request.type.group, version: request.version.name, plural: request.type.plural },
    ...(request.subresource === undefined ? {} : { subresource: request.subresource }),
    object: merged,
    oldObject: old,
  });
  const { json: conformed } = conformObject(admitted, { ...request, fieldValidation: "Ignore" }, "keep");
  const object = countGeneration(old, conformed, request);
  const causes = [
    ...validateUpdatedMetadata(objectAt(object, "metadata"), current.metadata),
    ...validateObject(request.version, object, old),
  ];
  if (causes.length > 0) throw invalid(kindSubjectOf(request, request.name), causes);
  return { object: store(context, request, current, object), created: false, warnings };
}

/** The stored object; throws 404 when there is none. */
export function requireObject({ store }: WriterContext, request: UpdateRequest): StoredObject {
  const current = store.get(request.type, request.namespace, request.name);
  if (current === undefined) throw notFound(subjectOf(request, request.name));
  return current;
}

function checkIdentity(request: UpdateRequest, current: StoredObject, proposed: JsonObject): void {
  const metadata = objectAt(proposed, "metadata");
  const name = stringAt(metadata, "name") ?? "";
  if (name !== "" && name !== request.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${request.name})`);
  }
  const namespace = stringAt(metadata, "namespace") ?? "";
  if (namespace !== "" && namespace !== request.namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  const version = stringAt(metadata, "resourceVersion") ?? "";
  if (version !== "" && version !== String(current.revision))
    throw conflict(subjectOf(request, request.name));
}

/** Takes from the proposal what the endpoint may change, and the rest from the present object. */
function mergeOnto(old: JsonObject, proposed: JsonObject, request: UpdateRequest): JsonObject {
  if (request.subresource === "status") {
    const { status } = proposed;
    return status === undefined ? without(old, "status") : { ...old, status };
  }
  const oldMetadata = objectAt(old, "metadata");
  const metadata = { ...objectAt(proposed, "metadata"), ...systemMetadata(oldMetadata) };
  const rest = request.version.statusSubresource ? without(proposed, "status") : proposed;
  const kept = request.version.statusSubresource && "status" in old ? { status: old["status"] } : {};
  const uid = stringAt(objectAt(proposed, "metadata"), "uid") ?? oldMetadata["uid"];
  return { ...rest, metadata: { ...metadata, uid }, ...kept };
}

/** The metadata that only the server sets. */
function systemMetadata(old: JsonObject): JsonObject {
  const keys = ["name", "namespace", "resourceVersion", "creationTimestamp", "generation"];
  const deletion = ["deletionTimestamp", "deletionGracePeriodSeconds"];
  return Object.fromEntries([...keys, ...deletion].filter((key) => key in old).map((key) => [key, old[key]]));
}

/** `metadata.generation` rises when anything but metadata and a separate status changes. */
function countGeneration(old: JsonObject, object: JsonObject, { type, version }: WriteRequest): JsonObject {
  if (!type.countsGenerations) return object;
  const ignored = version.statusSubresource ? ["metadata", "status"] : ["metadata"];
  if (equalsJson(without(old, ...ignored), without(object, ...ignored))) return object;
  const metadata = objectAt(object, "metadata");
  return { ...object, metadata: { ...metadata, generation: Number(metadata["generation"] ?? 0) + 1 } };
}

function store(
  context: WriterContext,
  request: UpdateRequest,
  current: StoredObject,
  object: JsonObject,
): StoredObject {
  if (equalsJson(object, current.inVersion(String(object["apiVersion"])))) return current;
  if (request.dryRun) return new StoredObject(object, current.revision);
  const metadata = objectAt(object, "metadata");
  const isReleased =
    metadata["deletionTimestamp"] !== undefined &&
    listAt(metadata, "finalizers").length === 0 &&
    !holdsContent(request.type);
  if (!isReleased) return context.store.put(request.type, object);
  const removed = context.store.remove(request.type, current);
  return new StoredObject(object, removed.revision);
}
