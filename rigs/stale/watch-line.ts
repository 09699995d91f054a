// How one kind reaches one replica: a list and a watch that are held, late, lossy, out of order or silent.
import type {
  KubeList,
  KubeObject,
  ListOptions,
  Resource,
  WatchEvent,
  WatchOptions,
} from "../../src/kube/kube-api.ts";
import type { Timers } from "../../src/std/timers.ts";
import type { Chance } from "./chance.ts";
import type { Cluster } from "./cluster.ts";
import type { WatchWeather } from "./schedule.ts";
import { Stream } from "./stream.ts";

/** Share of events that come twice while they come in any order. */
const TWICE = 0.2;

export interface WatchLineOptions {
  readonly cluster: Cluster;
  readonly time: Timers & { now(): number };
  readonly chance: Chance;
}

export class WatchLine {
  readonly #options: WatchLineOptions;
  readonly #streams = new Set<Stream>();
  #weather: WatchWeather = { mode: "clear" };
  /** Of the moment in which events began to be held. */
  #heldAt = 0;

  constructor(options: WatchLineOptions) {
    this.#options = options;
  }

  setWeather(weather: WatchWeather): void {
    this.#weather = weather;
    this.#heldAt = this.#options.cluster.revision;
    if (weather.mode !== "held") for (const stream of this.#streams) stream.release();
  }

  /** Whoever listened is dead. */
  disconnect(): void {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }

  async list<T extends KubeObject>(resource: Resource, options: ListOptions): Promise<KubeList<T>> {
    const { cluster } = this.#options;
    const revision = this.#listedRevision();
    // A page after the first is of the version that its token names.
    if (revision === undefined || options.continue !== undefined)
      return await cluster.api.list<T>(resource, options);
    return await cluster.api.listAt<T>(resource, options, String(revision));
  }

  async *watch<T extends KubeObject>(
    resource: Resource,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void, void> {
    const { time, cluster } = this.#options;
    const { timeoutSeconds = 30, signal, ...selection } = options;
    const stop = new AbortController();
    const stream = new Stream(() => stop.abort());
    const source = cluster.api.watch<T>(resource, { ...selection, signal: stop.signal });
    const pumped = this.#pump(source, stream);
    const end = (): void => stream.end();
    signal.addEventListener("abort", end, { once: true });
    const cancel = time.after(timeoutSeconds * 1000, () => this.#endInTime(stream));
    this.#streams.add(stream);
    try {
      for await (const event of stream.read()) yield event as WatchEvent<T>;
      if (!signal.aborted && stream.error !== undefined) throw stream.error;
    } finally {
      cancel();
      signal.removeEventListener("abort", end);
      this.#streams.delete(stream);
      stop.abort();
      await pumped;
    }
  }

  async #pump(source: AsyncIterable<WatchEvent<KubeObject>>, stream: Stream): Promise<void> {
    try {
      for await (const event of source) if (event.type !== "BOOKMARK") this.#send(stream, event);
    } catch (error) {
      stream.fail(error);
    }
  }

  #send(stream: Stream, event: WatchEvent<KubeObject>): void {
    const { time, chance } = this.#options;
    const weather = this.#weather;
    switch (weather.mode) {
      case "clear":
        return stream.deliverInOrder(event, 0, time);
      case "held":
        return stream.hold(event);
      case "late":
        return stream.deliverInOrder(event, weather.byMs - this.#ageOf(event), time);
      case "lossy":
        return chance.happens(weather.share) ? undefined : stream.deliverInOrder(event, 0, time);
      case "shuffled":
        stream.deliverAfter(event, chance.between(0, weather.withinMs), time);
        if (chance.happens(TWICE)) stream.deliverAfter(event, chance.between(0, weather.withinMs), time);
        return;
      case "silent":
        return;
    }
  }

  /** A healthy server ends a watch when it was asked to, with a bookmark just before that promises no more than it sent. */
  #endInTime(stream: Stream): void {
    if (this.#weather.mode === "silent") return;
    if (this.#weather.mode === "clear" && !stream.hasUnsent) {
      stream.push({ type: "BOOKMARK", resourceVersion: String(this.#options.cluster.revision) });
    }
    stream.end();
  }

  /** How long ago it happened. */
  #ageOf(event: WatchEvent<KubeObject>): number {
    const { cluster, time } = this.#options;
    if (event.type === "BOOKMARK") return 0;
    return time.now() - cluster.timeOf(Number(event.object.metadata.resourceVersion));
  }

  #listedRevision(): number | undefined {
    const weather = this.#weather;
    if (weather.mode === "held" && weather.oldLists) return this.#heldAt;
    if (weather.mode === "late" && weather.oldLists)
      return this.#options.cluster.revisionBefore(weather.byMs);
    return undefined;
  }
}
