// The Kubernetes port over HTTP: what a request is, what its answer means, and when to ask again.
import { readBody, withDeadline } from "../net/limits.ts";
import { parseRetryAfter } from "../net/retry.ts";
import { type Clock, systemClock } from "../std/clock.ts";
import { formatJson } from "../std/format-json.ts";
import { type Timers, sleep, systemTimers } from "../std/timers.ts";
import type {
  CallOptions,
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
} from "./kube-api.ts";
import type { KubeConnection } from "./kube-connection.ts";
import { KubeError, KubeUnavailableError } from "./kube-error.ts";
import { type HttpAnswer, type HttpRequest, KubeTransport, type TransportOptions } from "./kube-transport.ts";
import { nameKind } from "./name-kind.ts";
import { pathOf, queryOf } from "./resource-path.ts";
import { waitBeforeRetry } from "./retry-policy.ts";
import type { ServerContact } from "./server-contact.ts";
import { statusErrorOf } from "./status-error.ts";
import { parseWatchLine } from "./watch-events.ts";
import { splitLines } from "./watch-lines.ts";

type KubeVerb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete";

/** One HTTP request that is over (a watch: that has begun). */
export interface RequestReport {
  readonly verb: KubeVerb;
  readonly resource: Resource;
  readonly subresource?: "status";
  /** The HTTP status; 0 when no answer came. */
  readonly code: number;
  /** Until the answer began. */
  readonly durationMs: number;
}

export interface HttpKubeApiOptions extends TransportOptions {
  /** For a whole request that is no watch, the reading of its answer included; 60 s when absent. */
  readonly requestTimeoutMs?: number;
  /** The longest answer that is taken, in bytes; 256 MiB when absent. */
  readonly maxAnswerBytes?: number;
  /** Called for each HTTP request, repeated ones too; for metrics. Must not throw. */
  readonly onRequest?: (report: RequestReport) => void;
  /** Told how each exchange went. */
  readonly contact?: ServerContact;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: () => number;
}

interface Parsed<T> {
  readonly parsed: T;
  /** Of the text. */
  readonly length: number;
}

type Intent = Pick<RequestReport, "verb" | "resource" | "subresource"> & Omit<HttpRequest, "signal">;

/** A Kubernetes API at the other end of HTTP. Holds its connections until `close()`. */
export class HttpKubeApi implements KubeApi {
  readonly #transport: KubeTransport;
  readonly #options: HttpKubeApiOptions;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #random: () => number;

  constructor(connection: KubeConnection, options: HttpKubeApiOptions = {}) {
    this.#transport = new KubeTransport(connection, options);
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#timers = options.timers ?? systemTimers;
    this.#random = options.random ?? Math.random;
  }

  async get<T extends KubeObject>(resource: Resource, ref: ObjectRef, options?: CallOptions): Promise<T> {
    return await this.#ask<T>({ verb: "get", resource, method: "GET", path: pathOf(resource, ref) }, options);
  }

  async list<T extends KubeObject>(resource: Resource, options: ListOptions = {}): Promise<KubeList<T>> {
    const { namespace, ...query } = options;
    const path = pathOf(resource, { namespace }) + queryOf(query);
    const request = { verb: "list", resource, method: "GET", path } as const;
    const { parsed: list, length } = await this.#askWhole<KubeList<T>>(request);
    return { metadata: list.metadata, items: nameKind(list.items ?? [], resource), length };
  }

  async create<T extends KubeObject>(resource: Resource, object: T, options?: CallOptions): Promise<T> {
    const path = pathOf(resource, { namespace: namespaceOf(resource, object) }) + validationOf(resource);
    const intent = { verb: "create", resource, method: "POST", path } as const;
    return await this.#ask<T>({ ...intent, ...jsonBody(object) }, options);
  }

  async update<T extends KubeObject>(resource: Resource, object: T): Promise<T> {
    const path = pathOf(resource, object.metadata) + validationOf(resource);
    return await this.#ask<T>({ verb: "update", resource, method: "PUT", path, ...jsonBody(object) });
  }

  async updateStatus<T extends KubeObject>(resource: Resource, object: T, options?: CallOptions): Promise<T> {
    const path = pathOf(resource, refOf(object, "status")) + validationOf(resource);
    const intent = { verb: "update", resource, subresource: "status", method: "PUT", path } as const;
    return await this.#ask<T>({ ...intent, ...jsonBody(object) }, options);
  }

