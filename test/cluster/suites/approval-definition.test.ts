// The definition of ApprovalTask on a real API server: it takes what the product writes, and refuses to forget it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { KubeObject } from "../../../src/kube/kube-api.ts";
import { KubeError } from "../../../src/kube/kube-error.ts";
import {
  type ApprovalSpec,
  type ApprovalStatus,
  type ApprovalTask,
  BOUNDS,
  type RecordedVote,
} from "../../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../../../src/objects/resources.ts";
import { makeNamespace, openCluster } from "../cluster-under-test.ts";
import { makeVote } from "../../kit/make-vote.ts";

const cluster = await openCluster();
const { kube } = cluster;
const CRD_FILE = join(import.meta.dirname, "../../../deploy/crds/approvaltasks.yaml");
const NOW = "2026-11-24T12:00:00Z";

const SPEC: ApprovalSpec = {
  pipeline: "release",
  title: "Release 1.4?",
  approvers: ["ann", "bob"],
  strategy: "MULTI",
  onReject: "continue",
  run: { name: "release-approve", uid: "0c2b7a52-5a0e-4cf1-9b5e-3b7d8a1c9f00" },
};

function vote(by: string, changes: Partial<RecordedVote> = {}): RecordedVote {
  return makeVote(by, { time: NOW, ...changes });
}

const DECISION = {
  state: "approved",
  reason: "QuorumReached",
  message: "Approved by ann and bob",
  time: NOW,
} as const satisfies ApprovalStatus["decision"];

const ANSWERED: ApprovalStatus = { status: "pending", votes: [vote("ann"), vote("bob"), vote("cid")] };
const DECIDED: ApprovalStatus = { ...ANSWERED, status: "completed", decision: DECISION };

function approval(namespace: string, spec: ApprovalSpec = SPEC): ApprovalTask {
  return {
    apiVersion: "tekton.automatiko.io/v1beta1",
    kind: "ApprovalTask",
    metadata: { name: "release-approve", namespace, labels: { decision: "pending", responses: "0_of_2" } },
    spec,
  };
}

/** Makes an approval with that status in a namespace of its own. */
async function open(t: TestContext, status: ApprovalStatus, spec = SPEC): Promise<ApprovalTask> {
  const namespace = await makeNamespace(cluster, t);
  const created = await kube.create<ApprovalTask>(APPROVAL_TASKS, approval(namespace, spec));
  return await kube.updateStatus<ApprovalTask>(APPROVAL_TASKS, { ...created, status });
}

/** Refused as invalid, for the reason that the message names. */
function refusal(message: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof KubeError, String(error));
    assert.equal(error.status.code, 422, error.message);
    assert.match(error.message, message);
    return true;
  };
}

async function replaceStatus(task: ApprovalTask, status: ApprovalStatus | undefined): Promise<ApprovalTask> {
  const { status: _before, ...rest } = task;
  return await kube.updateStatus<ApprovalTask>(APPROVAL_TASKS, {
    ...rest,
    ...(status === undefined ? {} : { status }),
  });
}

test("the API server accepts the definition, its rules' cost included, and serves it", async () => {
  const applied = await cluster.kubectl([
    "apply",
    "--server-side",
    "--force-conflicts",
    "--dry-run=server",
    "-f",
    CRD_FILE,
  ]);
  assert.equal(applied.code, 0, applied.stderr);
  const conditions = await cluster.kubectl([
    "get",
    "crd",
    "approvaltasks.tekton.automatiko.io",
    "-o",
    'jsonpath={range .status.conditions[*]}{.type}={.status}{"\\n"}{end}',
  ]);
  assert.deepEqual(conditions.stdout.trim().split("\n").sort(), ["Established=True", "NamesAccepted=True"]);
});

const VOTES_FORGED: Readonly<Record<string, readonly RecordedVote[] | undefined>> = {
  "edited at its decision": [vote("ann"), vote("bob", { decision: "reject" }), vote("cid")],
  "edited at its comment": [vote("ann"), vote("bob"), vote("cid", { comment: "changed my mind" })],
  "edited at its voter": [vote("mallory"), vote("bob"), vote("cid")],
  "edited at its time": [vote("ann", { time: "2026-11-24T12:00:01Z" }), vote("bob"), vote("cid")],
  "signed later": [vote("ann", { signature: { keyId: "mallory", value: "eA==" } }), vote("bob"), vote("cid")],
  "edited while another is added": [vote("eve"), vote("bob"), vote("cid"), vote("dan")],
  "removed at the end": [vote("ann"), vote("bob")],
  "removed in the middle": [vote("ann"), vote("cid")],
  "removed while another is added": [vote("ann"), vote("cid"), vote("dan")],
  moved: [vote("bob"), vote("ann"), vote("cid")],
  "followed out by all others": [],
  "erased with the list": undefined,
};

