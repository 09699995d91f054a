import type { KubeObject, WatchEvent } from "../../src/kube/kube-api.ts";
import type { Timers } from "../../src/std/timers.ts";

type Event = WatchEvent<KubeObject>;

/** What one watch tells: events that come out at once, later, or when they are let go. */
export class Stream {
  readonly #queue: Event[] = [];
  readonly #held: Event[] = [];
  /** On their way in order, and those that go their own ways. */
  #late: Event[] = [];
  #underway = 0;
  #ended = false;
  #error: Error | undefined;
  #wake = (): void => {};
  readonly #onClose: () => void;

  /** `onClose`: nobody reads it any more. */
  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  get error(): Error | undefined {
    return this.#error;
  }

  /** Events that are still to come out. */
  get hasUnsent(): boolean {
    return this.#held.length > 0 || this.#late.length > 0 || this.#underway > 0;
  }

  push(event: Event): void {
    if (this.#ended) return;
    this.#queue.push(event);
    this.#wake();
  }

  hold(event: Event): void {
    this.#held.push(event);
  }

  /** Lets go of what is held and of what is late, in order. */
  release(): void {
    for (const event of this.#late.splice(0)) this.push(event);
    for (const event of this.#held.splice(0)) this.push(event);
  }

  /** After so long, and after all that came before it. */
  deliverInOrder(event: Event, delayMs: number, timers: Timers): void {
    if (delayMs <= 0 && this.#late.length === 0) return this.push(event);
    this.#late.push(event);
    timers.after(Math.max(0, delayMs), () => this.#deliverUpTo(event));
  }

  /** After so long, whatever came before. */
  deliverAfter(event: Event, delayMs: number, timers: Timers): void {
    this.#underway += 1;
    timers.after(delayMs, () => {
      this.#underway -= 1;
      this.push(event);
    });
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Nobody reads it any more. */
  close(): void {
    this.#ended = true;
    this.#onClose();
  }

  fail(error: unknown): void {
    this.#error = error instanceof Error ? error : new Error(String(error));
    this.end();
  }

  async *read(): AsyncGenerator<Event, void, void> {
    for (;;) {
      for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) yield event;
      if (this.#ended) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #deliverUpTo(event: Event): void {
    const position = this.#late.indexOf(event);
    for (const due of this.#late.splice(0, position + 1)) this.push(due);
  }
}
