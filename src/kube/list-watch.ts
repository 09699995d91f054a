import { type Clock, systemClock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import { type Timers, systemTimers } from "../std/timers.ts";
import type { KubeApi, KubeObject, ObjectRef, Resource } from "./kube-api.ts";
import { type ObjectChange, ObjectStore } from "./object-store.ts";
import { Reflector } from "./reflector.ts";
import type { ServerContact } from "./server-contact.ts";

export interface ListWatchOptions<T> {
  readonly api: KubeApi;
  readonly resource: Resource;
  /** Each is listed and watched by itself, so that rights in these suffice; absent: all at once. */
  readonly namespaces?: readonly string[];
  readonly labelSelector?: string;
  /** `metadata.name=…`: then a right on the object of that name suffices. */
  readonly fieldSelector?: string;
  /**
   * What to hold of an object: what is needed and no more (`managedFields` alone are more than half of one).
   * `undefined`: nothing, as if it did not exist. It must tell so by what the object is and not by when it is asked.
   */
  readonly keep: (object: KubeObject) => T | undefined;
  readonly logger: Logger;
  /** Tells when the server is back: waits end then. */
  readonly contact?: ServerContact;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: () => number;
  /** A watch that says nothing for so long is taken for dead; 45 s when absent. */
  readonly silentAfterMs?: number;
  /** A whole list about this often, however well the watch goes; 5 minutes when absent. */
  readonly relistEveryMs?: number;
  /** A watch that has not brought after so long what `observe` was told is abandoned; 10 s when absent. */
  readonly behindGraceMs?: number;
}

interface Part<T> {
  readonly store: ObjectStore<T>;
  readonly reflector: Reflector;
}

/**
 * A copy of a collection that follows the API server: a list, then a watch, both again whenever one fails. Subscribers
 * hear of each change once and in order, synchronously, after the copy has it. The copy may lag; it is never wrong for
 * good.
 */
export class ListWatch<T> {
  readonly #options: ListWatchOptions<T>;
  readonly #parts: ReadonlyMap<string | undefined, Part<T>>;
  readonly #subscribers = new Set<(change: ObjectChange<T>) => void>();
  readonly #stopped = new AbortController();
  readonly #firstList = Promise.withResolvers<void>();
  #running: Promise<unknown> | undefined;

  constructor(options: ListWatchOptions<T>) {
    this.#options = options;
    const namespaces = options.namespaces === undefined ? [undefined] : new Set(options.namespaces);
    this.#parts = new Map([...namespaces].map((namespace) => [namespace, this.#createPart(namespace)]));
  }

  /** Begins, and resolves after the first complete list of all namespaces. Rejects when it is stopped before. */
  async start(): Promise<void> {
    this.#running ??= Promise.all(
      [...this.#parts.values()].map(({ reflector }) => reflector.run(this.#stopped.signal)),
    );
    if (this.synced) this.#firstList.resolve();
    await this.#firstList.promise;
  }

  /** Ends lists, watches and timers; what is held stays. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#firstList.reject(new Error(`stopped before the first list of ${this.#options.resource.plural}`));
    // Nobody may be waiting for the start any more.
    this.#firstList.promise.catch(() => {});
    await this.#running;
  }

  /** Calls back at each change from now on; what is returned ends that. What a callback throws is logged. */
  onChange(subscriber: (change: ObjectChange<T>) => void): () => void {
    this.#subscribers.add(subscriber);
    return () => void this.#subscribers.delete(subscriber);
  }

  get(ref: ObjectRef): T | undefined {
    return this.#partOf(ref.namespace)?.store.get(ref);
  }

  *values(): IterableIterator<T> {
    for (const { store } of this.#parts.values()) yield* store.values();
  }

  get size(): number {
    let size = 0;
    for (const { store } of this.#parts.values()) size += store.size;
    return size;
  }

  /**
   * Takes in an object as the API server returned it from a write or a read, so that our own writes are seen at once.
   * Older than what is held, it changes nothing; so does the watch event that follows it, and which has to follow.
   */
  observe(object: KubeObject): void {
    const part = this.#partOf(object.metadata.namespace);
    part?.store.upsert(object);
    part?.reflector.noteSeen(object.metadata.resourceVersion);
  }

  get synced(): boolean {
    return [...this.#parts.values()].every(({ reflector }) => reflector.synced);
  }

  /** When the server last said anything about the namespace it was silent about for longest; epoch milliseconds. */
  get lastContactMs(): number | undefined {
    let oldest: number | undefined;
    for (const { reflector } of this.#parts.values()) {
      const contact = reflector.lastContactMs;
      if (contact === undefined) return undefined;
      oldest = Math.min(oldest ?? contact, contact);
    }
    return oldest;
  }

  /** Since when something is observed that has not come by list or watch; epoch milliseconds. */
  get behindSinceMs(): number | undefined {
    const since = [...this.#parts.values()].flatMap(({ reflector }) => reflector.behindSinceMs ?? []);
    return since.length === 0 ? undefined : Math.min(...since);
  }

  /** True while it has been behind what is observed for no longer than a healthy watch may be. */
  get inTime(): boolean {
    return [...this.#parts.values()].every(({ reflector }) => reflector.inTime);
  }

  /** False before the first list, when the server has been silent for longer than a healthy one may be, and when behind. */
  get live(): boolean {
    const contact = this.lastContactMs;
    const silent = contact === undefined || this.#clock.now() - contact > this.#silentAfterMs;
    return this.synced && !silent && this.inTime;
  }

  #createPart(namespace: string | undefined): Part<T> {
    const {
      api,
      resource,
      labelSelector,
      fieldSelector,
      keep,
      logger,
      contact,
      timers,
      random,
      relistEveryMs,
    } = this.#options;
    const store = new ObjectStore<T>({
      keep,
      emit: (change) => this.#emit(change),
      clock: this.#clock,
      logger,
    });
    const reflector = new Reflector({
      api,
      resource,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
      sink: store,
      contact,
      onSynced: () => {
        if (this.synced) this.#firstList.resolve();
      },
      clock: this.#clock,
      timers: timers ?? systemTimers,
      logger,
      random: random ?? Math.random,
      silentAfterMs: this.#silentAfterMs,
      relistEveryMs: relistEveryMs ?? 5 * 60_000,
      behindGraceMs: this.#options.behindGraceMs ?? 10_000,
    });
    return { store, reflector };
  }

  #emit(change: ObjectChange<T>): void {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(change);
      } catch (error) {
        const { resource, logger } = this.#options;
        logger.error(
          { err: error, resource: resource.plural, ...change.ref },
          "a subscriber failed on a change",
        );
      }
    }
  }

  #partOf(namespace: string | undefined): Part<T> | undefined {
    return this.#parts.get(this.#options.namespaces === undefined ? undefined : namespace);
  }

  get #clock(): Clock {
    return this.#options.clock ?? systemClock;
  }

  get #silentAfterMs(): number {
    return this.#options.silentAfterMs ?? 45_000;
  }
}
