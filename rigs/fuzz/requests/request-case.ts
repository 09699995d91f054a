import type { Door } from "./routes.ts";

/**
 * One request, as data: the same today and when it is replayed. In target, headers and body `<<…>>` stands for what is
 * known only when it is sent; see `fill-in.ts`.
 */
export interface RequestCase {
  readonly about: string;
  /** The port that it is sent to; that of the pages when absent. */
  readonly door?: Door;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly Header[];
  readonly body: string;
  /**
   * Whether it may be recorded as a vote. `never` is sent about approvals that nobody votes on; the others each about an
   * approval and a person who has not voted on it.
   */
  readonly vote: "must" | "may" | "never";
  /** Set where it must be recorded as a cancellation, of an approval of its own. */
  readonly cancels?: true;
  /** Its framing is broken: it has a connection of its own, and whatever comes back on it is looked at. */
  readonly isBroken?: boolean;
}

export type Header = readonly [name: string, value: string];
