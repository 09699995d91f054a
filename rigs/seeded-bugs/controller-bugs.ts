import type { UnitBug } from "./unit-bug.ts";

const PLAN = "src/controller/plan.test.ts";
const CONTROLLER = "src/controller/{gather,controller}.test.ts";
const STALE = "src/controller/stale-caches.test.ts";
const HELD_UP = "src/controller/held-up.test.ts";
const OUTAGE = "test/journeys/outage.test.ts";

/** What the controller must not do: destroy on the word of late caches, wait for ever, or say yes to what is on its way out. */
export const CONTROLLER_BUGS: readonly UnitBug[] = [
  {
    name: "an ApprovalTask that was not there before its run is not looked for after it",
    file: "src/controller/gather.ts",
    find: "if (found === undefined && run !== undefined) {",
    replace: "if (false) {",
    tests: [STALE],
  },
  {
    name: "a run of our group whose kind is not known is taken for one that names none",
    file: "src/objects/dialects/naming.ts",
    find: "NO_KIND.includes(kind)",
    replace: "!isKind",
    tests: ["src/controller/unknown-kind.test.ts"],
  },
  {
    name: "a kind that is not known is told of at each change of its run",
    file: "src/controller/controller.ts",
    find: 'type === "upsert" && (previous === undefined || findUnknownKind(previous) === undefined)',
    replace: 'type === "upsert"',
    tests: ["src/controller/unknown-kind.test.ts"],
  },
  {
    name: "waits are not measured anew when the clock was set",
    file: "src/controller/controller.ts",
    find: "this.#queue?.hasten()",
    replace: "",
    tests: [CONTROLLER],
  },
  {
    name: "the run is ended before the decision is recorded",
    file: "src/controller/approval-rules.ts",
    after: "const recordTimeOut",
    find: "!isWaiting(approval)",
    replace: "nowMs >= 0",
    tests: [PLAN],
  },
  {
    name: "a watch that is not there yet is ready",
    file: "src/cluster/watch-cluster.ts",
    find: "!live",
    replace: "false",
    tests: ["src/cluster/watch-cluster.test.ts"],
  },
  {
    name: "an ApprovalTask that was there first is taken over",
    file: "src/controller/gather.ts",
    find: "&& isOwnApproval(found, run)",
    replace: "",
    tests: [CONTROLLER],
  },
  {
    name: "a forged request in the run's name is taken for ours",
    file: "src/controller/plan.ts",
    after: "const WITH_APPROVAL",
    find: "refuseForgedRequest,",
    replace: "",
    tests: [PLAN],
  },
  {
    name: "a run left behind by its PipelineRun stays open",
    file: "src/controller/gather.ts",
    find: "?? (await closingReasonOfPipelineRun(deps, run, approval))",
    replace: "",
    tests: [CONTROLLER],
  },
  {
    name: "a PipelineRun that has ended no longer names its runs",
    file: "src/cluster/keep-pipeline-run.ts",
    find: ", ...keepChildren(runs, ended ? [] : listOtherTasks(pipelineRun)) }",
    replace: " }",
    tests: ["src/cluster/keep-pipeline-run.test.ts"],
  },
  {
    name: "a start without deploy/admission, and without the right to look, says nothing",
    file: "src/controller/warn-without-admission.ts",
    find: "code === FORBIDDEN",
    replace: "false",
    tests: ["src/controller/warn-without-admission.test.ts"],
  },
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
    file: "src/controller/ending-rules.ts",
    after: "const endDeletedRun",
    find: "approval, ending }",
    replace: "approval, ending: approval.status?.decision ?? ending }",
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
    name: "what failed is not tried again when the API server is back",
    file: "src/controller/controller.ts",
    find: "this.#queue?.retryFailed()",
    replace: "{}",
    tests: [OUTAGE],
  },
  {
    name: "each repetition is an Event of its own",
    file: "src/controller/event-recorder.ts",
    find: "nowMs - held.lastMs <= SAME_WITHIN_MS",
    replace: "nowMs < 0",
    tests: ["src/controller/event-recorder.test.ts"],
  },
  {
    name: "two replicas under different addresses take turns at the links",
    file: "src/controller/link-rules.ts",
    find: "isFirstLook === true &&",
    replace: "isFirstLook !== null &&",
    tests: ["src/controller/moved-address.test.ts"],
  },
  {
    name: "what is pending keeps the address at which it was asked",
    file: "src/controller/link-rules.ts",
    find: "approval.status?.approvalUrl === url",
    replace: "approval.status?.approvalUrl !== undefined",
    tests: ["src/controller/moved-address.test.ts"],
  },
];
