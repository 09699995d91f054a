import { type ApiError, badRequest, expired } from "../api-error.ts";
import type { Collection } from "../storage/collection.ts";
import { type ResourceType, type ServedVersion, apiVersionOf } from "../types/resource-type.ts";
import { readRevision } from "./list-objects.ts";
import type { ObjectSelection } from "./object-selection.ts";
import type { Representation } from "./representation.ts";
import { encodeEvent, eventFor } from "./watch-event.ts";

/** Where the lines of a watch go. */
export interface WatchSink {
  write(line: Buffer): void;
  end(): void;
}

export interface WatchRequest {
  readonly type: ResourceType;
  readonly version: ServedVersion;
  readonly collection: Collection;
  readonly selection: ObjectSelection;
  readonly representation: Representation;
  readonly query: URLSearchParams;
  /** The server's revision at any moment. */
  readonly currentRevision: () => number;
  readonly bookmarkIntervalMs: number;
  readonly sink: WatchSink;
}

const INITIAL_EVENTS_END = { annotations: { "k8s.io/initial-events-end": "true" } };
const BOOKMARK_BEFORE_END_MS = 2_000;
/** Longer ones would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const DEFAULT_TIMEOUT_SECONDS = 1_800;

/** Throws 400 when the options of a watch cannot be read: afterwards, the answer has begun. */
export function checkWatchQuery(query: URLSearchParams): void {
  readRevision(query.get("resourceVersion") || "0");
  const timeout = query.get("timeoutSeconds") || "0";
  if (!/^\d+$/u.test(timeout)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(timeout)}: invalid syntax`);
  }
}

/**
 * One running watch: events after a resourceVersion, or the present state first when none or `0` is given, with
 * bookmarks ("Efficient detection of changes" in the Kubernetes API concepts).
 */
export class ObjectWatch {
  readonly #request: WatchRequest;
  readonly #timers: NodeJS.Timeout[] = [];
  #unsubscribe = (): void => {};
  #ended = false;

  constructor(request: WatchRequest) {
    this.#request = request;
  }

  start(): void {
    const { collection, query } = this.#request;
    if (!this.#sendPast()) return;
    this.#unsubscribe = collection.subscribe(
      (change) => {
        const event = eventFor(change, this.#request.selection);
        if (event !== undefined) this.#send(encodeEvent(event, this.#request.representation));
      },
      () => this.end(),
    );
    this.#startTimers(Number(query.get("timeoutSeconds") || DEFAULT_TIMEOUT_SECONDS));
  }

  /** Ends the watch in an orderly way; what was sent stays sent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unsubscribe();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#request.sink.end();
  }

  /** Sends an ERROR event and ends. */
  fail(error: ApiError): void {
    this.#send(Buffer.from(`${JSON.stringify({ type: "ERROR", object: error.toStatus() })}\n`));
    this.end();
  }

  /** Sends a BOOKMARK with the present revision, if the client asked for bookmarks. */
  sendBookmark(metadata: object = {}): void {
    const { type, version, query, currentRevision } = this.#request;
    if (query.get("allowWatchBookmarks") !== "true") return;
    const object = {
      kind: type.kind,
      apiVersion: apiVersionOf(type.group, version.name),
      metadata: { resourceVersion: String(currentRevision()), creationTimestamp: null, ...metadata },
    };
    this.#send(Buffer.from(`${JSON.stringify({ type: "BOOKMARK", object })}\n`));
  }

  /** Sends what happened before the watch began; false when that is no longer known and the watch has ended. */
  #sendPast(): boolean {
    const { query } = this.#request;
    const asked = query.get("resourceVersion") ?? "";
    const sendInitialEvents = query.get("sendInitialEvents");
    if (sendInitialEvents === "true" || (sendInitialEvents === null && (asked === "" || asked === "0"))) {
      this.#sendPresent();
      if (sendInitialEvents === "true") this.sendBookmark(INITIAL_EVENTS_END);
      return true;
    }
    return asked === "" || asked === "0" || this.#sendSince(readRevision(asked));
  }

  #sendPresent(): void {
    const { collection, selection, representation } = this.#request;
    for (const object of collection.list(selection.namespace)) {
      if (selection.matches(object)) this.#send(encodeEvent({ type: "ADDED", object }, representation));
    }
  }

  #sendSince(revision: number): boolean {
    const { collection, selection, representation } = this.#request;
    const changes = collection.history.since(revision);
    if (changes === undefined) {
      const { oldestRevision } = collection.history;
      this.fail(expired(`too old resource version: ${revision} (${oldestRevision})`));
      return false;
    }
    for (const change of changes) {
      const event = eventFor(change, selection);
      if (event !== undefined) this.#send(encodeEvent(event, representation));
    }
    return true;
  }

  #startTimers(timeoutSeconds: number): void {
    const timeoutMs = Math.min(timeoutSeconds * 1_000, LONGEST_TIMER_MS);
    const { bookmarkIntervalMs } = this.#request;
    this.#timers.push(
      setInterval(() => this.sendBookmark(), bookmarkIntervalMs).unref(),
      setTimeout(() => this.end(), timeoutMs).unref(),
    );
    if (timeoutMs > BOOKMARK_BEFORE_END_MS) {
      this.#timers.push(setTimeout(() => this.sendBookmark(), timeoutMs - BOOKMARK_BEFORE_END_MS).unref());
    }
  }

  #send(line: Buffer): void {
    if (!this.#ended) this.#request.sink.write(line);
  }
}
