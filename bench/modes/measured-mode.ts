import type { GivenSettings } from "../arena.ts";
import type { BenchCluster } from "../bench-cluster.ts";
import type { Caller } from "./caller.ts";

/** Where a mode is measured. */
export interface ModePlace {
  readonly cluster: BenchCluster;
  readonly namespace: string;
  /** Of the product in this mode, which is not started yet. */
  readonly origin: string;
  /** The file of keys that it signs with. */
  readonly keyFile: string;
}

/** One mode of which it is measured what it adds. */
export interface MeasuredMode {
  readonly name: string;
  /** What somebody of it looks at; it is compared with the same in open mode. */
  readonly looksAt: "page" | "API";
  /** Whom an approval names, so that somebody of this mode may vote on it. */
  readonly nameApprover: (namespace: string) => string;
  readonly open: (place: ModePlace) => Promise<OpenedMode>;
}

interface OpenedMode {
  readonly auth: GivenSettings["auth"];
  /** Signs in; the product is there. */
  readonly signIn: () => Promise<Caller>;
  readonly close: () => Promise<void>;
}

/** For what has nothing to close. */
export async function closeNothing(): Promise<void> {}
