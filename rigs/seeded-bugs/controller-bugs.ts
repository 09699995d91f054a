// What the controller must not do: destroy on the word of late caches, wait for ever, or say yes to what is on its way out.
import type { UnitBug } from "./unit-bug.ts";

const PLAN = "src/controller/plan.test.ts";
const STALE = "src/controller/stale-caches.test.ts";
const HELD_UP = "src/controller/held-up.test.ts";
const CONTROLLER = "src/controller/{gather,controller}.test.ts";

export const CONTROLLER_BUGS: readonly UnitBug[] = [
  {
    name: "a leftover is deleted on the word of a late cache",
    file: "src/controller/needs-live-read.ts",
    find: 'case "deleteApproval": return true;',
    replace: 'case "deleteApproval": return false;',
    tests: [STALE],
  },
  {
    name: "an approval is created for a run that only a late cache shows",
    file: "src/controller/needs-live-read.ts",
    find: "return !snapshot.toldNow;",
    replace: "return false;",
    tests: [STALE],
  },
  {
    name: "two replicas take turns at what a waiting run says",
    file: "src/controller/needs-live-read.ts",
    find: "run !== undefined && isPending(run)",
    replace: "run === undefined",
    tests: [STALE],
  },
  {
    name: "an orphan stays open beside the run that ended because of it",
    file: "src/controller/plan.ts",
    find: "[closeLeftover, labelLeftover]",
    replace: "[labelLeftover]",
    tests: [PLAN],
  },
  {
    name: "a live look reads the run before its ApprovalTask",
    file: "src/controller/gather.ts",
    find: "if (found !== undefined) deps.cluster.approvals.observe(found); const run = await readRun(deps, ref);",
    replace:
      "const run = await readRun(deps, ref); if (found !== undefined) deps.cluster.approvals.observe(found);",
    tests: ["src/controller/gather.test.ts"],
  },
  {
    name: "a run that is being deleted is told yes",
    file: "src/controller/approval-rules.ts",
    after: "const endDeletedRun",
    find: "ending, onReject",
    replace: "ending: approval.status?.decision ?? ending, onReject",
    tests: [PLAN],
  },
  {
    name: "a refused write keeps the run waiting for ever",
    file: "src/controller/reconciler.ts",
    find: "code !== 409",
    replace: "code === 0",
    tests: [HELD_UP],
  },
  {
    name: "a yes that could not be recorded ends the run",
    file: "src/controller/end-refused.ts",
    find: 'decision?.state === "cancelled" ||',
    replace: "true ||",
    tests: ["src/controller/end-refused.test.ts"],
  },
  {
    name: "a deadline waits until a refused write is tried again",
    file: "src/controller/controller.ts",
    find: "this.#lookAgainInTime(queue, key);",
    replace: "",
    tests: [CONTROLLER],
  },
  {
    name: "a deadline is counted from a start that is yet to come",
    file: "src/objects/run/run-status.ts",
    find: "nowMs + CLOCKS_APART_MS",
    replace: "Number.MAX_VALUE",
    tests: ["src/controller/written-by-others.test.ts"],
  },
];
