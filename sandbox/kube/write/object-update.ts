import { admit } from "../admission.ts";
import { badRequest, conflict, internalError, invalid, notFound } from "../api-error.ts";
import { trackUpdate } from "../apply/track-fields.ts";
import { equalsJson, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";
import { StoredObject } from "../storage/stored-object.ts";
import { holdsContent } from "../types/builtin-types.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import { conformObject } from "./conform-object.ts";
import { countGeneration, mergeProposal } from "./merge-proposal.ts";
import { validateObject } from "./object-validation.ts";
import { checkSize } from "./size-limit.ts";
import { completeObject } from "./type-strategy.ts";
import { validateUpdatedMetadata } from "./update-validation.ts";
import {
  kindSubjectOf,
  type ObjectRequest,
  subjectOf,
  type Workflow,
  type WriteResult,
} from "./write-request.ts";
import { admissionRequest, trackedWrite, type WriterContext } from "./writer-context.ts";

/** Makes the object to store from the one that is stored, as served in the request's version. */
export type Proposal = (current: JsonObject) => JsonObject;

/**
 * Replaces an object by the body of a PUT: its resourceVersion and UID must be those stored.
 * Throws 400, 404, 409, or 422 when an object of most types brings no resourceVersion (contract C38d).
 */
export function replaceObject(context: WriterContext, request: ObjectRequest, body: JsonObject): WriteResult {
  const metadata = objectAt(body, "metadata");
  const current = requireObject(context, request);
  const uid = stringAt(metadata, "uid") ?? "";
  if (uid !== "" && uid !== current.uid) {
    throw conflict(subjectOf(request, request.name), explainOtherUid(request, uid, current.uid));
  }
  if (!request.type.unconditionalUpdates && (stringAt(metadata, "resourceVersion") ?? "") === "") {
    const field = "metadata.resourceVersion";
    const message = "Invalid value: 0: must be specified for an update";
    throw invalid(subjectOf(request, request.name), [{ reason: "FieldValueInvalid", field, message }]);
  }
  return updateObject(context, request, () => body);
}

/** In the API server's words, which name the key in etcd. */
function explainOtherUid({ type, namespace, name }: ObjectRequest, given: string, stored: string): string {
  const key = ["/registry", type.group, type.plural, namespace, name].filter((part) => part !== "").join("/");
  const why = `Precondition failed: UID in precondition: ${given}, UID in object meta: ${stored}`;
  return `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`;
}

/** Stores what `propose` makes of the present object. A proposal that changes nothing writes nothing. */
export function updateObject(
  context: WriterContext,
  request: ObjectRequest,
  propose: Proposal,
  workflow: Workflow = "Update",
): WriteResult {
  const current = requireObject(context, request);
  const old = current.inVersion(apiVersionOf(request.type.group, request.version.name));
  const { json: proposed, warnings } = conformObject(propose(old), request);
  checkIdentity(request, current, proposed);
  const merged = mergeProposal(old, proposed, request);
  const admitted = admit(context.admission, admissionRequest(request, merged, old));
  const { json: conformed } = conformObject(admitted, { ...request, fieldValidation: "Ignore" }, "keep");
  const counted = countGeneration(old, completeObject(request.type, conformed), request);
  const object = workflow === "Apply" ? counted : trackUpdate(old, counted, trackedWrite(context, request));
  const causes = [
    ...validateUpdatedMetadata(objectAt(object, "metadata"), current.metadata),
    ...validateObject(request, object, old),
  ];
  if (causes.length > 0) throw invalid(kindSubjectOf(request, request.name), causes);
  return { object: store(context, request, current, object), created: false, warnings };
}

/** The stored object; throws 404 when there is none. */
export function requireObject({ store }: WriterContext, request: ObjectRequest): StoredObject {
  const current = store.get(request.type, request.namespace, request.name);
  if (current === undefined) throw notFound(subjectOf(request, request.name));
  return current;
}

function checkIdentity(request: ObjectRequest, current: StoredObject, proposed: JsonObject): void {
  const metadata = objectAt(proposed, "metadata");
  const name = stringAt(metadata, "name") ?? "";
  if (name !== "" && name !== request.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${request.name})`);
  }
  const namespace = stringAt(metadata, "namespace") ?? "";
  if (request.type.namespaced && namespace !== "" && namespace !== request.namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  const version = stringAt(metadata, "resourceVersion") ?? "";
  if (!/^\d*$/u.test(version))
    throw internalError(`strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`);
  if (version !== "" && version !== String(current.revision)) {
    throw conflict(subjectOf(request, request.name));
  }
}

function store(
  context: WriterContext,
  request: ObjectRequest,
  current: StoredObject,
  object: JsonObject,
): StoredObject {
  if (equalsJson(object, current.inVersion(String(object["apiVersion"])))) return current;
  if (request.dryRun) return new StoredObject(object, current.revision);
  checkSize(object);
  const metadata = objectAt(object, "metadata");
  const isReleased =
    metadata["deletionTimestamp"] !== undefined &&
    listAt(metadata, "finalizers").length === 0 &&
    !holdsContent(request.type);
  if (!isReleased) return context.store.put(request.type, object);
  const removed = context.store.remove(request.type, current);
  return new StoredObject(object, removed.revision);
}
