import type { Cause } from "../api-error.ts";
import { type JsonObject, listAt } from "../json-value.ts";

/** Finds what may not change in `metadata`: the UID, the time of deletion, and finalizers of an object that is being deleted. */
export function validateUpdatedMetadata(metadata: JsonObject, old: JsonObject): Cause[] {
  const causes: Cause[] = [];
  for (const key of ["uid", "deletionTimestamp", "deletionGracePeriodSeconds"]) {
    if (metadata[key] === old[key]) continue;
    const message = `Invalid value: ${JSON.stringify(metadata[key])}: field is immutable`;
    causes.push({ reason: "FieldValueInvalid", field: `metadata.${key}`, message });
  }
  if (old["deletionTimestamp"] === undefined) return causes;
  const before = listAt(old, "finalizers");
  const added = listAt(metadata, "finalizers").filter((finalizer) => !before.includes(finalizer));
  if (added.length > 0) {
    const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((name) => JSON.stringify(name)).join(", ")}}`;
    causes.push({ reason: "FieldValueForbidden", field: "metadata.finalizers", message });
  }
  return causes;
}
