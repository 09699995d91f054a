import { type JsonObject, listAt, objectAt } from "../json-value.ts";
import type { Schema } from "../schema/schema.ts";
import { compareFields } from "./compare-fields.ts";
import { rootSchema } from "./field-children.ts";
import { isSameManager, type ManagerEntry, ownable, readManagers, writeManagers } from "./field-managers.ts";
import { FieldSet } from "./field-set.ts";

export interface TrackedWrite {
  readonly manager: string;
  readonly apiVersion: string;
  readonly subresource: string;
  /** RFC 3339. */
  readonly now: string;
  readonly schema: Schema;
}

/**
 * Keeps `metadata.managedFields` when an object is created, updated or patched: the writer owns what it changed, and
 * takes it from those who owned it. `before` is absent for a new object.
 */
export function trackUpdate(
  before: JsonObject | undefined,
  after: JsonObject,
  write: TrackedWrite,
): JsonObject {
  const entries = isReset(after) ? [] : readManagers(before ?? {});
  const { set, removed } = compareFields(before ?? {}, after, rootSchema(write.schema));
  const self: ManagerEntry = { ...write, operation: "Update", time: write.now, fields: ownable(set) };
  const previous = entries.find((entry) => isSameManager(entry, self));
  const others = entries
    .filter((entry) => entry !== previous)
    .map((entry) => ({ ...entry, fields: entry.fields.difference(set).difference(removed) }));
  const owned = (previous?.fields ?? FieldSet.empty).difference(removed).union(self.fields);
  return writeManagers(after, [...others, renew(previous, { ...self, fields: owned })]);
}

/** The time of an entry changes only when its fields do. */
export function renew(previous: ManagerEntry | undefined, entry: ManagerEntry): ManagerEntry {
  return previous?.fields.equals(entry.fields) === true ? previous : entry;
}

/** A single empty entry asks for the managers to be forgotten ("Clearing managedFields"). */
function isReset(object: JsonObject): boolean {
  const entries = listAt(objectAt(object, "metadata"), "managedFields");
  return entries.length === 1 && Object.keys(Object(entries[0])).length === 0;
}
