// Which suites there are, and which run on which control plane.

export interface Suite {
  readonly name: string;
  /** A glob, from the root of the clone. */
  readonly files: string;
  /** Runs on one control plane alone, the newest Tekton with its webhook, since no other would differ. */
  readonly once: boolean;
}

export const SUITES: readonly Suite[] = [
  { name: "parts", files: "test/cluster/{control-plane,kubelet}/*.test.ts", once: true },
  { name: "smoke", files: "test/cluster/suites/smoke.test.ts", once: false },
  { name: "definition", files: "test/cluster/suites/approval-definition.test.ts", once: true },
];
