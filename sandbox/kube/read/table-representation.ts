import { type Clock, parseTime } from "../../../src/std/clock.ts";
import type { JsonObject } from "../json-value.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import { apiVersionOf, type ResourceType, type ServedVersion } from "../types/resource-type.ts";
import type { TableColumn } from "../types/table-column.ts";
import { formatHumanDuration } from "./human-duration.ts";
import { describePage, type Representation } from "./representation.ts";

/** What each row carries beside its cells. */
export type IncludedObject = "None" | "Metadata" | "Object";

interface TableRequest {
  readonly type: ResourceType;
  readonly version: ServedVersion;
  readonly included: IncludedObject;
  /** For ages. */
  readonly clock: Clock;
}

const META = "meta.k8s.io/v1";
const NAME = {
  name: "Name",
  type: "string",
  format: "name",
  description: "Name must be unique within a namespace.",
  priority: 0,
};

/** Objects as a `Table` ("Receiving resources as Tables" in the Kubernetes API concepts). */
export function representAsTable({ type, version, included, clock }: TableRequest): Representation {
  const apiVersion = apiVersionOf(type.group, version.name);
  const columnDefinitions = [NAME, ...version.columns.map(({ read: _read, ...column }) => column)];
  const toRow = (object: StoredObject): JsonObject => {
    const json = object.inVersion(apiVersion);
    const cells = [object.name, ...version.columns.map((column) => toCell(column, json, clock))];
    return { cells, ...include(object, json, included) };
  };
  const encode = (metadata: object, objects: readonly StoredObject[]): string =>
    JSON.stringify({
      kind: "Table",
      apiVersion: META,
      metadata,
      columnDefinitions,
      rows: objects.map(toRow),
    });
  return {
    key: undefined,
    encodeObject: (object) => encode({ resourceVersion: String(object.revision) }, [object]),
    encodeList: (page) => encode(describePage(page), page.objects),
  };
}

function include(object: StoredObject, json: JsonObject, included: IncludedObject): JsonObject {
  switch (included) {
    case "None":
      return {};
    case "Object":
      return { object: json };
    case "Metadata":
      return { object: { kind: "PartialObjectMetadata", apiVersion: META, metadata: object.metadata } };
  }
}

function toCell({ type, read }: TableColumn, object: JsonObject, clock: Clock): unknown {
  const value = read(object);
  if (value === undefined || value === null) return null;
  switch (type) {
    case "integer":
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date":
      return formatAge(value, clock);
    default:
      return typeof value === "string" ? value : JSON.stringify(value);
  }
}

function formatAge(value: unknown, clock: Clock): string {
  const time = typeof value === "string" ? parseTime(value) : undefined;
  return time === undefined ? "<unknown>" : formatHumanDuration(clock.now() - time);
}
