import type { Checks } from "./checks.ts";
import type { WatchedProduct } from "./product/watched-product.ts";
import type { FuzzCluster } from "./world/fuzz-cluster.ts";

/** What is played against, and what counts the findings. */
export interface FuzzParts {
  readonly cluster: FuzzCluster;
  readonly product: WatchedProduct;
  readonly checks: Checks;
}

/** The same for what plays cases that it draws. */
export interface FuzzOptions<Case> extends FuzzParts {
  readonly seed: number;
  /** Played first. */
  readonly kept: readonly Case[];
  /** Told of each that failed. */
  readonly keep: (failed: Case) => void;
}
