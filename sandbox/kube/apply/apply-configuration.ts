import { ApiError } from "../api-error.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";
import { compareFields } from "./compare-fields.ts";
import { rootSchema } from "./field-children.ts";
import { isSameManager, type ManagerEntry, ownable, readManagers, writeManagers } from "./field-managers.ts";
import { FieldSet } from "./field-set.ts";
import { mergeObjects, removeAbandoned } from "./merge-configuration.ts";
import { fieldsOf } from "./owned-fields.ts";
import { renew, type TrackedWrite } from "./track-fields.ts";

interface Application extends TrackedWrite {
  /** Takes fields from others instead of refusing. */
  readonly force: boolean;
  /** What the endpoint may change: the status alone, all but the status, or all. */
  readonly scope: "status" | "allButStatus" | "all";
}

/**
 * Applies a configuration ("Server-Side Apply"): merges it into the live object, takes out what its manager no longer
 * mentions and nobody else owns. Throws 409 when it changes what others own, unless forced.
 */
export function applyConfiguration(
  live: JsonObject,
  configuration: JsonObject,
  application: Application,
): JsonObject {
  const schema = rootSchema(application.schema);
  const claimed = limit(ownable(fieldsOf(configuration, schema)), application.scope);
  const self: ManagerEntry = { ...application, operation: "Apply", time: application.now, fields: claimed };
  const entries = readManagers(live);
  const previous = entries.find((entry) => isSameManager(entry, self));
  const others = entries.filter((entry) => entry !== previous);
  const kept = others.reduce((all, { fields }) => all.union(fields), claimed);
  const merged = mergeObjects(live, configuration, schema);
  const pruned = removeAbandoned(merged, schema, previous?.fields ?? FieldSet.empty, kept);
  const result = isJsonObject(pruned) ? pruned : merged;
  const { set, removed } = compareFields(live, result, schema);
  const changed = limit(ownable(set), application.scope);
  if (!application.force) refuseConflicts(others, changed);
  const left = others.map((entry) => ({
    ...entry,
    fields: entry.fields.difference(changed).difference(removed),
  }));
  return writeManagers(result, [...left, renew(previous, self)]);
}

function limit(fields: FieldSet, scope: Application["scope"]): FieldSet {
  switch (scope) {
    case "status":
      return fields.onlyField("status");
    case "allButStatus":
      return fields.withoutField("status");
    case "all":
      return fields;
  }
}

function refuseConflicts(others: readonly ManagerEntry[], changed: FieldSet): void {
  const conflicts = others
    .map((entry) => ({ entry, paths: [...entry.fields.intersection(changed).paths()] }))
    .filter(({ paths }) => paths.length > 0);
  if (conflicts.length === 0) return;
  const count = conflicts.reduce((sum, { paths }) => sum + paths.length, 0);
  throw new ApiError({
    code: 409,
    reason: "Conflict",
    message: `Apply failed with ${count === 1 ? "1 conflict" : `${count} conflicts`}: ${describe(conflicts, count)}`,
    details: {
      causes: conflicts.flatMap(({ entry, paths }) =>
        paths.map((field) => ({
          reason: "FieldManagerConflict",
          message: `conflict with ${showManager(entry)}`,
          field,
        })),
      ),
    },
  });
}

interface ManagerConflict {
  readonly entry: ManagerEntry;
  readonly paths: readonly string[];
}

function describe(conflicts: readonly ManagerConflict[], count: number): string {
  return conflicts
    .map(({ entry, paths }) =>
      count === 1
        ? `conflict with ${showManager(entry)}: ${paths.join("")}`
        : `conflicts with ${showManager(entry)}:\n${paths.map((path) => `- ${path}`).join("\n")}`,
    )
    .join("\n");
}

function showManager({ manager, operation, apiVersion, subresource }: ManagerEntry): string {
  const name = JSON.stringify(manager) + (subresource === "" ? "" : ` with subresource "${subresource}"`);
  return operation === "Apply" ? name : `${name} using ${apiVersion}`;
}
