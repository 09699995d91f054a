// One list-then-watch loop over one collection. It never gives up: whatever happens, it waits and goes on.
import { type Clock, formatTime } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import type { Timers } from "../std/timers.ts";
import { CatchUp } from "./catch-up.ts";
import type { KubeApi, KubeObject, Resource, WatchEvent } from "./kube-api.ts";
import { KubeError, KubeUnavailableError, isExpired } from "./kube-error.ts";
import { listPages, type PagedList } from "./list-pages.ts";
import { keyOf } from "./object-store.ts";
import { compareResourceVersions } from "./resource-version.ts";
import { jitter } from "../net/retry.ts";
import { type ServerContact, waitForServer } from "./server-contact.ts";
import { chooseTimeoutSeconds, waitAfterFailure } from "./watch-pace.ts";
import { Watchdog } from "./watchdog.ts";

/** Where the reflector puts what it learns; `ObjectStore` is one. */
interface ReflectorSink {
  readonly size: number;
  upsert(object: KubeObject): void;
  remove(object: KubeObject): void;
  removeUnlisted(listed: ReadonlySet<string>, listVersion: string): void;
  distrustVersions(): void;
}

export interface ReflectorOptions {
  readonly api: KubeApi;
  readonly resource: Resource;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly sink: ReflectorSink;
  readonly contact: ServerContact | undefined;
  /** Called after the first complete list. */
  readonly onSynced: () => void;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly random: () => number;
  readonly silentAfterMs: number;
  readonly relistEveryMs: number;
  readonly behindGraceMs: number;
}

/** The most objects a page, however small they are. */
export const PAGE_SIZE = 250;
const SMALLEST_PAGE = 10;
/** A server that ends watches at once, without an error, would otherwise be asked without a pause. */
const SHORTEST_WATCH_MS = 1000;
/** A watch that lived so long shows that the server is well: what ends it then is a first failure again. */
const STEADY_WATCH_MS = 5000;

export class Reflector {
  readonly #options: ReflectorOptions;
  /** Where the next watch begins; `undefined`: only a list can tell. */
  #version: string | undefined;
  #relistDue = false;
  #cancelRelist = (): void => {};
  #watchdog: Watchdog | undefined;
  #failures = 0;
  #synced = false;
  #lastContactMs: number | undefined;
  /** The version of the last list; a lower one means that versions have begun anew. */
  #listVersion = "0";
  readonly #catchUp: CatchUp;

  constructor(options: ReflectorOptions) {
    const { clock, timers, behindGraceMs: graceMs } = options;
    this.#options = options;
    this.#catchUp = new CatchUp({ clock, timers, graceMs, onStuck: (sinceMs) => this.#onStuck(sinceMs) });
  }

  get synced(): boolean {
    return this.#synced;
  }

  /** When the server last said anything, in milliseconds since the epoch. */
  get lastContactMs(): number | undefined {
    return this.#lastContactMs;
  }

  /** Since when the process knows of something that neither list nor watch has brought, in milliseconds since the epoch. */
  get behindSinceMs(): number | undefined {
    return this.#catchUp.behindSinceMs;
  }

  /** False when it has been behind for longer than a healthy watch may be. */
  get inTime(): boolean {
    return this.#catchUp.inTime;
  }

  /** An object of this version was written or read. Of a selection, what is not selected makes no event. */
  noteSeen(version: string | undefined): void {
    const { labelSelector, fieldSelector } = this.#options;
    if (labelSelector === undefined && fieldSelector === undefined) this.#catchUp.noteSeen(version);
  }

