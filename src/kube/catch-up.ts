import type { Clock } from "../std/clock.ts";
import type { Timers } from "../std/timers.ts";
import { compareResourceVersions, isComparable } from "./resource-version.ts";

export interface CatchUpOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** So long may a healthy watch take to bring what is known already. */
  readonly graceMs: number;
  /** Called when it takes longer, and again when a list has not brought it either. */
  readonly onStuck: (sinceMs: number) => void;
}

interface Sighting {
  readonly version: string;
  readonly atMs: number;
}

/**
 * How far a copy of a collection has come, beside what this process knows of the collection by its own writes and
 * reads. Whatever is written makes an event on a watch of the collection: when it does not come, the watch is held up
 * somewhere, however much else it brings.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  /** Of the last list, event or bookmark. */
  #reached: string | undefined;
  /** What is known and was not reached yet: the first of it, and the newest. */
  #first: Sighting | undefined;
  #newest: Sighting | undefined;
  #cancel = (): void => {};

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Since when something is known that the copy has not reached, in milliseconds since the epoch. */
  get behindSinceMs(): number | undefined {
    return this.#first?.atMs;
  }

  /** False once that has lasted for longer than the grace. */
  get inTime(): boolean {
    const { clock, graceMs } = this.#options;
    return this.#first === undefined || clock.now() - this.#first.atMs <= graceMs;
  }

  /** The API server has shown this version of an object elsewhere than on the watch. */
  noteSeen(version: string | undefined): void {
    if (version === undefined || !isComparable(version)) return;
    const known = this.#newest?.version ?? this.#reached ?? "0";
    if (compareResourceVersions(version, known) <= 0) return;
    this.#newest = { version, atMs: this.#options.clock.now() };
    if (this.#first !== undefined) return;
    this.#first = this.#newest;
    this.#arm(this.#first.atMs);
  }

  /** All up to this version has come by a list. One that is older than what is known comes from something that is behind. */
  noteListed(version: string): void {
    this.noteReached(version);
    this.#arm(this.#options.clock.now());
  }

  /** All up to this version has come. */
  noteReached(version: string): void {
    if (compareResourceVersions(version, this.#reached ?? "0") <= 0) return;
    this.#reached = version;
    if (!this.#isBehind(this.#newest)) this.#newest = undefined;
    if (this.#first === undefined || this.#isBehind(this.#first)) return;
    this.#first = this.#newest;
    this.#arm(this.#first?.atMs ?? 0);
  }

  /** Versions have begun anew: nothing is known. */
  forget(): void {
    this.#reached = undefined;
    this.#newest = undefined;
    this.#first = undefined;
    this.stop();
  }

  stop(): void {
    this.#cancel();
  }

  #isBehind(sighting: Sighting | undefined): boolean {
    return sighting !== undefined && compareResourceVersions(sighting.version, this.#reached ?? "0") > 0;
  }

  /** Once the grace is over, counted from `fromMs`. */
  #arm(fromMs: number): void {
    const { clock, timers, graceMs, onStuck } = this.#options;
    const first = this.#first;
    this.#cancel();
    if (first === undefined) return;
    this.#cancel = timers.after(fromMs + graceMs - clock.now(), () => onStuck(first.atMs));
  }
}
