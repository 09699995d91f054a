import type { Schema } from "../schema/schema.ts";
import type { TableColumn } from "./table-column.ts";

/** One served version of a resource. All versions share one storage; only `apiVersion` differs (strategy `None`). */
export interface ServedVersion {
  readonly name: string;
  readonly schema: Schema;
  readonly statusSubresource: boolean;
  readonly columns: readonly TableColumn[];
  /** Fields a field selector may name beside `metadata.name` and `metadata.namespace`, as dotted paths. */
  readonly selectableFields: readonly string[];
}

/** A kind of object that the server stores, built in or defined by a CustomResourceDefinition. */
export interface ResourceType {
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** What an object may be called: a DNS subdomain, or anything that fits into a path. */
  readonly names: "subdomain" | "pathSegment";
  readonly custom: boolean;
  /** True when a PUT may leave out `metadata.resourceVersion`. */
  readonly unconditionalUpdates: boolean;
  /** True when `metadata.generation` counts changes of the desired state. */
  readonly countsGenerations: boolean;
  /** Most preferred first. */
  readonly versions: readonly ServedVersion[];
}

/** `plural.group`, the key of a type and the name of its definition. */
export function typeKey({ group, plural }: Pick<ResourceType, "group" | "plural">): string {
  return `${plural}.${group}`;
}

/** `group/version`, or the version alone in the core group. */
export function apiVersionOf(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}
