/** As many at a time as there are places; the others wait in the order they came. */
export class Turns {
  #free: number;
  readonly #places: number;
  #waiting: readonly (() => void)[] = [];
  #onAllGiven: (() => void) | undefined;

  constructor(places: number) {
    this.#free = places;
    this.#places = places;
  }

  /** Resolves with false when `signal` ends before it is one's turn; only after true there is something to give back. */
  async take(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const begin = (): void => resolve(true);
    const leave = (): void => {
      this.#waiting = this.#waiting.filter((other) => other !== begin);
      resolve(false);
    };
    this.#waiting = [...this.#waiting, begin];
    signal.addEventListener("abort", leave, { once: true });
    const hasTurn = await promise;
    signal.removeEventListener("abort", leave);
    return hasTurn;
  }

  give(): void {
    const [next, ...others] = this.#waiting;
    this.#waiting = others;
    if (next !== undefined) return next();
    this.#free += 1;
    if (this.#free === this.#places) this.#onAllGiven?.();
  }

  /** Resolves when nobody has a turn. */
  async allGiven(): Promise<void> {
    if (this.#free === this.#places) return;
    await new Promise<void>((resolve) => (this.#onAllGiven = resolve));
  }
}
