import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** When all fails, the first few say as much. */
const MOST_ADDED = 10;
const FOLDER = join(import.meta.dirname, "kept");

/** Cases that failed once, one a line; they are played before all others. */
export class KeptCases<T> {
  readonly #path: string;
  readonly #lines: Set<string>;
  #added = 0;

  /** `name` is that of a file in `kept/`. */
  constructor(name: string) {
    this.#path = join(FOLDER, `${name}.jsonl`);
    this.#lines = new Set(
      readFileSync(this.#path, "utf8")
        .split("\n")
        .filter((line) => line !== ""),
    );
  }

  all(): readonly T[] {
    return [...this.#lines].map((line) => JSON.parse(line) as T);
  }

  /** Adds it to the file, unless it is there. */
  keep(failed: T): void {
    const line = JSON.stringify(failed);
    if (this.#lines.has(line) || this.#added === MOST_ADDED) return;
    this.#added += 1;
    this.#lines.add(line);
    appendFileSync(this.#path, `${line}\n`);
  }
}
