const RETRY_MS = 1_000;

/** Calls back once, later. */
export type Defer = (work: () => void) => void;

/** Works through keys one at a time, after the request that added them is answered; a key waits in it only once. */
export class ReconcileQueue<Key> {
  readonly #reconcile: (key: Key) => void;
  readonly #defer: Defer;
  readonly #waiting = new Map<string, Key>();
  #isScheduled = false;

  /** `reconcile` may throw: the key is tried again after a second. */
  constructor(reconcile: (key: Key) => void, defer: Defer = setImmediate) {
    this.#reconcile = reconcile;
    this.#defer = defer;
  }

  add(id: string, key: Key): void {
    this.#waiting.set(id, key);
    if (!this.#isScheduled) this.#defer(() => this.#work());
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
