// The port to a Kubernetes API: everything the product needs of one, and nothing of how it is reached.

/** Which collection of objects: the path of a resource and its kind. */
export interface Resource {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /**
   * Set where an object with a field that the server's definition does not know is refused when it is written whole. Elsewhere the
   * server drops the field, and answers as if all had been stored.
   */
  readonly refusesUnknownFields?: true;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** `metadata`, as far as the product reads it. Times are RFC 3339. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly generateName?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
}

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** Names one object. `namespace` is left out for cluster-scoped resources. */
export interface ObjectRef {
  readonly namespace?: string;
  readonly name: string;
}

export interface ListOptions {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Page size. */
  readonly limit?: number;
  /** The token of the page before. */
  readonly continue?: string;
  readonly resourceVersion?: string;
}

export interface KubeList<T extends KubeObject> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly T[];
  /** Of the answer, in characters; absent where there was none to measure. */
  readonly length?: number;
}

export interface WatchOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Events after this version. */
  readonly resourceVersion: string;
  /** The server ends the watch after so many seconds. */
  readonly timeoutSeconds?: number;
  /** Ends the watch from this side. */
  readonly signal: AbortSignal;
}

/** One line of a watch. `ERROR` lines do not appear here: they are thrown as `KubeError`. */
export type WatchEvent<T extends KubeObject> =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: T }
  | { readonly type: "BOOKMARK"; readonly resourceVersion: string };

/** `merge`: RFC 7396, the body is an object. `json`: RFC 6902, the body is a list of operations. */
interface DocumentPatch {
  readonly type: "merge" | "json";
  readonly body: unknown;
  readonly subresource?: "status";
}

/** Server-side apply: the body is all that the manager wants of the object, which is created when it is not there. */
interface ApplyPatch {
  readonly type: "apply";
  readonly body: unknown;
  readonly fieldManager: string;
  /** Takes fields that others manage; without it that is 409. */
  readonly force?: boolean;
  readonly subresource?: "status";
}

export type Patch = DocumentPatch | ApplyPatch;

export interface DeleteOptions {
  /** Refused with 409 when the object's UID differs. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
}

/** How long a call may take; for callers that have promised somebody an answer. */
export interface CallOptions {
  /** For the whole call, its repetitions included; absent: as long as the client sees fit. */
  readonly timeoutMs?: number;
}

/**
 * A Kubernetes API. Every method rejects with `KubeError` when the server refuses, and with `KubeUnavailableError`
 * when no answer came, so that it is unknown whether a write took effect.
 */
export interface KubeApi {
  get<T extends KubeObject>(resource: Resource, ref: ObjectRef, options?: CallOptions): Promise<T>;
  list<T extends KubeObject>(resource: Resource, options?: ListOptions): Promise<KubeList<T>>;
  watch<T extends KubeObject>(resource: Resource, options: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T extends KubeObject>(resource: Resource, object: T, options?: CallOptions): Promise<T>;
  /** Replaces all but the status; needs `metadata.resourceVersion`, else 409 cannot be told. */
  update<T extends KubeObject>(resource: Resource, object: T): Promise<T>;
  /** Replaces the status alone; guarded by `metadata.resourceVersion`. */
  updateStatus<T extends KubeObject>(resource: Resource, object: T, options?: CallOptions): Promise<T>;
  patch<T extends KubeObject>(resource: Resource, ref: ObjectRef, patch: Patch): Promise<T>;
  delete(resource: Resource, ref: ObjectRef, options?: DeleteOptions): Promise<void>;
}
