import type { ErrorSubject } from "../api-error.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import type { ServedType } from "../types/type-registry.ts";

/** What is written to, and how. */
export interface WriteRequest extends ServedType {
  /** Empty for cluster-scoped types. */
  readonly namespace: string;
  /** Absent when the object brings its name. */
  readonly name?: string;
  readonly subresource?: string;
  readonly fieldValidation: "Ignore" | "Warn" | "Strict";
  readonly dryRun: boolean;
  /** Who writes, for `metadata.managedFields`. */
  readonly manager: string;
}

/** A write to an object that is named. */
export interface ObjectRequest extends WriteRequest {
  readonly name: string;
}

/** How ownership of fields is kept: by what changed, or by what an applied configuration claims. */
export type Workflow = "Update" | "Apply";

export interface WriteResult {
  readonly object: StoredObject;
  readonly created: boolean;
  /** For `Warning` headers. */
  readonly warnings: readonly string[];
}

/** Names the object in a refusal that is not about its content. */
export function subjectOf({ type }: ServedType, name: string | undefined): ErrorSubject {
  return { group: type.group, kind: type.plural, name };
}

/** Names the object in a refusal of its content. */
export function kindSubjectOf({ type }: ServedType, name: string | undefined): ErrorSubject {
  return { group: type.group, kind: type.kind, name };
}