  /** Lists and watches until `signal` is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.#version === undefined || this.#relistDue) await this.#list(signal);
        if (!signal.aborted) await this.#watch(signal);
      } catch (error) {
        if (!signal.aborted) await this.#recover(error, signal);
      }
    }
    this.#cancelRelist();
    this.#catchUp.stop();
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { api, resource, sink } = this.#options;
    // After a failure smaller pages: it may have been too much at once, for the server or for us.
    const limit = Math.max(SMALLEST_PAGE, Math.floor(PAGE_SIZE / 2 ** this.#failures));
    const listed = new Set<string>();
    let version: string | undefined;
    for await (const page of listPages({ api, resource, selection: this.#selection, limit })) {
      if (signal.aborted) return;
      this.#noteContact();
      if (version === undefined) this.#noteHistory(page.metadata.resourceVersion);
      version = page.metadata.resourceVersion;
      for (const item of page.items) {
        listed.add(keyOf(item.metadata));
        sink.upsert(item);
      }
    }
    if (version === undefined) return;
    sink.removeUnlisted(listed, version);
    this.#version = version;
    this.#catchUp.noteListed(version);
    this.#planRelist();
    if (!this.#synced) this.#noteSynced();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { api, resource, clock, timers, random, silentAfterMs } = this.#options;
    const startedMs = clock.now();
    const watchdog = new Watchdog({ parent: signal, timers, silentAfterMs });
    this.#watchdog = watchdog;
    watchdog.start();
    try {
      const events = api.watch(resource, {
        ...this.#selection,
        resourceVersion: this.#version ?? "0",
        timeoutSeconds: chooseTimeoutSeconds(silentAfterMs, random),
        signal: watchdog.signal,
      });
      for await (const event of events) {
        watchdog.noteLife();
        this.#noteContact();
        if (clock.now() - startedMs >= STEADY_WATCH_MS) this.#failures = 0;
        this.#apply(event);
      }
    } finally {
      watchdog.stop();
    }
    if (signal.aborted || this.#relistDue) return;
    if (watchdog.silent) throw new KubeUnavailableError(`the watch said nothing for ${silentAfterMs} ms`);
    this.#noteContact();
    const lastedMs = clock.now() - startedMs;
    if (lastedMs < SHORTEST_WATCH_MS) throw new Error(`the watch ended after ${lastedMs} ms`);
    this.#failures = 0;
  }

  #apply(event: WatchEvent<KubeObject>): void {
    const { sink } = this.#options;
    if (event.type === "BOOKMARK") return this.#noteVersion(event.resourceVersion);
    if (event.type === "DELETED") sink.remove(event.object);
    else sink.upsert(event.object);
    this.#noteVersion(event.object.metadata.resourceVersion);
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    const { resource, namespace, logger, timers, random, contact } = this.#options;
    // What the server itself refuses to go on with, it refuses again: begin anew.
    if (error instanceof KubeError) this.#version = undefined;
    this.#failures += 1;
    // A history that is no longer kept is no trouble of the server's: list at once, unless it says so again.
    if (isExpired(error) && this.#failures === 1) return;
    const { waitMs, atLeastMs } = waitAfterFailure(error, this.#failures, random);
    const failures = this.#failures;
    logger.warn(
      { err: error, resource: resource.plural, namespace, failures, waitMs },
      "lost contact; trying again",
    );
    const isBack = await waitForServer({ waitMs, atLeastMs, contact, timers, random, signal });
    if (isBack) this.#failures = 0;
  }

  get #selection(): PagedList["selection"] {
    const { namespace, labelSelector, fieldSelector } = this.#options;
    return {
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    };
  }

  /** Watches have lost events before, through no fault of theirs or ours; a list now and then finds them. */
  #planRelist(): void {
    const { timers, relistEveryMs, random } = this.#options;
    this.#relistDue = false;
    this.#cancelRelist();
    this.#cancelRelist = timers.after(jitter(relistEveryMs, random), () => {
      this.#relistDue = true;
      this.#watchdog?.end();
    });
  }

  #noteHistory(listVersion: string): void {
    if (compareResourceVersions(listVersion, this.#listVersion) < 0) {
      const { resource, namespace, logger, sink } = this.#options;
      const fields = { resource: resource.plural, namespace, from: this.#listVersion, to: listVersion };
      logger.warn(
        fields,
        "resource versions went backwards: the cluster was restored; taking its word for everything",
      );
      sink.distrustVersions();
      this.#version = undefined;
      this.#catchUp.forget();
    }
    this.#listVersion = listVersion;
  }

  /** The server answers, and yet the watch is held up somewhere: what it would bring is listed, and another is begun. */
  #onStuck(sinceMs: number): void {
    const { resource, namespace, logger } = this.#options;
    const fields = { resource: resource.plural, namespace, since: formatTime(sinceMs) };
    logger.warn(fields, "the watch does not deliver what was written; listing again");
    this.#relistDue = true;
    this.#watchdog?.end();
  }

  /** Never backwards: events may come late or twice. */
  #noteVersion(version: string | undefined): void {
    if (version === undefined || version === "") return;
    if (this.#version !== undefined && compareResourceVersions(version, this.#version) <= 0) return;
    this.#version = version;
    this.#catchUp.noteReached(version);
  }

  #noteContact(): void {
    this.#lastContactMs = this.#options.clock.now();
  }

  #noteSynced(): void {
    const { resource, namespace, logger, sink, onSynced } = this.#options;
    this.#synced = true;
    logger.info({ resource: resource.plural, namespace, objects: sink.size }, "listed; watching from here");
    onSynced();
  }
}
