import type { Schema } from "../schema/schema.ts";
import type { ResourceType } from "./resource-type.ts";
import { AGE, type TableColumn } from "./table-column.ts";

/** What tells one built-in type from another. Default: core/v1, namespaced, no status, names are DNS subdomains. */
interface BuiltIn {
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly schema: Schema;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced?: boolean;
  readonly status?: boolean;
  readonly countsGenerations?: boolean;
  readonly columns?: readonly TableColumn[];
  readonly selectableFields?: readonly string[];
  readonly unconditionalUpdates?: boolean;
  readonly names?: ResourceType["names"];
}

/** Describes a type that the server has by itself. */
export function builtIn(options: BuiltIn): ResourceType {
  const { kind, plural, columns = [AGE] } = options;
  return {
    group: options.group ?? "",
    plural,
    singular: kind.toLowerCase(),
    kind,
    listKind: `${kind}List`,
    shortNames: options.shortNames ?? [],
    categories: options.categories ?? [],
    namespaced: options.namespaced ?? true,
    names: options.names ?? "subdomain",
    custom: false,
    unconditionalUpdates: options.unconditionalUpdates ?? true,
    countsGenerations: options.countsGenerations ?? false,
    versions: [
      {
        name: options.version ?? "v1",
        schema: options.schema,
        statusSubresource: options.status ?? false,
        columns,
        selectableFields: options.selectableFields ?? [],
      },
    ],
  };
}
