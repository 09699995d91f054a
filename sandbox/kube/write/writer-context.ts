import { type Clock, formatTime } from "../../../src/std/clock.ts";
import type { AdmissionHook, AdmissionRequest } from "../admission.ts";
import type { TrackedWrite } from "../apply/track-fields.ts";
import type { JsonObject } from "../json-value.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import type { WriteRequest } from "./write-request.ts";

/** What every write works with. */
export interface WriterContext {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly admission: readonly AdmissionHook[];
}

/** Describes a write for `metadata.managedFields`. */
export function trackedWrite({ clock }: WriterContext, request: WriteRequest): TrackedWrite {
  const { type, version, manager, subresource = "" } = request;
  return {
    manager,
    apiVersion: apiVersionOf(type.group, version.name),
    subresource,
    now: formatTime(clock.now()),
    schema: version.schema,
  };
}

/** Describes a write for admission; `oldObject` is absent when the object is new. */
export function admissionRequest(
  { type, version, subresource }: WriteRequest,
  object: JsonObject,
  oldObject?: JsonObject,
): AdmissionRequest {
  return {
    operation: oldObject === undefined ? "CREATE" : "UPDATE",
    resource: { group: type.group, version: version.name, plural: type.plural },
    ...(subresource === undefined ? {} : { subresource }),
    object,
    ...(oldObject === undefined ? {} : { oldObject }),
  };
}
