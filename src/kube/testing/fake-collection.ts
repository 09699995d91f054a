import type {
  KubeApi,
  KubeList,
  KubeObject,
  ListOptions,
  Resource,
  WatchEvent,
  WatchOptions,
} from "../kube-api.ts";
import { KubeError } from "../kube-error.ts";

export interface FakeThing extends KubeObject {
  readonly spec: { readonly value: number };
}

interface OpenWatch {
  readonly namespace: string | undefined;
  readonly queue: WatchEvent<KubeObject>[];
  wake: () => void;
  end: { readonly error?: Error } | undefined;
}

const refuse = (): never => {
  throw new Error("this fake lists and watches, and that is all");
};

/** A collection to list and watch, and all the ways in which that goes wrong, one call each. */
export class FakeCollection implements KubeApi {
  readonly lists: ListOptions[] = [];
  readonly watches: WatchOptions[] = [];
  /** What the next lists, or pages, fail with; `undefined` stands for one that does not. */
  readonly listFailures: (Error | undefined)[] = [];
  readonly watchFailures: Error[] = [];
  /** Watches stay open and say nothing. */
  mute = false;
  /** Watches end as they begin. */
  endAtOnce = false;
  version = 100;
  /** Of each object in a list, in characters. */
  objectLength = 100;
  readonly #objects = new Map<string, FakeThing>();
  #history: { readonly version: number; readonly event: WatchEvent<KubeObject> }[] = [];
  #compacted = 0;
  readonly #open = new Set<OpenWatch>();

  readonly get = refuse;
  readonly create = refuse;
  readonly update = refuse;
  readonly updateStatus = refuse;
  readonly patch = refuse;
  readonly delete = refuse;

  get openWatches(): number {
    return this.#open.size;
  }

  /** Creates or changes an object, and returns it. */
  put(name: string, value = 0, { namespace = "a", uid = `uid-${name}` } = {}): FakeThing {
    this.version += 1;
    const key = `${namespace}/${name}`;
    const type = this.#objects.has(key) ? "MODIFIED" : "ADDED";
    const object = {
      apiVersion: "example.com/v1",
      kind: "Thing",
      metadata: { name, namespace, uid, resourceVersion: String(this.version) },
      spec: { value },
    };
    this.#objects.set(key, object);
    this.#record({ type, object });
    return object;
  }

  remove(name: string, namespace = "a"): void {
    const key = `${namespace}/${name}`;
    const held = this.#objects.get(key);
    if (held === undefined) throw new Error(`there is no ${key}`);
    this.#objects.delete(key);
    this.version += 1;
    const metadata = { ...held.metadata, resourceVersion: String(this.version) };
    this.#record({ type: "DELETED", object: { ...held, metadata } });
  }

  /** Forgets all events so far; watches that need them get 410. */
  compact(): void {
    this.#compacted = this.version;
    this.#history = [];
  }

  /** A cluster that was restored from an older backup. */
  restore(version: number): void {
    this.version = version;
    this.#history = [];
    this.#objects.clear();
  }

  /** Says this on every open watch, true or not. */
  say(event: WatchEvent<KubeObject>): void {
    for (const watch of this.#open) {
      watch.queue.push(event);
      watch.wake();
    }
  }

  endWatches(error?: Error): void {
    for (const watch of this.#open) {
      watch.end = error === undefined ? {} : { error };
      watch.wake();
    }
  }

  list<T extends KubeObject>(_resource: Resource, options: ListOptions = {}): Promise<KubeList<T>> {
    this.lists.push(options);
    const failure = this.listFailures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    const all = [...this.#objects.values()].filter(({ metadata }) =>
      isIn(options.namespace, metadata.namespace),
    );
    const start = Number(options.continue ?? 0);
    const end = start + (options.limit ?? all.length);
    const items = all.slice(start, end) as unknown as readonly T[];
    return Promise.resolve({
      metadata: {
        resourceVersion: String(this.version),
        ...(end < all.length ? { continue: String(end) } : {}),
      },
      items,
      length: items.length * this.objectLength,
    });
  }

  async *watch<T extends KubeObject>(
    _resource: Resource,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>> {
    this.watches.push(options);
    const failure = this.watchFailures.shift();
    if (failure !== undefined) throw failure;
    const since = Number(options.resourceVersion);
    if (since < this.#compacted) throw expired();
    const missed = this.#history.filter(({ version }) => version > since).map(({ event }) => event);
    const watch: OpenWatch = { namespace: options.namespace, queue: missed, wake: () => {}, end: undefined };
    if (this.endAtOnce) return;
    this.#open.add(watch);
    const stop = (): void => {
      watch.end ??= {};
      watch.wake();
    };
    options.signal.addEventListener("abort", stop);
    try {
      while (watch.end === undefined) {
        yield* takeAll<T>(watch);
        if (watch.end === undefined) await new Promise<void>((resolve) => (watch.wake = resolve));
      }
      if (watch.end.error !== undefined) throw watch.end.error;
    } finally {
      options.signal.removeEventListener("abort", stop);
      this.#open.delete(watch);
    }
  }

  #record(event: WatchEvent<KubeObject>): void {
    this.#history.push({ version: this.version, event });
    if (!this.mute) this.say(event);
  }
}

export function expired(): KubeError {
  return new KubeError({ code: 410, reason: "Expired", message: "too old resource version" });
}

function isIn(wanted: string | undefined, namespace: string | undefined): boolean {
  return wanted === undefined || wanted === namespace;
}

function* takeAll<T extends KubeObject>({
  namespace,
  queue,
}: OpenWatch): Generator<WatchEvent<T>, void, void> {
  for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
    const isSelected = event.type === "BOOKMARK" || isIn(namespace, event.object.metadata.namespace);
    if (isSelected) yield event as WatchEvent<T>;
  }
}