  async patch<T extends KubeObject>(resource: Resource, ref: ObjectRef, patch: Patch): Promise<T> {
    const { type, body, subresource } = patch;
    const on = subresource === undefined ? {} : { subresource };
    const query = type === "apply" ? queryOf({ fieldManager: patch.fieldManager, force: patch.force }) : "";
    return await this.#ask<T>({
      verb: "patch",
      resource,
      ...on,
      method: "PATCH",
      path: pathOf(resource, { ...ref, ...on }) + query,
      ...jsonBody(body, PATCH_TYPES[type]),
    });
  }

  async delete(resource: Resource, ref: ObjectRef, options: DeleteOptions = {}): Promise<void> {
    const { propagationPolicy, ...preconditions } = options;
    const body = { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy, preconditions };
    const path = pathOf(resource, ref);
    await this.#ask({ verb: "delete", resource, method: "DELETE", path, ...jsonBody(body) });
  }

  /** Ends without an error when the server ends it, and when `signal` does. Bookmarks are always asked for. */
  async *watch<T extends KubeObject>(
    resource: Resource,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void, void> {
    const { namespace, signal, ...query } = options;
    const path =
      pathOf(resource, { namespace }) + queryOf({ watch: true, allowWatchBookmarks: true, ...query });
    const request: HttpRequest = { method: "GET", path, endless: true, signal };
    if (signal.aborted) return;
    try {
      const answer = await this.#begin({ verb: "watch", resource, ...request }, request);
      this.#options.contact?.noteAnswer();
      for await (const line of splitLines(answer.body)) yield parseWatchLine<T>(line);
    } catch (error) {
      if (signal.aborted) return;
      throw this.#noteError(request, isOurs(error) ? error : this.#transport.describeLoss(request, error));
    }
  }

  /** Ends all connections, watches included; the client is of no use afterwards. */
  close(): void {
    this.#transport.close();
  }

  async #ask<T>(intent: Intent, options?: CallOptions): Promise<T> {
    return (await this.#askWhole<T>(intent, options)).parsed;
  }

  async #askWhole<T>(intent: Intent, { timeoutMs = Infinity }: CallOptions = {}): Promise<Parsed<T>> {
    const { requestTimeoutMs = 60_000 } = this.#options;
    const startedMs = performance.now();
    let elapsedMs = 0;
    for (let tries = 1; ; tries += 1) {
      try {
        const limitMs = Math.min(requestTimeoutMs, Math.max(1, Math.round(timeoutMs - elapsedMs)));
        return await withDeadline(limitMs, (signal) => this.#exchange<T>(intent, { ...intent, signal }));
      } catch (error) {
        elapsedMs = performance.now() - startedMs;
        const idempotent = intent.method === "GET";
        const waitMs = waitBeforeRetry({ error, tries, idempotent, elapsedMs }, this.#random);
        if (waitMs === undefined || elapsedMs + waitMs >= timeoutMs) throw error;
        await sleep(this.#timers, waitMs);
        elapsedMs = performance.now() - startedMs;
      }
    }
  }

  async #exchange<T>(intent: Intent, request: HttpRequest): Promise<Parsed<T>> {
    try {
      const answer = await this.#begin(intent, request);
      const text = await readBody(answer.body, this.#maxAnswerBytes);
      const parsed = parseAnswer(text, intent.verb) as T;
      this.#options.contact?.noteAnswer();
      return { parsed, length: text.length };
    } catch (error) {
      if (isOurs(error)) throw this.#noteError(request, error);
      throw this.#noteError(request, this.#transport.describeLoss(request, error));
    }
  }

  #noteError(request: HttpRequest, error: unknown): unknown {
    this.#options.contact?.noteError(error, request.method);
    return error;
  }

  /** Sends the request, reports it, and throws what the answer refuses; the body of a good answer is still to be read. */
  async #begin(intent: Intent, request: HttpRequest): Promise<HttpAnswer> {
    const startedMs = performance.now();
    let code = 0;
    try {
      const answer = await this.#transport.send(request);
      code = answer.code;
      if (code >= 200 && code < 300) return answer;
      const text = answer.redact(await readBody(answer.body, this.#maxAnswerBytes));
      const retryAfterMs = parseRetryAfter(answer.headers["retry-after"], this.#clock.now());
      throw statusErrorOf(text, { code, retryAfterMs });
    } finally {
      const { verb, resource, subresource } = intent;
      const on = subresource === undefined ? {} : { subresource };
      const durationMs = performance.now() - startedMs;
      this.#options.onRequest?.({ verb, resource, ...on, code, durationMs });
    }
  }

  get #maxAnswerBytes(): number {
    return this.#options.maxAnswerBytes ?? 256 * 1024 * 1024;
  }
}

/** What comes from another than an API server, a proxy's page above all, says nothing of the request. */
function parseAnswer(text: string, verb: KubeVerb): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Error("the answer is not JSON");
  }
  // A deletion is answered with a Status, or with what was there.
  const { metadata }: { readonly metadata?: unknown } = Object(answer);
  if (verb === "delete" || (typeof metadata === "object" && metadata !== null)) return answer;
  throw new Error("the answer is not an object of Kubernetes");
}

/** JSON is YAML too, and a server that is not the newest takes apply patches as YAML alone. */
const PATCH_TYPES = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

function isOurs(error: unknown): boolean {
  return error instanceof KubeError || error instanceof KubeUnavailableError;
}

function jsonBody(body: unknown, contentType = "application/json"): { body: string; contentType: string } {
  return { body: formatJson(body), contentType };
}

/** Kubernetes API concepts, "Field validation". */
function validationOf({ refusesUnknownFields }: Resource): string {
  return queryOf({ fieldValidation: refusesUnknownFields && "Strict" });
}

function namespaceOf(resource: Resource, { metadata }: KubeObject): string | undefined {
  if (resource.namespaced && metadata.namespace === undefined) {
    throw new TypeError(
      `${resource.kind} "${metadata.name}" needs a namespace: ${resource.plural} are namespaced`,
    );
  }
  return metadata.namespace;
}

function refOf({ metadata }: KubeObject, subresource: "status"): ObjectRef & { subresource: "status" } {
  const { namespace, name } = metadata;
  return { name, ...(namespace === undefined ? {} : { namespace }), subresource };
}
