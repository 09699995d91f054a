import { isJsonObject, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";
import { FieldSet } from "./field-set.ts";

/** One entry of `metadata.managedFields`. */
export interface ManagerEntry {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly subresource: string;
  /** When the set last changed. */
  readonly time: string;
  readonly fields: FieldSet;
}

/** What the server fills in itself; nobody owns it. */
const UNOWNED = FieldSet.parse({
  "f:apiVersion": {},
  "f:kind": {},
  "f:metadata": {
    ".": {},
    "f:name": {},
    "f:namespace": {},
    "f:creationTimestamp": {},
    "f:selfLink": {},
    "f:uid": {},
    "f:generation": {},
    "f:managedFields": {},
    "f:resourceVersion": {},
  },
});

/** The same manager does not count as the same when it writes in another way. */
export function isSameManager(left: ManagerEntry, right: ManagerEntry): boolean {
  return (
    left.manager === right.manager &&
    left.operation === right.operation &&
    left.subresource === right.subresource &&
    (left.operation === "Apply" || left.apiVersion === right.apiVersion)
  );
}

export function readManagers(object: JsonObject): readonly ManagerEntry[] {
  return listAt(objectAt(object, "metadata"), "managedFields")
    .filter(isJsonObject)
    .map((entry) => ({
      manager: stringAt(entry, "manager") ?? "",
      operation: entry["operation"] === "Apply" ? ("Apply" as const) : ("Update" as const),
      apiVersion: stringAt(entry, "apiVersion") ?? "",
      subresource: stringAt(entry, "subresource") ?? "",
      time: stringAt(entry, "time") ?? "",
      fields: FieldSet.parse(objectAt(entry, "fieldsV1")),
    }));
}

/** The object with these managers: without those that own nothing, appliers first, then by time and name. */
export function writeManagers(object: JsonObject, entries: readonly ManagerEntry[]): JsonObject {
  const managedFields = entries
    .filter(({ fields }) => !fields.isEmpty)
    .sort(compareEntries)
    .map(({ manager, operation, apiVersion, time, fields, subresource }) => ({
      manager,
      operation,
      apiVersion,
      time,
      fieldsType: "FieldsV1",
      fieldsV1: fields.toJson(),
      ...(subresource === "" ? {} : { subresource }),
    }));
  const { managedFields: _old, ...metadata } = objectAt(object, "metadata");
  return { ...object, metadata: managedFields.length === 0 ? metadata : { ...metadata, managedFields } };
}

function compareEntries(left: ManagerEntry, right: ManagerEntry): number {
  const keys = (entry: ManagerEntry): string =>
    [entry.operation, entry.time, entry.manager, entry.apiVersion, entry.subresource].join("\n");
  return keys(left) < keys(right) ? -1 : 1;
}

/** Takes out what nobody can own. */
export function ownable(fields: FieldSet): FieldSet {
  return fields.difference(UNOWNED);
}
