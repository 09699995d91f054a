// Tells people at the cluster what happened, beside the work and never in its way: nothing depends on an Event.
import type { KubeApi, KubeObject } from "../kube/kube-api.ts";
import { isAlreadyExists, isNotFound } from "../kube/kube-error.ts";
import { cutTo } from "../objects/characters.ts";
import { EVENTS } from "../objects/resources.ts";
import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import { type Timers, sleep, systemTimers } from "../std/timers.ts";
import { EventBudget, type Permission } from "./event-budget.ts";
import { type EventSeries, beginSeries, stateOf } from "./event-series.ts";
import type { Notable } from "./step.ts";

export interface EventRecorderOptions {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timers?: Timers;
}

/** The same within this time raises the count of one Event, as client-go does. */
const SAME_WITHIN_MS = 10 * 60_000;
/** Series that are remembered, those used last; and those that wait to be written. */
const MOST_SERIES = 4096;
const MOST_WAITING = 1000;
const WRITERS = 2;
/** The API's bound for the text of an Event. */
const MESSAGE_BYTES = 1024;
/** Of the time that a pod has to end. */
const STOP_WITHIN_MS = 5000;

/**
 * Writes what is told as Events, two at a time. What is told again is counted on the Event that is there; what is too
 * much for an object, a namespace or the queue is left to the log, and so is what the API server does not take.
 */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #budget = new EventBudget();
  /** By object and what is told of it, the one used last at the end. */
  readonly #series = new Map<string, EventSeries>();
  readonly #waiting = new Set<EventSeries>();
  readonly #writing = new Map<EventSeries, Promise<void>>();
  #stopped = false;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  /** Takes it and returns; it is written as soon as may be. */
  record(object: KubeObject, told: Notable | undefined): void {
    if (told === undefined) return;
    const notable = { ...told, message: cutTo(told.message, MESSAGE_BYTES) };
    const { namespace = "", name } = object.metadata;
    this.#options.logger.info({ namespace, name, reason: notable.reason }, notable.message);
    const nowMs = this.#options.clock.now();
    const who = `${object.kind} ${namespace}/${name}`;
    const series = this.#seriesOf(`${who} ${Object.values(notable).join(" ")}`, object, notable, nowMs);
    series.count += 1;
    series.lastMs = nowMs;
    series.object = object;
    // What waits is written with the count that it has by then.
    if (this.#stopped || this.#waiting.has(series)) return;
    const permission = this.#permit({ namespace, object: who, type: notable.type }, nowMs);
    if (permission === "refused") return;
    if (permission === "refused first") {
      const fields = { namespace, name, reason: notable.reason };
      this.#options.logger.warn(fields, "Too many Events at once; the next ones are in the log only.");
      return;
    }
    this.#waiting.add(series);
    this.#pump();
  }

  /** Writes what waits, for a few seconds at most; takes no more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const tooLate = new AbortController();
    const drained = this.#drain().then(() => tooLate.abort());
    await Promise.race([
      drained,
      sleep(this.#options.timers ?? systemTimers, STOP_WITHIN_MS, tooLate.signal),
    ]);
    if (this.#waiting.size === 0) return;
    this.#options.logger.warn({ events: this.#waiting.size }, "Stopped before all Events were written.");
    this.#waiting.clear();
  }

  async #drain(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing.values());
  }

  #permit(who: Parameters<EventBudget["take"]>[0], nowMs: number): Permission {
    if (this.#waiting.size >= MOST_WAITING) return "refused";
    return this.#budget.take(who, nowMs);
  }

  #seriesOf(key: string, object: KubeObject, notable: Notable, nowMs: number): EventSeries {
    const held = this.#series.get(key);
    this.#series.delete(key);
    const isSame = held !== undefined && nowMs - held.lastMs <= SAME_WITHIN_MS;
    const series = isSame ? held : beginSeries(object, notable, nowMs);
    this.#series.set(key, series);
    const [oldest] = this.#series.keys();
    if (this.#series.size > MOST_SERIES && oldest !== undefined) this.#series.delete(oldest);
    return series;
  }

  #pump(): void {
    for (const series of this.#waiting) {
      if (this.#writing.size >= WRITERS) return;
      if (this.#writing.has(series)) continue;
      this.#waiting.delete(series);
      this.#writing.set(series, this.#write(series));
    }
  }

  async #write(series: EventSeries): Promise<void> {
    const { metadata, reason, involvedObject } = series.event;
    try {
      await (series.written ? this.#raise(series) : this.#create(series));
    } catch (err) {
      const fields = { err, namespace: metadata.namespace, name: involvedObject["name"], reason };
      this.#options.logger.warn(fields, "An Event could not be written.");
    } finally {
      this.#writing.delete(series);
      this.#pump();
    }
  }

  async #create(series: EventSeries): Promise<void> {
    const { api } = this.#options;
    try {
      await api.create(EVENTS, { ...series.event, ...stateOf(series) });
    } catch (error) {
      // Of an earlier try whose answer was lost.
      if (!isAlreadyExists(error)) throw error;
      await this.#patch(series);
    }
    series.written = true;
  }

  /** The API server forgets Events after an hour or so, and anybody may delete one: then it is created anew. */
  async #raise(series: EventSeries): Promise<void> {
    try {
      await this.#patch(series);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await this.#create(series);
    }
  }

  async #patch(series: EventSeries): Promise<void> {
    const { namespace = "", name } = series.event.metadata;
    const patch = { type: "merge", body: stateOf(series) } as const;
    await this.#options.api.patch(EVENTS, { namespace, name }, patch);
  }
}
