import type { ValuePath } from "./value-path.ts";

/** What is wrong with a value, or with its key. */
export interface Fault {
  readonly path: ValuePath;
  /** What is so, and what to give; goes on after the path and a colon. */
  readonly text: string;
}
