import { formatTime } from "../../../src/std/clock.ts";
import { admit } from "../admission.ts";
import { alreadyExists, badRequest, internalError, invalid } from "../api-error.ts";
import { trackUpdate } from "../apply/track-fields.ts";
import { type JsonObject, objectAt, stringAt, without } from "../json-value.ts";
import { StoredObject } from "../storage/stored-object.ts";
import { conformObject } from "./conform-object.ts";
import { generateName, newUid } from "./object-identity.ts";
import { warnOfMetadata } from "./metadata-validation.ts";
import { validateObject } from "./object-validation.ts";
import { requireOpenNamespace } from "./open-namespace.ts";
import { checkSize } from "./size-limit.ts";
import { initializeObject } from "./type-strategy.ts";
import {
  kindSubjectOf,
  subjectOf,
  type Workflow,
  type WriteRequest,
  type WriteResult,
} from "./write-request.ts";
import { admissionRequest, trackedWrite, type WriterContext } from "./writer-context.ts";

const GENERATED_NAME_ATTEMPTS = 8;

/** Set by the server alone, so dropped from a new object. */
const SYSTEM_METADATA = [
  "namespace",
  "resourceVersion",
  "selfLink",
  "generation",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
];

/**
 * Creates an object: pruned, defaulted, admitted, validated, without a status when that is a subresource.
 * Throws 400, 403, 404 (namespace), 409 or 422.
 */
export function createObject(
  context: WriterContext,
  request: WriteRequest,
  body: JsonObject,
  workflow: Workflow = "Update",
): WriteResult {
  requireOpenNamespace(context.store, request);
  const { json: shaped, warnings } = conformObject(body, request);
  const named = withNewIdentity(context, request, shaped);
  const admitted = admit(context.admission, admissionRequest(request, named));
  const { json } = conformObject(admitted, { ...request, fieldValidation: "Ignore" }, "keep");
  const spec = request.version.statusSubresource ? without(json, "status") : json;
  const initialized = initializeObject(request.type, spec, formatTime(context.clock.now()));
  const object =
    workflow === "Apply" ? initialized : trackUpdate(undefined, initialized, trackedWrite(context, request));
  const causes = validateObject(request, object);
  if (causes.length > 0) {
    throw invalid(kindSubjectOf(request, stringAt(objectAt(object, "metadata"), "name")), causes);
  }
  const name = stringAt(objectAt(object, "metadata"), "name") ?? "";
  if (isTaken(context, request, name)) throw alreadyExists(subjectOf(request, name));
  if (!request.dryRun) checkSize(object);
  const stored = request.dryRun ? new StoredObject(object, 0) : context.store.put(request.type, object);
  return {
    object: stored,
    created: true,
    warnings: [...warnings, ...warnOfMetadata(objectAt(object, "metadata"))],
  };
}

function withNewIdentity(context: WriterContext, request: WriteRequest, object: JsonObject): JsonObject {
  const { type, namespace } = request;
  const given = objectAt(object, "metadata");
  if (given["resourceVersion"] !== undefined && given["resourceVersion"] !== "") {
    throw internalError("resourceVersion should not be set on objects to be created");
  }
  const asked = stringAt(given, "namespace") ?? "";
  if (type.namespaced && asked !== "" && asked !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  const metadata = {
    ...without(given, ...SYSTEM_METADATA),
    name: chooseName(context, request, given),
    ...(type.namespaced ? { namespace } : {}),
    uid: newUid(),
    creationTimestamp: formatTime(context.clock.now()),
    ...(type.countsGenerations ? { generation: 1 } : {}),
  };
  return { ...object, metadata };
}

/** The given name, or a generated one, if possible one that is free. */
function chooseName(context: WriterContext, request: WriteRequest, metadata: JsonObject): string {
  const name = request.name ?? stringAt(metadata, "name") ?? "";
  const base = stringAt(metadata, "generateName") ?? "";
  if (name !== "" || base === "") return name;
  let candidate = generateName(base);
  for (
    let attempt = 1;
    attempt < GENERATED_NAME_ATTEMPTS && isTaken(context, request, candidate);
    attempt += 1
  ) {
    candidate = generateName(base);
  }
  return candidate;
}

function isTaken({ store }: WriterContext, request: WriteRequest, name: string): boolean {
  return store.get(request.type, request.namespace, name) !== undefined;
}