for (const [what, votes] of Object.entries(VOTES_FORGED)) {
  test(`a vote is not ${what}`, async (t) => {
    const task = await open(t, ANSWERED);
    const { votes: _before, ...status } = ANSWERED;
    await assert.rejects(
      replaceStatus(task, votes === undefined ? status : { ...status, votes }),
      refusal(/votes are only appended/u),
    );
  });
}

const DECISIONS_FORGED: Readonly<Record<string, ApprovalStatus["decision"]>> = {
  "changed to the contrary": { ...DECISION, state: "rejected" },
  "changed in its message": { ...DECISION, message: "Approved by mallory" },
  "changed in its time": { ...DECISION, time: "2026-11-24T12:00:01Z" },
  "given a canceller afterwards": {
    ...DECISION,
    cancellation: { by: "mallory", issuer: "open", reason: "x", via: "web" },
  },
  erased: undefined,
};

for (const [what, decision] of Object.entries(DECISIONS_FORGED)) {
  test(`a decision is not ${what}`, async (t) => {
    const task = await open(t, DECIDED);
    const { decision: _before, ...status } = DECIDED;
    await assert.rejects(
      replaceStatus(task, decision === undefined ? status : { ...status, decision }),
      refusal(/written once/u),
    );
  });
}

test("a status is not erased as a whole: not by update, not by merge patch, not by JSON patch", async (t) => {
  const task = await open(t, DECIDED);
  const { namespace = "", name } = task.metadata;
  const ref = { namespace, name };
  const refused = refusal(/written once/u);
  await assert.rejects(replaceStatus(task, undefined), refused);
  await assert.rejects(
    kube.patch(APPROVAL_TASKS, ref, { type: "merge", body: { status: null }, subresource: "status" }),
    refused,
  );
  const remove = [{ op: "remove", path: "/status" }];
  await assert.rejects(
    kube.patch(APPROVAL_TASKS, ref, { type: "json", body: remove, subresource: "status" }),
    refused,
  );
});

test("a vote is appended, and a decision is added to what was answered", async (t) => {
  const task = await open(t, ANSWERED);
  const decided = await replaceStatus(task, {
    ...DECIDED,
    votes: [...(ANSWERED.votes ?? []), vote("dan")],
  });
  assert.deepEqual(
    decided.status?.votes?.map(({ by }) => by),
    ["ann", "bob", "cid", "dan"],
  );
  assert.deepEqual(decided.status?.decision, DECISION);
});

test("a cancellation is taken with who, why and how, and none without, or with a longer reason", async (t) => {
  const cancellation = {
    by: "ines",
    issuer: "company",
    subject: "id-of-ines",
    reason: "x".repeat(BOUNDS.cancelReason),
    via: "api",
    operation: "op-1",
  } as const;
  const cancelled = (changes: object): ApprovalStatus => ({
    ...ANSWERED,
    status: "cancelled",
    decision: {
      state: "cancelled",
      reason: "CancelledByPerson",
      message: "Cancelled",
      time: NOW,
      cancellation: { ...cancellation, ...changes },
    },
  });
  const task = await open(t, ANSWERED);
  for (const changes of [
    { reason: `${cancellation.reason}x` },
    { reason: "" },
    { reason: "two\nlines" },
    { by: undefined },
    { via: "mail" },
  ]) {
    await assert.rejects(replaceStatus(task, cancelled(changes)), refusal(/cancellation/u));
  }
  const { status } = await replaceStatus(task, cancelled({}));
  assert.deepEqual(status?.decision?.cancellation, cancellation);
});

const SPEC_CHANGES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "another approver": { approvers: ["ann", "bob", "mallory"] },
  "one approver fewer": { approvers: ["ann"] },
  "another strategy": { strategy: "SINGLE" },
  "another title": { title: "Lunch?" },
  "a description": { description: "new" },
  "another run": { run: { name: "other", uid: "1" } },
};

for (const [what, change] of Object.entries(SPEC_CHANGES)) {
  test(`the request is frozen: ${what}`, async (t) => {
    const task = await open(t, {});
    const changed = { ...task, spec: { ...task.spec, ...change } } as ApprovalTask;
    const refused = refusal(/it never changes/u);
    await assert.rejects(kube.update<ApprovalTask>(APPROVAL_TASKS, changed), refused);
    const { namespace = "", name } = task.metadata;
    const patch = { type: "merge", body: { spec: change } } as const;
    await assert.rejects(kube.patch(APPROVAL_TASKS, { namespace, name }, patch), refused);
  });
}

