import { CONFORMANCE_BUGS } from "./conformance-bugs.ts";
import type { Catcher, SuiteBug } from "./suite-bug.ts";

const CRDS = "deploy/crds/approvaltasks.yaml";
const WRITE_STATUS = "src/approvals/write-status.ts";

function inSuite(path: string): (title: string) => Catcher {
  return (title) => ({ file: `test/cluster/suites/${path}.test.ts`, title });
}

const definition = inSuite("approval-definition");
const races = inSuite("races/races");
const rights = inSuite("rights/rights");
const writes = inSuite("writes/writes");
const smallTekton = inSuite("small-tekton/small-tekton");
const ONE_NAMESPACE = rights(
  "one-namespace: every right is used, no other is asked for, and nothing is forbidden",
);

const DEFINITION: readonly SuiteBug[] = [
  {
    suite: "definition",
    name: "the definition lets the request be changed",
    on: "real",
    file: CRDS,
    find: '- rule: self == oldSelf message: "spec is the request that people answer: it never changes"',
    replace: "",
    caughtBy: definition("the request is frozen: another approver"),
    says: /Missing expected rejection/u,
  },
  {
    suite: "definition",
    name: "the definition lets a decision be changed",
    on: "real",
    file: CRDS,
    find: "&& self.status.decision == oldSelf.status.decision",
    replace: "",
    caughtBy: definition("a decision is not changed to the contrary"),
    says: /Missing expected rejection/u,
  },
  {
    suite: "definition",
    name: "the definition compares voters, and not what they said",
    on: "embedded",
    file: CRDS,
    find: "self.status.votes[i] == oldSelf.status.votes[i]",
    replace: "self.status.votes[i].by == oldSelf.status.votes[i].by",
    caughtBy: definition("a vote is not edited at its comment"),
    says: /Missing expected rejection/u,
  },
  {
    suite: "definition",
    name: "the definition has no column that says who is waited for",
    on: "embedded",
    file: CRDS,
    find: "- name: Waiting For type: string jsonPath: .status.waitingFor description: Who may still vote. priority: 1",
    replace: "",
    caughtBy: definition(
      "kubectl get shows what people ask for, under each of its names, and the rest when asked",
    ),
    says: /WAITING FOR/u,
  },
];

const FORGED: Catcher = {
  file: "test/conformance/admission.test.ts",
  title:
    "Scenario 54: with the policy in force, a run made beforehand and whatever else is forged are refused, to administrators too",
};

const ADMISSION: readonly SuiteBug[] = [
  {
    suite: "conformance",
    name: "the policy lets people make runs of other kinds, which Tekton takes over",
    on: "real",
    file: "deploy/admission/policy.yaml",
    after: "letsOtherKindsBe expression:",
    find: '"false"',
    replace: '"true"',
    caughtBy: FORGED,
    says: /was to be denied/u,
  },
  {
    suite: "conformance",
    name: "the policy lets whoever may write the status of runs answer for people",
    on: "real",
    file: "deploy/admission/policy.yaml",
    find: "variables.what != 'update customruns/status' ||",
    replace: "true ||",
    caughtBy: FORGED,
    says: /was to be denied/u,
  },
];

