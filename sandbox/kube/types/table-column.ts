import { isJsonObject, type JsonObject, stringAt } from "../json-value.ts";
import { compileJsonPath } from "../read/json-path.ts";

/** A column of the tables that `kubectl get` shows. */
export interface TableColumn {
  readonly name: string;
  /** `string`, `integer`, `number`, `boolean`, or `date`, which is shown as an age. */
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0 is always shown, more only with `-o wide`. */
  readonly priority: number;
  /** The value in an object; `undefined` when it has none. */
  readonly read: (object: JsonObject) => unknown;
}

/** A column of a built-in type. */
export function column(name: string, read: string | TableColumn["read"], type = "string"): TableColumn {
  return {
    name,
    type,
    format: "",
    description: name,
    priority: 0,
    read: typeof read === "string" ? readPath(read) : read,
  };
}

export const AGE = column("Age", ".metadata.creationTimestamp", "date");

/** The columns of `additionalPrinterColumns`, or the age when there are none. */
export function readColumns(columns: readonly unknown[]): readonly TableColumn[] {
  if (columns.length === 0) return [AGE];
  return columns.filter(isJsonObject).map((each) => ({
    name: stringAt(each, "name") ?? "",
    type: stringAt(each, "type") ?? "string",
    format: stringAt(each, "format") ?? "",
    description: stringAt(each, "description") ?? "",
    priority: typeof each["priority"] === "number" ? each["priority"] : 0,
    read: readPath(stringAt(each, "jsonPath") ?? ""),
  }));
}

function readPath(path: string): TableColumn["read"] {
  const find = compileJsonPath(path);
  return (object) => find(object)[0];
}
