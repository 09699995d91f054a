import type { Cause } from "../api-error.ts";
import { type JsonObject, listAt } from "../json-value.ts";

/** Finds what may not change in `metadata`: the UID, and finalizers of an object that is being deleted. */
export function validateUpdatedMetadata(metadata: JsonObject, old: JsonObject): Cause[] {
  const causes: Cause[] = [];
  if (metadata["uid"] !== old["uid"]) {
    const message = `Invalid value: ${JSON.stringify(metadata["uid"])}: field is immutable`;
    causes.push({ reason: "FieldValueInvalid", field: "metadata.uid", message });
  }
  if (old["deletionTimestamp"] === undefined) return causes;
  const before = listAt(old, "finalizers");
  const added = listAt(metadata, "finalizers").filter((finalizer) => !before.includes(finalizer));
  if (added.length > 0) {
    const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`;
    causes.push({ reason: "FieldValueForbidden", field: "metadata.finalizers", message });
  }
  return causes;
}