const RUNNING: readonly SuiteBug[] = [
  {
    suite: "rights",
    name: "a right that is needed is not granted",
    on: "real",
    file: "deploy/base/cluster-role.yaml",
    find: '- apiGroups: [""] resources: [events] verbs: [create, patch]',
    replace: "",
    caughtBy: ONE_NAMESPACE,
    says: /events/u,
  },
  {
    suite: "rights",
    name: "a right is granted that nothing needs",
    on: "real",
    file: "deploy/base/cluster-role.yaml",
    find: "[get, list, watch]",
    replace: "[get, list, watch, update]",
    caughtBy: ONE_NAMESPACE,
    says: /update/u,
  },
  {
    suite: "writes",
    name: "an approval is opened without its labels, which are then a write more",
    on: "real",
    file: "src/objects/approval/open-approval.ts",
    find: "verdict.state, responses",
    replace: '"cancelled", responses',
    caughtBy: writes("SINGLE: 6 writes an approval, none refused, no Event"),
    says: /PATCH approvaltasks/u,
  },
  {
    suite: "writes",
    name: "an Event tells of each approval that opens",
    on: "real",
    file: "src/controller/opening-rules.ts",
    find: "isAskedAgain ? [ASKED_AGAIN]",
    replace: "true ? [ASKED_AGAIN]",
    caughtBy: writes("SINGLE: 6 writes an approval, none refused, no Event"),
    says: /POST events/u,
  },
  {
    suite: "races",
    name: "two votes at the same moment are both taken: no resourceVersion",
    on: "real",
    file: WRITE_STATUS,
    find: "updateStatus(APPROVAL_TASKS, next",
    replace:
      'patch<ApprovalTask>(APPROVAL_TASKS, refOf(next), { type: "merge", subresource: "status", body: { status: next.status } }',
    caughtBy: races("an approval and a rejection: 200 rounds"),
    // Taken, or kept from it at the last moment by the rules of the definition, which nobody expects to need.
    says: /one of two is taken|"status":503/u,
  },
  {
    suite: "races",
    name: "the same person may be both of four eyes",
    on: "embedded",
    file: "src/decision/tally.ts",
    find: "hasVotedEarlier, isAnswered]",
    replace: "isAnswered]",
    caughtBy: races("one person in two windows, who cannot be two of four eyes: 200 rounds"),
    says: /one of two is taken/u,
  },
  {
    suite: "restarts",
    name: "a vote whose answer was lost is taken for recorded without a look",
    on: "real",
    file: WRITE_STATUS,
    find: "&& isIn(now, next)",
    replace: "",
    caughtBy: inSuite("restarts/lost-writes")(
      "a vote that is lost on its way: not known, not recorded, and taken when it is given again: 20 rounds",
    ),
    says: /"status":201/u,
  },
  {
    suite: "restarts",
    name: "a history that is gone (410) is asked for again, and never listed",
    on: "embedded",
    file: "src/kube/reflector.ts",
    find: "error instanceof KubeError",
    replace: "error instanceof KubeError && !isExpired(error)",
    caughtBy: inSuite("restarts/restarts")("the history since the last look is gone (410)"),
    // Whichever of what it never hears of is waited for first.
    says: /in vain for (?:CustomRun cancelled|ApprovalTask late)/u,
  },
];

const TEKTON: readonly SuiteBug[] = [
  {
    suite: "small-tekton",
    name: "the small Tekton does not say of all tasks why they were skipped",
    on: "real",
    file: "sandbox/tekton/reconcile/pipeline-run-status.ts",
    find: "reason === undefined",
    replace: 'reason === undefined || reason === "Parent Tasks were skipped"',
    caughtBy: smallTekton("skips of many kinds"),
    says: /Parent Tasks were skipped/u,
  },
  {
    suite: "small-tekton",
    name: "the small Tekton says Succeeded also when it skipped something",
    on: "real",
    file: "sandbox/tekton/pipeline/judge-pipeline.ts",
    find: "counts.skipped > 0",
    replace: "false",
    caughtBy: smallTekton("a branch for each answer: yes"),
    says: /True Completed/u,
  },
  {
    suite: "smoke",
    name: "the results of a pipeline are left out",
    on: "embedded",
    file: "sandbox/tekton/reconcile/pipeline-run-status.ts",
    find: "{ outcome, results }",
    replace: "{ outcome, results: [] }",
    caughtBy: inSuite("smoke")(
      "a custom task becomes a CustomRun, and its results reach a step that really prints",
    ),
    says: /said/u,
  },
  {
    suite: "parts",
    name: "the kubelet forgets the results of the task",
    on: "none",
    file: "test/cluster/kubelet/run-step.ts",
    find: '...readResults(asked.results, files.locate("/tekton/results"), TASK_RESULT),',
    replace: "",
    caughtBy: {
      file: "test/cluster/kubelet/run-step.test.ts",
      title: "results are in the termination message, of the task and of the step",
    },
    says: /word/u,
  },
];

/** Of these, the real cluster must show that they are wrong, too. */
const ON_REAL_TOO = [
  "times have milliseconds",
  "the run ends before the decision is recorded",
  "approvals are keyed by name and not by UID",
  "the vote's write is not guarded by the resourceVersion",
  "a run is written again although it is done",
];

export const CLUSTER_BUGS: readonly SuiteBug[] = [
  ...DEFINITION,
  ...ADMISSION,
  ...RUNNING,
  ...TEKTON,
  ...CONFORMANCE_BUGS.filter(({ name }) => ON_REAL_TOO.includes(name)).map((bug) => ({
    ...bug,
    on: "real" as const,
  })),
];
