import type { KubeApi, KubeObject, Resource } from "../src/kube/kube-api.ts";
import { ListWatch } from "../src/kube/list-watch.ts";
import { silentLogger } from "../src/std/logger.ts";

const LIMIT_MS = 120_000;

interface Waiter<T> {
  readonly isReached: (object: T) => boolean;
  readonly resolve: (atMs: number) => void;
}

/** Sees on a watch of its own when objects of one kind in one namespace reach a state, as Tekton does. */
export class StateWatch<T extends KubeObject> {
  readonly #namespace: string;
  readonly #copy: ListWatch<T>;
  readonly #waiting = new Map<string, Waiter<T>>();

  constructor(api: KubeApi, resource: Resource, namespace: string) {
    this.#namespace = namespace;
    const keep = (object: KubeObject): T => object as T;
    this.#copy = new ListWatch<T>({ api, resource, namespaces: [namespace], keep, logger: silentLogger });
  }

  async start(): Promise<void> {
    this.#copy.onChange(({ object }) => this.#see(object));
    await this.#copy.start();
  }

  async stop(): Promise<void> {
    await this.#copy.stop();
  }

  /**
   * Resolves with the time (`performance.now`) at which the object was seen to be so, now if it is so already. One wait
   * at a time for a name. Rejects after two minutes.
   */
  async until(name: string, isReached: (object: T) => boolean): Promise<number> {
    const held = this.#copy.get({ namespace: this.#namespace, name });
    if (held !== undefined && isReached(held)) return performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#waiting.set(name, { isReached, resolve });
    const what = `${this.#namespace}/${name} to be seen with ${isReached.name}`;
    const limit = setTimeout(() => reject(new Error(`waited ${LIMIT_MS / 1000} s for ${what}`)), LIMIT_MS);
    return await promise.finally(() => clearTimeout(limit));
  }

  #see(object: T): void {
    const { name } = object.metadata;
    const waiter = this.#waiting.get(name);
    if (waiter === undefined || !waiter.isReached(object)) return;
    this.#waiting.delete(name);
    waiter.resolve(performance.now());
  }
}
