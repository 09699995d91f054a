import type { Timers } from "../std/timers.ts";

export interface WatchdogOptions {
  /** Ends the watch too. */
  readonly parent: AbortSignal;
  readonly timers: Timers;
  readonly silentAfterMs: number;
}

/** Ends a watch that says nothing for too long: a half-open connection looks just like a quiet cluster. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #controller = new AbortController();
  #cancel = (): void => {};
  #silent = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  /** For the watch that is guarded. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True when the watch was ended for its silence. */
  get silent(): boolean {
    return this.#silent;
  }

  start(): void {
    const { parent } = this.#options;
    if (parent.aborted) return this.#controller.abort();
    parent.addEventListener("abort", this.end, { once: true });
    this.noteLife();
  }

  /** The watch said something. */
  noteLife(): void {
    const { timers, silentAfterMs } = this.#options;
    this.#cancel();
    this.#cancel = timers.after(silentAfterMs, () => {
      this.#silent = true;
      this.end();
    });
  }

  /** Ends the watch. */
  readonly end = (): void => this.#controller.abort();

  /** The watch is over. */
  stop(): void {
    this.#cancel();
    this.#options.parent.removeEventListener("abort", this.end);
  }
}
