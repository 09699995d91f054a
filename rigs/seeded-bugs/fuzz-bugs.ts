import type { Catcher, SuiteBug } from "./suite-bug.ts";

/** The rig says what does not hold; that is the test. */
function fuzz(title: string): Catcher {
  return { file: "rigs/fuzz/fuzz-test.ts", title };
}

/** For the fuzz suite, by the cases that it keeps. */
export const FUZZ_BUGS: readonly SuiteBug[] = [
  {
    suite: "fuzz",
    name: "what nobody can read is answered by Node itself",
    on: "none",
    file: "src/web/listening/listen.ts",
    find: "refuseUnreadable(server);",
    replace: "",
    caughtBy: fuzz("a security header is missing"),
    says: /content-security-policy: undefined/u,
  },
  {
    suite: "fuzz",
    name: "a vote is taken in a namespace that is not served",
    on: "none",
    file: "src/approvals/create-approvals.ts",
    find: "served.has(request.ref.namespace)",
    replace: "true",
    caughtBy: fuzz("a vote is taken"),
    says: /namespace that is not served .* 201/u,
  },
  {
    suite: "fuzz",
    name: "the names in an address are taken as they are",
    on: "none",
    file: "src/web/read-ref.ts",
    find: "if (ref !== undefined) return ref;",
    replace: 'if (segments.name !== "") return segments;',
    caughtBy: fuzz("an answer of 5xx"),
    says: /%2Fstatus/u,
  },
  {
    suite: "fuzz",
    name: "conditions are read as if they were always a list",
    on: "none",
    file: "src/objects/condition.ts",
    find: "Array.isArray(conditions) ? conditions.filter(isCondition) : []",
    replace: "((conditions ?? []) as unknown[]).filter(isCondition)",
    caughtBy: fuzz("a run neither asks nor has ended"),
    says: /conditions that are a text/u,
  },
];
