import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import type { KubeObject, ObjectRef } from "./kube-api.ts";
import { compareResourceVersions } from "./resource-version.ts";
import { StringPool } from "./string-pool.ts";

/** What happened to an object that is held. On `delete`, `object` and `previous` are both what was held last. */
export type ObjectChange<T> =
  | {
      readonly type: "upsert";
      readonly ref: ObjectRef;
      readonly object: T;
      readonly previous: T | undefined;
    }
  | { readonly type: "delete"; readonly ref: ObjectRef; readonly object: T; readonly previous: T };

export interface ObjectStoreOptions<T> {
  readonly keep: (object: KubeObject) => T | undefined;
  readonly emit: (change: ObjectChange<T>) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Held<T> {
  readonly ref: ObjectRef;
  readonly object: T;
  readonly uid: string;
  readonly version: string;
}

/** A write's answer can be no later than its request may last; see `HttpKubeApiOptions.requestTimeoutMs`. */
const REMEMBER_GONE_MS = 2 * 60_000;

/**
 * The newest known state of each object of one collection, whoever tells it and in whatever order: a list, a watch, or
 * the answer to a write. What is older than what is held, or than an object's end, changes nothing.
 */
export class ObjectStore<T> {
  readonly #options: ObjectStoreOptions<T>;
  readonly #held = new Map<string, Held<T>>();
  readonly #strings = new StringPool();
  /** By UID, oldest first: the version at which an object went. */
  readonly #gone = new Map<string, { readonly version: string; readonly atMs: number }>();

  constructor(options: ObjectStoreOptions<T>) {
    this.#options = options;
  }

  get size(): number {
    return this.#held.size;
  }

  get(ref: ObjectRef): T | undefined {
    return this.#held.get(keyOf(ref))?.object;
  }

  *values(): IterableIterator<T> {
    for (const { object } of this.#held.values()) yield object;
  }

  /** The object exists, in this state. */
  upsert(object: KubeObject): void {
    const { uid = "", resourceVersion: version = "" } = object.metadata;
    const key = keyOf(object.metadata);
    const held = this.#held.get(key);
    if (held !== undefined && !isNews(held, { uid, version })) return;
    const gone = this.#gone.get(uid);
    if (gone !== undefined && compareResourceVersions(version, gone.version) <= 0) return;
    const kept = this.#keep(object);
    if (held !== undefined && (kept === undefined || held.uid !== uid)) this.#drop(key, held, version);
    if (kept === undefined) return;
    const ref = held?.ref ?? refOf(object.metadata);
    const previous = held?.uid === uid ? held.object : undefined;
    this.#held.set(key, { ref, object: kept, uid, version });
    this.#options.emit({ type: "upsert", ref, object: kept, previous });
  }

  /** The object is gone, or no longer one of those selected, since this version. */
  remove({ metadata }: KubeObject): void {
    const { uid = "", resourceVersion: version = "" } = metadata;
    const key = keyOf(metadata);
    const held = this.#held.get(key);
    if (held === undefined || held.uid !== uid) return this.#remember(uid, version);
    if (compareResourceVersions(version, held.version) >= 0) this.#drop(key, held, version);
  }

  /** A whole list of that version did not have the others: they are gone, unless they are newer than the list. */
  removeUnlisted(listed: ReadonlySet<string>, listVersion: string): void {
    for (const [key, held] of this.#held) {
      if (listed.has(key) || compareResourceVersions(held.version, listVersion) > 0) continue;
      this.#drop(key, held, listVersion);
    }
  }

  /** Versions have begun anew (a cluster was restored from a backup): whatever comes next is newer than all that is held. */
  distrustVersions(): void {
    this.#gone.clear();
    for (const [key, held] of this.#held) this.#held.set(key, { ...held, version: "0" });
  }

  #keep(object: KubeObject): T | undefined {
    try {
      return this.#strings.share(this.#options.keep(object));
    } catch (error) {
      // One object that cannot be read must not hide the others.
      const { namespace, name } = object.metadata;
      this.#options.logger.error({ err: error, namespace, name }, "cannot read an object; it is left out");
      return undefined;
    }
  }

  #drop(key: string, { ref, object, uid }: Held<T>, version: string): void {
    this.#held.delete(key);
    this.#remember(uid, version);
    this.#options.emit({ type: "delete", ref, object, previous: object });
  }

  #remember(uid: string, version: string): void {
    if (uid === "") return;
    const nowMs = this.#options.clock.now();
    for (const [oldUid, { atMs }] of this.#gone) {
      if (nowMs - atMs < REMEMBER_GONE_MS) break;
      this.#gone.delete(oldUid);
    }
    this.#gone.delete(uid);
    this.#gone.set(uid, { version, atMs: nowMs });
  }
}

/** `namespace/name`, or the name alone of an object that is in no namespace. */
export function keyOf({ namespace, name }: ObjectRef): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function refOf({ namespace, name }: ObjectRef): ObjectRef {
  return namespace === undefined ? { name } : { namespace, name };
}

function isNews(held: { uid: string; version: string }, told: { uid: string; version: string }): boolean {
  return compareResourceVersions(told.version, held.version) > 0;
}
