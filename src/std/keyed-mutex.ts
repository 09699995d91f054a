/** Runs work for the same key one after the other, and work for different keys side by side. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<void>>();

  /** Waits for earlier work of this key, whether it failed or not, then runs `work` and hands its outcome on. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    this.#tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
