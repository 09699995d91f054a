import type { SuiteBug } from "./suite-bug.ts";

type ContractBug = Omit<SuiteBug, "suite" | "on" | "caughtBy"> & { readonly title: string };

const ABOUT_EMBEDDED: readonly ContractBug[] = [
  {
    name: "an update from an older version is taken",
    file: "sandbox/kube/write/object-update.ts",
    find: 'version !== "" && version !== String(current.revision)',
    replace: 'version === "0"',
    title: "an update from an older version is a Conflict, and changes nothing",
    says: /is refused with 409 Conflict/u,
  },
  {
    name: "a history that is gone is told as a time-out",
    file: "sandbox/kube/api-error.ts",
    find: 'code: 410, reason: "Expired"',
    replace: 'code: 504, reason: "Timeout"',
    title: "a watch from before a compaction is Expired",
    says: /504/u,
  },
  {
    name: "the API's times have milliseconds",
    file: "sandbox/kube/write/object-creation.ts",
    find: "creationTimestamp: formatTime(context.clock.now())",
    replace: "creationTimestamp: new Date(context.clock.now()).toISOString()",
    title: "a created object has a UID, a version, generation 1 and a time in whole seconds",
    says: /\d\d:\d\d\.\d{3}Z/u,
  },
  {
    name: "an update of the object takes the status along",
    file: "sandbox/kube/write/merge-proposal.ts",
    find: 'return { ...without(proposed, "status"), metadata, ...kept };',
    replace: "return { ...kept, ...proposed, metadata };",
    title: "an update of the object does not touch the status",
    says: /'off'/u,
  },
  {
    name: "a deletion's preconditions are not looked at",
    file: "sandbox/kube/write/object-deletion.ts",
    find: 'checkPreconditions(request, current, objectAt(options, "preconditions"));',
    replace: "",
    title: "a deletion for another UID or another version is a Conflict",
    says: /is refused with 409 Conflict/u,
  },
];

export const CONTRACT_BUGS: readonly SuiteBug[] = [
  ...ABOUT_EMBEDDED.map(({ title, ...bug }) => ({
    ...bug,
    suite: "kubernetes",
    on: "none" as const,
    caughtBy: { file: "sandbox/kube/kube-api.contract.test.ts", title },
  })),
  {
    suite: "kubernetes",
    name: "a deletion is sent without its preconditions",
    on: "real",
    file: "src/kube/http-kube-api.ts",
    find: "propagationPolicy, preconditions",
    replace: "propagationPolicy",
    caughtBy: {
      file: "test/cluster/suites/kube-api.contract.test.ts",
      title: "a deletion for another UID or another version is a Conflict",
    },
    says: /is refused with 409 Conflict/u,
  },
];
