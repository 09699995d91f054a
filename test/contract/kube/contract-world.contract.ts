// What every case of the contract works with: an API, a kind of its own, namespaces of its own.
import assert from "node:assert/strict";
import type {
  KubeApi,
  KubeObject,
  ObjectMeta,
  ObjectRef,
  Resource,
  WatchEvent,
  WatchOptions,
} from "../../../src/kube/kube-api.ts";
import { KubeError, isNotFound } from "../../../src/kube/kube-error.ts";
import { thingDefinition } from "./thing-definition.contract.ts";
import { until } from "../../kit/until.ts";

/** An object of the contract's own kind. */
export interface Thing extends KubeObject {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

/** An API that the contract is held against. */
export interface ContractSubject {
  readonly api: KubeApi;
  /** Makes the server forget all history up to now (etcd: compaction). */
  readonly compact: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A sentence that holds, and what shows it. */
export type ContractCases = Readonly<Record<string, (world: ContractWorld) => Promise<void>>>;

export const NAMESPACES = builtIn("namespaces", "Namespace", { namespaced: false });
export const CONFIG_MAPS = builtIn("configmaps", "ConfigMap");
export const SECRETS = builtIn("secrets", "Secret");
export const EVENTS = builtIn("events", "Event");
export const LEASES = builtIn("leases", "Lease", { group: "coordination.k8s.io" });
export const DEFINITIONS = builtIn("customresourcedefinitions", "CustomResourceDefinition", {
  group: "apiextensions.k8s.io",
  namespaced: false,
});

function builtIn(plural: string, kind: string, options: Partial<Resource> = {}): Resource {
  return { group: "", version: "v1", plural, kind, namespaced: true, ...options };
}

export class ContractWorld {
  readonly api: KubeApi;
  readonly compact: () => Promise<void>;
  readonly things: Resource;
  readonly namespace: string;
  readonly otherNamespace: string;
  #names = 0;

  constructor({ api, compact }: ContractSubject) {
    const run = Math.random().toString(36).slice(2, 8);
    this.api = api;
    this.compact = compact;
    this.namespace = `contract-${run}`;
    this.otherNamespace = `contract-${run}-other`;
    const group = `contract-${run}.example.com`;
    this.things = { group, version: "v1", plural: "things", kind: "Thing", namespaced: true };
  }

  /** Creates the namespaces and the kind, and waits until the kind is served. */
  async open(): Promise<void> {
    await this.createNamespace(this.namespace);
    await this.createNamespace(this.otherNamespace);
    await this.api.create(DEFINITIONS, thingDefinition(this.things));
    await until("the new kind is served", async () => {
      const established = await this.api.get<Thing>(DEFINITIONS, { name: this.#definitionName });
      const conditions = (established.status?.["conditions"] ?? []) as { type: string; status: string }[];
      if (!conditions.some(({ type, status }) => type === "Established" && status === "True")) return false;
      return (await maybe(this.api.list(this.things))) !== undefined;
    });
  }

  async close(): Promise<void> {
    for (const name of [this.namespace, this.otherNamespace])
      await maybe(this.api.delete(NAMESPACES, { name }));
    await maybe(this.api.delete(DEFINITIONS, { name: this.#definitionName }));
  }

  /** A name that no case had before. */
  name(): string {
    this.#names += 1;
    return `t${this.#names}`;
  }

  async createNamespace(name: string): Promise<KubeObject> {
    return await this.api.create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  }

  /** A thing as a client would send it. */
  thing(spec?: Thing["spec"], metadata: Partial<ObjectMeta> = {}): Thing {
    return {
      apiVersion: `${this.things.group}/v1`,
      kind: "Thing",
      metadata: { name: this.name(), namespace: this.namespace, ...metadata },
      ...(spec === undefined ? {} : { spec }),
    };
  }

  async create(spec?: Thing["spec"], metadata: Partial<ObjectMeta> = {}): Promise<Thing> {
    return await this.api.create(this.things, this.thing(spec, metadata));
  }

  async get(object: KubeObject): Promise<Thing> {
    return await this.api.get<Thing>(this.things, refOf(object));
  }

  async merge(object: KubeObject, body: unknown, subresource?: "status"): Promise<Thing> {
    const on = subresource === undefined ? {} : { subresource };
    return await this.api.patch<Thing>(this.things, refOf(object), { type: "merge", body, ...on });
  }

  async json(object: KubeObject, body: readonly object[], subresource?: "status"): Promise<Thing> {
    const on = subresource === undefined ? {} : { subresource };
    return await this.api.patch<Thing>(this.things, refOf(object), { type: "json", body, ...on });
  }

  /** Names, in the order of the list. */
  async listNames(labelSelector?: string, fieldSelector?: string): Promise<string[]> {
    const list = await this.api.list(this.things, {
      namespace: this.namespace,
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    });
    return list.items.map(({ metadata }) => metadata.name);
  }

  /** The version that a watch may begin from now. */
  async currentVersion(): Promise<string> {
    return (await this.api.list(this.things, { namespace: this.namespace })).metadata.resourceVersion;
  }

  /** Follows the things of the namespace while `work` goes on. */
  async watching(
    options: Partial<WatchOptions> & { readonly resourceVersion: string },
    work: (heard: Heard) => Promise<void>,
  ): Promise<void> {
    const stop = new AbortController();
    const heard = new Heard();
    const watch = { namespace: this.namespace, ...options, signal: stop.signal };
    const ended = heard.record(this.api.watch<Thing>(this.things, watch));
    try {
      await work(heard);
    } finally {
      stop.abort();
      await ended;
    }
  }

  get #definitionName(): string {
    return `${this.things.plural}.${this.things.group}`;
  }
}

/** What a watch said so far. */
export class Heard {
  readonly events: WatchEvent<Thing>[] = [];
  error: Error | undefined;
  ended = false;

  async record(watch: AsyncIterable<WatchEvent<Thing>>): Promise<void> {
    try {
      for await (const event of watch) this.events.push(event);
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
    }
    this.ended = true;
  }

  /** `ADDED t1`, without bookmarks. */
  get changes(): string[] {
    return this.events.flatMap((event) =>
      event.type === "BOOKMARK" ? [] : [`${event.type} ${event.object.metadata.name}`],
    );
  }

  get bookmarks(): string[] {
    return this.events.flatMap((event) => (event.type === "BOOKMARK" ? [event.resourceVersion] : []));
  }

  /** Waits for so many changes, and gives them. */
  async next(count: number): Promise<string[]> {
    await until(`the watch tells ${count} changes; it told ${this.changes.join(", ")}`, () => {
      if (this.error !== undefined) throw this.error;
      return this.changes.length >= count;
    });
    return this.changes;
  }
}

export function refOf({ metadata }: KubeObject): ObjectRef {
  return metadata.namespace === undefined
    ? { name: metadata.name }
    : { name: metadata.name, namespace: metadata.namespace };
}

export function versionOf({ metadata }: KubeObject): string {
  assert.ok(
    metadata.resourceVersion !== undefined && metadata.resourceVersion !== "",
    "has a resourceVersion",
  );
  return metadata.resourceVersion;
}

/** Asserts that the server refuses, with this code and reason, and a message that matches. */
export async function refused(asked: Promise<unknown>, what: string, message = /./u): Promise<void> {
  const error = await asked.then(
    () => assert.fail(`is refused with ${what}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof KubeError)) throw error;
  assert.equal(`${error.status.code} ${error.status.reason}`, what, error.message);
  assert.match(error.message, message);
}

/** The answer, or `undefined` when there is no such object. */
export async function maybe<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
