import { CLUSTER_BUGS } from "./cluster-bugs.ts";
import { CONFORMANCE_BUGS } from "./conformance-bugs.ts";
import { CONTRACT_BUGS } from "./contract-bugs.ts";
import { FUZZ_BUGS } from "./fuzz-bugs.ts";
import { SITE_BUGS } from "./site-bugs.ts";
import { STALE_BUGS } from "./stale-bugs.ts";
import type { SuiteBug } from "./suite-bug.ts";
import { SURFACE_BUGS } from "./surface-bugs.ts";

/** All that suites other than `npm test` must catch. */
export const SUITE_BUGS: readonly SuiteBug[] = [
  ...CONTRACT_BUGS,
  ...SURFACE_BUGS,
  ...SITE_BUGS,
  ...FUZZ_BUGS,
  ...CONFORMANCE_BUGS,
  ...CLUSTER_BUGS,
  ...STALE_BUGS,
];
