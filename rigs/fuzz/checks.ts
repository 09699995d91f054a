const SHOWN = 12;

/** What was found: each check counts once, and a kind of failure is shown some times and then only counted. */
export class Checks {
  #passed = 0;
  #failed = 0;
  readonly #shown = new Map<string, number>();

  pass(count = 1): void {
    this.#passed += count;
  }

  /** `kind` groups failures of one sort; `told` says what happened in this case. */
  fail(kind: string, told: string): void {
    this.#failed += 1;
    const before = this.#shown.get(kind) ?? 0;
    this.#shown.set(kind, before + 1);
    if (before < SHOWN) console.log(`FAIL ${kind}: ${told}`);
  }

  check(isFine: boolean, kind: string, told: string): void {
    if (isFine) this.pass();
    else this.fail(kind, told);
  }

  get hasFailed(): boolean {
    return this.#failed > 0;
  }

  /** Prints how often each kind failed, and the line that the gate counts. */
  report(): void {
    for (const [kind, count] of this.#shown) console.log(`${count} x ${kind}`);
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
  }
}
