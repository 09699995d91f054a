const RETRY_MS = 1_000;

/** Works through keys one at a time, after the request that added them is answered; a key waits in it only once. */
export class ReconcileQueue<Key> {
  readonly #reconcile: (key: Key) => void;
  readonly #waiting = new Map<string, Key>();
  #isScheduled = false;

  /** `reconcile` may throw: the key is tried again after a second. */
  constructor(reconcile: (key: Key) => void) {
    this.#reconcile = reconcile;
  }

  add(id: string, key: Key): void {
    this.#waiting.set(id, key);
    if (!this.#isScheduled) setImmediate(() => this.#work());
    this.#isScheduled = true;
  }

  #work(): void {
    this.#isScheduled = false;
    for (const [id, key] of this.#waiting) {
      this.#waiting.delete(id);
      try {
        this.#reconcile(key);
      } catch {
        setTimeout(() => this.add(id, key), RETRY_MS).unref();
      }
    }
  }
}
