import { createHash } from "node:crypto";

import type { Clock } from "../std/clock.ts";

interface Kept<Answer> {
  readonly answer: Answer;
  readonly atMs: number;
}

/** What was found out about secrets, for a while. Of a secret only the SHA-256 digest is kept. */
export class RecentAnswers<Answer> {
  readonly #kept = new Map<string, Kept<Answer>>();
  readonly #clock: Clock;
  readonly #limits: { readonly maxAgeMs: number; readonly most: number };

  constructor(clock: Clock, limits: { readonly maxAgeMs: number; readonly most: number }) {
    this.#clock = clock;
    this.#limits = limits;
  }

  find(secret: string): Answer | undefined {
    const key = digest(secret);
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    // A clock that was set back must not make it good for longer.
    if (Math.abs(this.#clock.now() - kept.atMs) < this.#limits.maxAgeMs) return kept.answer;
    this.#kept.delete(key);
    return undefined;
  }

  /** `atMs` is when it was asked for. The oldest goes where there are too many. */
  keep(secret: string, answer: Answer, atMs: number): void {
    const key = digest(secret);
    this.#kept.delete(key);
    this.#kept.set(key, { answer, atMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#limits.most && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function digest(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("base64");
}
