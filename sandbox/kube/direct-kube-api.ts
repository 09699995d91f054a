// The Kubernetes port on the embedded API server without a connection: what a simulation works with, in which all waiting
// is its own.
import type {
  DeleteOptions,
  KubeApi,
  KubeList,
  KubeObject,
  ListOptions,
  ObjectRef,
  Patch,
  Resource,
  WatchEvent,
  WatchOptions,
} from "../../src/kube/kube-api.ts";
import { pathOf, queryOf } from "../../src/kube/resource-path.ts";
import { statusErrorOf } from "../../src/kube/status-error.ts";
import { parseWatchLine } from "../../src/kube/watch-events.ts";
import { ADMIN, type ApiServer } from "./api-server.ts";
import type { Answer } from "./http/answer.ts";
import type { WatchSink } from "./read/object-watch.ts";

interface DirectRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

const PATCH_TYPES = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

/** Each request is done before its call returns; the promise only hands on what it came to. */
export class DirectKubeApi implements KubeApi {
  readonly #server: ApiServer;

  constructor(server: ApiServer) {
    this.#server = server;
  }

  async get<T extends KubeObject>(resource: Resource, ref: ObjectRef): Promise<T> {
    return this.#ask({ method: "GET", path: pathOf(resource, ref) }) as T;
  }

  async list<T extends KubeObject>(resource: Resource, options: ListOptions = {}): Promise<KubeList<T>> {
    return this.#list<T>(resource, options);
  }

  /** The collection as it was at that version: what a cache of the API server that has fallen behind still serves. */
  async listAt<T extends KubeObject>(
    resource: Resource,
    options: ListOptions,
    resourceVersion: string,
  ): Promise<KubeList<T>> {
    return this.#list<T>(resource, { ...options, resourceVersion }, { resourceVersionMatch: "Exact" });
  }

  async create<T extends KubeObject>(resource: Resource, object: T): Promise<T> {
    const { namespace } = object.metadata;
    return this.#ask({ method: "POST", path: pathOf(resource, { namespace }), body: object }) as T;
  }

  async update<T extends KubeObject>(resource: Resource, object: T): Promise<T> {
    return this.#ask({ method: "PUT", path: pathOf(resource, object.metadata), body: object }) as T;
  }

  async updateStatus<T extends KubeObject>(resource: Resource, object: T): Promise<T> {
    const path = pathOf(resource, { ...object.metadata, subresource: "status" });
    return this.#ask({ method: "PUT", path, body: object }) as T;
  }

  async patch<T extends KubeObject>(resource: Resource, ref: ObjectRef, patch: Patch): Promise<T> {
    const { type, body, subresource } = patch;
    const path = pathOf(resource, { ...ref, ...(subresource && { subresource }) });
    const query = type === "apply" ? queryOf({ fieldManager: patch.fieldManager, force: patch.force }) : "";
    return this.#ask({ method: "PATCH", path, query, body, contentType: PATCH_TYPES[type] }) as T;
  }

  async delete(resource: Resource, ref: ObjectRef, options: DeleteOptions = {}): Promise<void> {
    const { propagationPolicy, ...preconditions } = options;
    const body = { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy, preconditions };
    this.#ask({ method: "DELETE", path: pathOf(resource, ref), body });
  }

  async *watch<T extends KubeObject>(
    resource: Resource,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void, void> {
    const { namespace, signal, ...selection } = options;
    const query = queryOf({ watch: true, allowWatchBookmarks: true, ...selection });
    if (signal.aborted) return;
    const answer = this.#send({ method: "GET", path: pathOf(resource, { namespace }), query });
    if (!("openWatch" in answer)) throw refusalOf(answer);
    const lines = new LineQueue();
    const watch = answer.openWatch(lines);
    const end = (): void => watch.end();
    signal.addEventListener("abort", end, { once: true });
    watch.start();
    try {
      for await (const line of lines.read()) {
        if (signal.aborted) return;
        yield parseWatchLine<T>(line);
      }
    } finally {
      signal.removeEventListener("abort", end);
      watch.end();
    }
  }

  #list<T extends KubeObject>(
    resource: Resource,
    { namespace, ...selection }: ListOptions,
    more: Readonly<Record<string, string>> = {},
  ): KubeList<T> {
    const { kind, group, version } = resource;
    const apiVersion = group === "" ? version : `${group}/${version}`;
    const query = queryOf({ ...selection, ...more });
    const path = pathOf(resource, { namespace });
    const list = this.#ask({ method: "GET", path, query }) as KubeList<T>;
    return { metadata: list.metadata, items: list.items.map((item) => ({ ...item, apiVersion, kind })) };
  }

  #ask(request: DirectRequest): unknown {
    const answer = this.#send(request);
    if (!("body" in answer) || answer.code >= 300) throw refusalOf(answer);
    return JSON.parse(answer.body) as unknown;
  }

  #send({ method, path, query = "", body, contentType = "application/json" }: DirectRequest): Answer {
    return this.#server.answer({
      method,
      // As a connection would bring it: escapes are read by the server.
      path,
      query: new URLSearchParams(query),
      accept: "application/json",
      contentType: body === undefined ? "" : contentType,
      userAgent: "direct",
      user: ADMIN,
      body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
    });
  }
}

function refusalOf(answer: Answer): Error {
  if ("openWatch" in answer) return new Error("the answer is a watch, which nobody asked for");
  return statusErrorOf(answer.body, { code: answer.code });
}

/** Lines that are written at any time and read one after the other. */
class LineQueue implements WatchSink {
  readonly #lines: string[] = [];
  #ended = false;
  #wake = (): void => {};

  write(line: Buffer): void {
    this.#lines.push(line.toString());
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *read(): AsyncGenerator<string, void, void> {
    for (;;) {
      for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) yield line;
      if (this.#ended) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
