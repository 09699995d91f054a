/** For how long a server may say that it has trouble before that counts as a refusal: a webhook that is down may stay down. */
const PATIENCE_MS = 60_000;

/** Since when the work on a name has failed. Forgotten at a restart, which begins to wait anew. */
export class Patience {
  readonly #sinceMs = new Map<string, number>();

  /** Notes a failure; true when the first of those that followed one another was long ago. */
  isOver(key: string, nowMs: number): boolean {
    const sinceMs = this.#sinceMs.get(key) ?? nowMs;
    this.#sinceMs.set(key, sinceMs);
    return nowMs - sinceMs >= PATIENCE_MS;
  }

  /** The work on this name was done. */
  forget(key: string): void {
    this.#sinceMs.delete(key);
  }
}
