import type { Seed } from "./seed.ts";

/**
 * Where the test that must fail runs: on an embedded cluster of the tree with the bug, on the real control plane, or by
 * itself.
 */
export type Ground = "embedded" | "real" | "none";

/** The one test that must fail. */
export interface Catcher {
  /** From the root of the tree. */
  readonly file: string;
  /** In the suite of this title, where the file has several tests of one title. */
  readonly within?: string;
  readonly title: string;
}

/** A bug in what a suite shows. */
export interface SuiteBug extends Seed {
  readonly suite: string;
  readonly on: Ground;
  readonly caughtBy: Catcher;
  /** What the failing test says: a bug that breaks something else is not caught. */
  readonly says: RegExp;
}
