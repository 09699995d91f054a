import type { Seed } from "./seed.ts";

/** A bug that one of the quick tests must catch. */
export interface UnitBug extends Seed {
  /** Globs of test files, from the root of the tree; one of them must fail. */
  readonly tests: readonly string[];
}
