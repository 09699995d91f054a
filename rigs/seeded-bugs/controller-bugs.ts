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
    find: '    case "deleteApproval":\n      return true;',
    replace: '    case "deleteApproval":\n      return false;',
    tests: [STALE],
  },
  {
    name: "an approval is created for a run that only a late cache shows",
    file: "src/controller/needs-live-read.ts",
    find: "      return !snapshot.toldNow;\n",
    replace: "      return false;\n",
    tests: [STALE],
  },
  {
    name: "two replicas take turns at what a waiting run says",
    file: "src/controller/needs-live-read.ts",
    find: "  return run !== undefined && isPending(run);\n",
    replace: "  return run === undefined;\n",
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
    find: "  if (found !== undefined) deps.observeApproval(found);\n  const run = await readRun(deps, ref);\n",
    replace:
      "  const run = await readRun(deps, ref);\n  if (found !== undefined) deps.observeApproval(found);\n",
    tests: ["src/controller/gather.test.ts"],
  },
  {
    name: "a run that is being deleted is told yes",
    file: "src/controller/approval-rules.ts",
    find: '  const closing = { reason: "RunDeleted" } as const;\n  const ending = { state: "cancelled", ...closing, message: explainClosing(closing) } as const;\n',
    replace:
      '  const closing = { reason: "RunDeleted" } as const;\n  const cancelled = { state: "cancelled", ...closing, message: explainClosing(closing) } as const;\n  const ending = approval.status?.decision ?? cancelled;\n',
    tests: [PLAN],
  },
  {
    name: "a refused write keeps the run waiting for ever",
    file: "src/controller/reconciler.ts",
    find: "return code !== 409 &&",
    replace: "return code === 0 &&",
    tests: [HELD_UP],
  },
  {
    name: "a yes that could not be recorded ends the run",
    file: "src/controller/end-refused.ts",
    find: 'return decision?.state === "cancelled" || decision?.state === "timedOut" ? decision : undefined;',
    replace: "return decision;",
    tests: ["src/controller/end-refused.test.ts"],
  },
  {
    name: "a deadline waits until a refused write is tried again",
    file: "src/controller/controller.ts",
    find: "      this.#lookAgainInTime(queue, key);\n",
    replace: "",
    tests: [CONTROLLER],
  },
  {
    name: "a deadline is counted from a start that is yet to come",
    file: "src/objects/run/run-status.ts",
    find: "startMs > nowMs + CLOCKS_APART_MS",
    replace: "startMs > Number.MAX_VALUE",
    tests: ["src/controller/written-by-others.test.ts"],
  },
];