test("neither door to the object is a back door: status through one, spec through the other", async (t) => {
  const task = await open(t, ANSWERED);
  const forged = { ...task, status: { ...ANSWERED, votes: [] } };
  const updated = await kube.update<ApprovalTask>(APPROVAL_TASKS, forged);
  assert.deepEqual(updated.status, task.status);
  const respecified = await kube.updateStatus<ApprovalTask>(APPROVAL_TASKS, {
    ...updated,
    spec: { ...SPEC, approvers: ["mallory"] },
  });
  assert.deepEqual(respecified.spec, task.spec);
});

/** The largest object that the bounds allow. */
const LARGEST_SPEC: ApprovalSpec = {
  ...SPEC,
  strategy: "MULTI",
  title: "t".repeat(BOUNDS.title),
  description: "ü".repeat(BOUNDS.description),
  approvers: Array.from({ length: BOUNDS.assignees }, (_, index) => `${index}-`.padEnd(BOUNDS.name, "é")),
};
const LARGEST_VOTES = Array.from({ length: BOUNDS.votes }, (_, index) =>
  vote(`${index}-`.padEnd(BOUNDS.name, "é"), {
    comment: "ü".repeat(BOUNDS.comment),
    assignees: Array.from({ length: BOUNDS.assignees }, (_, position) => position),
  }),
);
const LARGEST: ApprovalStatus = {
  votes: LARGEST_VOTES,
  stages: [
    {
      assignees: (LARGEST_SPEC.approvers ?? []).map((name) => ({ kind: "user", name })),
      required: BOUNDS.assignees,
      counts: "assignees",
    },
  ],
};

test(`at the bounds: ${BOUNDS.votes} votes are stored, the last is taken, none changes, none is one too many`, async (t) => {
  const task = await open(t, { ...LARGEST, votes: LARGEST_VOTES.slice(0, -1) }, LARGEST_SPEC);
  const started = performance.now();
  const full = await replaceStatus(task, LARGEST);
  const tookMs = performance.now() - started;
  t.diagnostic(`the last vote took ${tookMs.toFixed(0)} ms in ${JSON.stringify(full).length} characters`);
  assert.equal(full.status?.votes?.length, BOUNDS.votes);
  assert.ok(tookMs < 5_000, `the last vote took ${tookMs} ms`);

  const edited = LARGEST_VOTES.with(BOUNDS.votes - 1, vote("mallory"));
  await assert.rejects(
    replaceStatus(full, { ...LARGEST, votes: edited }),
    refusal(/votes are only appended/u),
  );
  const swapped = LARGEST_VOTES.with(0, LARGEST_VOTES[255] ?? vote("")).with(
    255,
    LARGEST_VOTES[0] ?? vote(""),
  );
  await assert.rejects(
    replaceStatus(full, { ...LARGEST, votes: swapped }),
    refusal(/votes are only appended/u),
  );
  const tooMany = [...LARGEST_VOTES, vote("one too many")];
  await assert.rejects(
    replaceStatus(full, { ...LARGEST, votes: tooMany }),
    refusal(/must have at most 256 items/u),
  );
});

const SPECS_REFUSED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a strategy in the wrong case": { strategy: "four_eyes" },
  "nobody to answer": { approvers: undefined },
  "an empty list of approvers": { approvers: [] },
  "an empty name": { approvers: [""] },
  "a name with a line break": { approvers: ["ann\nbob"] },
  "a name that is too long": { approvers: ["a".repeat(BOUNDS.name + 1)] },
  "too many approvers": {
    approvers: Array.from({ length: BOUNDS.assignees + 1 }, (_, index) => `u${index}`),
  },
  "a title that is too long": { title: "t".repeat(BOUNDS.title + 1) },
  "a description that is too long": { description: "d".repeat(BOUNDS.description + 1) },
  "an unknown end": { onReject: "ignore" },
  "no run": { run: undefined },
};

for (const [what, change] of Object.entries(SPECS_REFUSED)) {
  test(`a request is refused with ${what}`, async (t) => {
    const namespace = await makeNamespace(cluster, t);
    const refused = approval(namespace, { ...SPEC, ...change });
    await assert.rejects(kube.create<KubeObject>(APPROVAL_TASKS, refused), refusal(/spec/u));
  });
}

test("a comment beyond the bound is refused with the whole write", async (t) => {
  const task = await open(t, ANSWERED);
  const long = vote("dan", { comment: "c".repeat(BOUNDS.comment + 1) });
  const status = { ...ANSWERED, votes: [...(ANSWERED.votes ?? []), long] };
  await assert.rejects(replaceStatus(task, status), refusal(/votes\[3\]\.comment/u));
});

