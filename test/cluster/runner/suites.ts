// Which suites there are, and which run on which control plane.

/**
 * `newest`: our own with the newest Tekton and its webhook. `older`: other Tektons, or without its webhook. `given`:
 * somebody's, where a test that would harm it skips itself. `embedded`: the product's own imitation of both.
 */
export type ClusterKind = "newest" | "older" | "given" | "embedded";

const EVERYWHERE: readonly ClusterKind[] = ["newest", "older", "given", "embedded"];

export interface Suite {
  readonly name: string;
  /** A glob, from the root of the clone. */
  readonly files: string;
  readonly on: readonly ClusterKind[];
}

export const SUITES: readonly Suite[] = [
  { name: "parts", files: "test/cluster/{control-plane,kubelet,runner}/*.test.ts", on: ["newest"] },
  { name: "smoke", files: "test/cluster/suites/smoke.test.ts", on: EVERYWHERE },
  {
    name: "definition",
    files: "test/cluster/suites/approval-definition.test.ts",
    on: ["newest", "given", "embedded"],
  },
  { name: "kubernetes", files: "test/cluster/suites/kube-api.contract.test.ts", on: ["newest", "given"] },
  { name: "races", files: "test/cluster/suites/races/*.test.ts", on: ["newest", "given", "embedded"] },
  { name: "restarts", files: "test/cluster/suites/restarts/*.test.ts", on: ["newest", "given", "embedded"] },
  { name: "rights", files: "test/cluster/suites/rights/*.test.ts", on: ["newest", "given"] },
  { name: "writes", files: "test/cluster/suites/writes/*.test.ts", on: ["newest", "given"] },
  { name: "small-tekton", files: "test/cluster/suites/small-tekton/*.test.ts", on: ["newest", "given"] },
  { name: "walk", files: "test/cluster/suites/walk/*.test.ts", on: ["newest", "given", "embedded"] },
  { name: "conformance", files: "test/conformance/*.test.ts", on: EVERYWHERE },
];

/** Those that run on such a cluster, of the ones that are wanted; all when nothing is said. Throws where a name is unknown. */
export function chooseSuites(kind: ClusterKind, wanted?: readonly string[]): readonly Suite[] {
  const names = SUITES.map(({ name }) => name);
  const unknown = wanted?.filter((name) => !names.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(`There is no suite ${unknown.join(", ")}; there are ${names.join(", ")}.`);
  }
  return SUITES.filter(({ name, on }) => on.includes(kind) && (wanted?.includes(name) ?? true));
}
