// Everything that a watch shows of one kind of object in one namespace, version by version.
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeApi, KubeObject, Resource, WatchEvent } from "../../../../src/kube/kube-api.ts";
import { PATIENCE_MS } from "../../../kit/until.ts";

const WAIT_BEFORE_LIST_MS = 200;

/** One object from its creation on, as far as it was seen. */
export interface Life<T> {
  readonly name: string;
  /** In the order seen. */
  readonly versions: readonly T[];
  readonly gone: boolean;
}

interface GrowingLife<T> extends Life<T> {
  readonly versions: T[];
  gone: boolean;
}

/**
 * What must not have happened between two versions; `undefined` when it did not. They are `adjacent` when a watch has
 * shown one after the other, so that there was nothing between them.
 */
export type FindChange<T> = (before: T, after: T, adjacent: boolean) => string | undefined;

export class WatchedLives<T extends KubeObject> {
  readonly #kube: KubeApi;
  readonly #resource: Resource;
  readonly #namespace: string;
  readonly #findForbidden: FindChange<T>;
  readonly #stop = new AbortController();
  readonly #started = Promise.withResolvers<void>();
  readonly #byUid = new Map<string, GrowingLife<T>>();
  /** The newest of that name. */
  readonly #byName = new Map<string, GrowingLife<T>>();
  readonly #waiting = new Set<() => void>();
  readonly #running: Promise<void>;
  readonly #complaints: string[] = [];
  #lists = 0;
  #events = 0;

  constructor(
    kube: KubeApi,
    resource: Resource,
    { namespace, findForbidden }: { readonly namespace: string; readonly findForbidden: FindChange<T> },
  ) {
    this.#kube = kube;
    this.#resource = resource;
    this.#namespace = namespace;
    this.#findForbidden = findForbidden;
    this.#running = this.#watch();
  }

  /** Resolves when it watches. */
  get started(): Promise<void> {
    return this.#started.promise;
  }

  /** How many events of a watch have been checked. */
  get events(): number {
    return this.#events;
  }

  /** Whether an event may have been missed, because the watch had to begin anew. */
  get interrupted(): boolean {
    return this.#lists > 1;
  }

  get complaints(): readonly string[] {
    return this.#complaints;
  }

  of(uid: string): Life<T> | undefined {
    return this.#byUid.get(uid);
  }

  values(): Iterable<Life<T>> {
    return this.#byUid.values();
  }

  /** Waits until a version of an object of that name is right; gives that version. */
  async until(name: string, what: string, isRight: (object: T) => boolean): Promise<T> {
    const find = (): T | undefined => {
      const life = this.#byName.get(name);
      const last = life?.gone === false ? life.versions.at(-1) : undefined;
      return last !== undefined && isRight(last) ? last : undefined;
    };
    const describe = (): string => JSON.stringify(this.#byName.get(name)?.versions.at(-1));
    return await this.#until(`${this.#resource.kind} ${name} ${what}`, find, describe);
  }

  /** Waits until the object is no more. */
  async untilGone(uid: string): Promise<void> {
    const isGone = (): true | undefined => (this.#byUid.get(uid)?.gone === true ? true : undefined);
    await this.#until(`${this.#resource.kind} ${uid} to be gone`, isGone);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #until<R>(what: string, find: () => R | undefined, describe = (): string => ""): Promise<R> {
    const found = Promise.withResolvers<R>();
    const look = (): void => {
      const value = find();
      if (value !== undefined) found.resolve(value);
    };
    const timer = setTimeout(
      () => found.reject(new Error(`Waited ${PATIENCE_MS / 1000} s in vain for ${what} ${describe()}`)),
      PATIENCE_MS,
    );
    this.#waiting.add(look);
    look();
    try {
      return await found.promise;
    } finally {
      this.#waiting.delete(look);
      clearTimeout(timer);
    }
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    const namespace = this.#namespace;
    while (!signal.aborted) {
      try {
        const { metadata, items } = await this.#kube.list<T>(this.#resource, { namespace });
        this.#takeList(items);
        const { resourceVersion } = metadata;
        const events = this.#kube.watch<T>(this.#resource, { namespace, resourceVersion, signal });
        this.#started.resolve();
        for await (const event of events) this.#take(event);
      } catch {
        // Some tests take the API server away; the next list goes on from what is there.
        if (!signal.aborted) await sleep(WAIT_BEFORE_LIST_MS);
      }
    }
  }

  #takeList(items: readonly T[]): void {
    this.#lists += 1;
    const listed = new Set(items.map(({ metadata }) => metadata.uid));
    for (const [uid, life] of this.#byUid) if (!listed.has(uid)) life.gone = true;
    for (const item of items) this.#record(item, false);
    this.#wake();
  }

  #take(event: WatchEvent<T>): void {
    if (event.type === "BOOKMARK") return;
    this.#events += 1;
    this.#record(event.object, true);
    const life = this.#byUid.get(event.object.metadata.uid ?? "");
    if (event.type === "DELETED" && life !== undefined) life.gone = true;
    this.#wake();
  }

  #record(object: T, adjacent: boolean): void {
    const { uid = "", name, resourceVersion } = object.metadata;
    const life = this.#byUid.get(uid) ?? { name, versions: [], gone: false };
    this.#byUid.set(uid, life);
    this.#byName.set(name, life);
    const before = life.versions.at(-1);
    if (before?.metadata.resourceVersion === resourceVersion) return;
    const complaint = before === undefined ? undefined : this.#findForbidden(before, object, adjacent);
    if (complaint !== undefined) this.#complaints.push(`${this.#resource.kind} ${name}: ${complaint}`);
    life.versions.push(object);
  }

  #wake(): void {
    for (const look of this.#waiting) look();
  }
}