test("kubectl explain says what a field means", async () => {
  const { stdout, code } = await cluster.kubectl(["explain", "approvaltasks.spec.strategy"]);
  assert.equal(code, 0);
  const text = stdout.replaceAll(/\s+/gu, " ");
  assert.match(text, /FIELD: strategy <string> ENUM: SINGLE MULTI FOUR_EYES QUORUM/u);
  assert.match(text, /FOUR_EYES: two different people must approve, one after the other/u);
});

test("kubectl get shows what people ask for, under each of its names, and the rest when asked", async (t) => {
  const url = "https://approve.example/approvals/shop/release-approve";
  const people = Array.from({ length: 3 }, (_, index) => `${"n".repeat(200)}${index}`).join(", ");
  const task = await open(t, { waitingFor: people, deadline: "2026-11-24T13:00:00Z", approvalUrl: url });
  const namespace = task.metadata.namespace ?? "";
  const get = async (...args: readonly string[]): Promise<readonly string[]> =>
    (await cluster.kubectl(["get", "-n", namespace, ...args])).stdout.split("\n");
  for (const name of ["approvaltasks", "approvaltask", "approval", "approvals"]) {
    const [head = "", row = ""] = await get(name);
    assert.deepEqual(head.trim().split(/\s{2,}/u), ["NAME", "DECISION", "OWN DEADLINE", "AGE", "TITLE"]);
    assert.match(row, /^release-approve\s+pending\s+2026-11-24T13:00:00Z\s+\d+s\s+Release 1\.4\?$/u);
    assert.ok(row.length <= 80, row);
  }
  const [head = "", row = ""] = await get("approvals", "-o", "wide");
  assert.deepEqual(
    head
      .trim()
      .split(/\s{2,}/u)
      .slice(5),
    ["WAITING FOR", "LINK", "STRATEGY", "PIPELINE"],
  );
  assert.deepEqual(
    row
      .trim()
      .split(/\s{2,}/u)
      .slice(5),
    [people, url, "MULTI", "release"],
  );
});

test("kubectl get fits a terminal but for a long title, which comes last, whatever Tekton calls the run", async (t) => {
  const namespace = await makeNamespace(cluster, t);
  const title = "Release ".padEnd(BOUNDS.title, "x");
  const longest = approval(namespace, { ...SPEC, title });
  // No name that Tekton gives is longer (contract C33).
  const metadata = { ...longest.metadata, name: "r".repeat(63), labels: { decision: "cancelled" } };
  const created = await kube.create<ApprovalTask>(APPROVAL_TASKS, { ...longest, metadata });
  const people = `${"n".repeat(253)}, `.repeat(3);
  const status = { waitingFor: people, deadline: "2026-11-24T13:00:00Z" };
  await kube.updateStatus<ApprovalTask>(APPROVAL_TASKS, { ...created, status });
  const { stdout } = await cluster.kubectl(["get", "-n", namespace, "approvals"]);
  const [, row = ""] = stdout.split("\n");
  assert.equal(row.trimEnd().slice(-BOUNDS.title), title);
  assert.ok(row.indexOf(title) <= 112, row);
});

test("server-side apply makes one, and does nothing when it is repeated", async (t) => {
  const namespace = await makeNamespace(cluster, t);
  const manifest = JSON.stringify(approval(namespace));
  const apply = async (): Promise<string> => {
    const { code, stderr } = await cluster.kubectl(["apply", "--server-side", "-f", "-"], manifest);
    assert.equal(code, 0, stderr);
    const task = await kube.get<ApprovalTask>(APPROVAL_TASKS, { namespace, name: "release-approve" });
    return task.metadata.resourceVersion ?? "";
  };
  assert.equal(await apply(), await apply());
});

test("kubectl wait ends when the approval does", async (t) => {
  const task = await open(t, { status: "pending" });
  const namespace = task.metadata.namespace ?? "";
  const wait = (what: string): Promise<{ code: number; stderr: string }> =>
    cluster.kubectl(["wait", "-n", namespace, "approval/release-approve", `--for=${what}`, "--timeout=20s"]);
  const waits = Promise.all([wait("condition=Ready"), wait("jsonpath={.status.status}=completed")]);
  await replaceStatus(task, {
    ...DECIDED,
    conditions: [{ type: "Ready", status: "True", reason: "Approved", message: "", lastTransitionTime: NOW }],
  });
  for (const { code, stderr } of await waits) assert.equal(code, 0, stderr);
});
