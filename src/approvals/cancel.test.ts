// Who cancels an approval, and what is then on record; beside votes, time-outs and a server that is away.
import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import {
  answer,
  approvalsOf,
  ask,
  type Asked,
  onUpdate,
  outcomesOf,
  REF,
  votesOf,
} from "../../test/kit/ask-approval.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRunSpec } from "../objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";
import { systemClock } from "../std/clock.ts";
import { readAccess } from "./access/access-rules.ts";
import type { Approvals, CancelError, CancelRequest } from "./approvals.ts";

const RULES = readAccess(
  { view: [{ groups: ["dev"] }], cancel: { groups: ["release"] }, admins: { users: ["ada"] } },
  { namesProve: true },
);
const INES = voterOf("ines", { issuer: "company", subject: "id-of-ines", groups: ["dev", "release"] });

interface Cancelling extends Asked {
  readonly approvals: Approvals;
}

async function asked(
  t: TestContext,
  params?: Readonly<Record<string, unknown>>,
  spec?: CustomRunSpec,
): Promise<Cancelling> {
  const one = await ask(t, params, spec);
  const approvals = approvalsOf(one.cluster, { access: RULES });
  one.cluster.writes.length = 0;
  return { ...one, approvals };
}

function request(changes: Partial<CancelRequest> = {}): CancelRequest {
  return { ref: REF, by: INES, reason: "wrong version", via: "api", ...changes };
}

async function errorOf({ approvals }: Cancelling, changes: Partial<CancelRequest>): Promise<CancelError> {
  const result = await approvals.cancel(request(changes));
  assert.ok(!result.ok, "it is refused");
  return result.error;
}

async function taskOf({ cluster }: Asked): Promise<ApprovalTask> {
  return await cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
}

describe("cancelling", () => {
  test("is one guarded write that records who, by which account, when and why", async (t) => {
    const one = await asked(t);
    const nowMs = systemClock.now();
    const result = await one.approvals.cancel(request({ operation: "op-1" }));
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(outcomesOf(one), ["update approvaltasks/status 200"]);
    const { status } = await taskOf(one);
    const { time = "", ...decision } = status?.decision ?? {};
    assert.deepEqual(decision, {
      state: "cancelled",
      reason: "CancelledByPerson",
      message: "Cancelled by ines: “wrong version”.",
      cancellation: {
        by: "ines",
        issuer: "company",
        subject: "id-of-ines",
        reason: "wrong version",
        via: "api",
        operation: "op-1",
      },
    });
    assert.ok(Math.abs(Date.parse(time) - nowMs) < 60_000);
    assert.deepEqual([status?.status, status?.votes], ["cancelled", []]);
    assert.equal(status?.results?.["decision"], "false");
    const { state, cancellation } = result.value.approval;
    assert.equal(state, "cancelled");
    assert.deepEqual(cancellation, {
      by: "ines",
      issuer: "company",
      subject: "id-of-ines",
      reason: "wrong version",
      via: "api",
    });
  });

  test("keeps the votes that are there, which have no effect", async (t) => {
    const one = await asked(t, { approvers: ["mary", "john"], strategy: "MULTI" });
    assert.ok((await one.approvals.castVote(answer("mary", { comment: "go" }))).ok);
    assert.ok((await one.approvals.cancel(request())).ok);
    const { status } = await taskOf(one);
    assert.equal(status?.decision?.state, "cancelled");
    assert.equal(status?.votes?.length, 1);
    assert.equal(status?.results?.["approvedBy"], "mary");
    assert.equal(status?.results?.["decision"], "false");
  });

  test("ends it for good, whatever attempts are left, also after the deadline of this one", async (t) => {
    const one = await asked(t, undefined, { retries: 3, timeout: "1h" });
    const late = { now: () => systemClock.now() + 2 * 3_600_000 };
    const approvals = approvalsOf(one.cluster, { access: RULES, clock: late });
    const result = await approvals.cancel(request());
    assert.ok(result.ok, JSON.stringify(result));
    const { status } = await taskOf(one);
    assert.deepEqual([status?.decision?.state, status?.attempt], ["cancelled", 1]);
  });

  test("says so in a sentence, also of a reason that is one", async (t) => {
    const one = await asked(t);
    const result = await one.approvals.cancel(request({ reason: "It is withdrawn." }));
    assert.ok(result.ok);
    assert.equal(result.value.approval.message, "Cancelled by ines: “It is withdrawn.”");
  });

  test("takes line breaks and blanks of a reason for one blank each", async (t) => {
    const one = await asked(t);
    assert.ok((await one.approvals.cancel(request({ reason: " wrong\r\n\tversion " }))).ok);
    assert.equal((await taskOf(one)).status?.decision?.cancellation?.reason, "wrong version");
  });
});

describe("who may not", () => {
  test("see it is told that it is not there", async (t) => {
    const one = await asked(t);
    const by = voterOf("eve", { groups: ["release"] });
    assert.deepEqual(await errorOf(one, { by }), { kind: "notFound" });
    assert.deepEqual(await errorOf(one, { by, ref: { ...REF, name: "other" } }), { kind: "notFound" });
    assert.deepEqual(one.cluster.writes, []);
  });

  test("cancel it is told so, whether asked to vote or not", async (t) => {
    const one = await asked(t);
    for (const by of [voterOf("mary"), voterOf("dan", { groups: ["dev"] })]) {
      const error = await errorOf(one, { by });
      assert.equal(error.kind, "notAllowed");
    }
    assert.deepEqual(one.cluster.writes, []);
  });

  test("vote may be an admin, who cancels it", async (t) => {
    const one = await asked(t);
    const ada = voterOf("ada");
    const vote = await one.approvals.castVote(answer("ada"));
    assert.ok(!vote.ok && vote.error.kind === "refused" && vote.error.refusal === "NotEntitled");
    assert.ok((await one.approvals.cancel(request({ by: ada }))).ok);
  });
});

describe("a cancellation is refused", () => {
  test("when the approval has ended, with how", async (t) => {
    const one = await asked(t);
    assert.ok((await one.approvals.castVote(answer("mary"))).ok);
    const error = await errorOf(one, {});
    assert.ok(error.kind === "ended" && /Approved by mary/u.test(error.message), JSON.stringify(error));
  });

  test("when the run was cancelled already, though nobody has recorded it", async (t) => {
    const one = await asked(t);
    const body = { spec: { status: "RunCancelled" } };
    await one.cluster.api.patch(CUSTOM_RUNS, REF, { type: "merge", body });
    assert.equal((await errorOf(one, {})).kind, "ended");
    assert.equal((await taskOf(one)).status?.decision, undefined);
  });

  test("when the request is not the one that was shown", async (t) => {
    const one = await asked(t);
    assert.equal((await errorOf(one, { digest: `sha256:${"0".repeat(64)}` })).kind, "changed");
    assert.ok((await one.approvals.cancel(request({ digest: computeDigest(one.task.spec) }))).ok);
  });

  for (const [name, reason, fault] of [
    ["no reason", " \n ", /^The reason is empty/u],
    ["one that is too long", "x".repeat(401), /^The reason is 1 character too long; at most 400/u],
    ["a character that nobody sees", "a\u0000b", /nobody can see/u],
    ["text that is turned around", "a\u202eb", /nobody can see/u],
    ["half a character", "a\ud800", /nobody can see/u],
  ] as const) {
    test(`with ${name}`, async (t) => {
      const one = await asked(t);
      const error = await errorOf(one, { reason });
      assert.ok(error.kind === "invalid" && error.field === "reason");
      assert.match(error.message, fault);
      assert.deepEqual(one.cluster.writes, []);
    });
  }

  test("in a namespace that is not served", async (t) => {
    const one = await ask(t);
    const approvals = approvalsOf(one.cluster, { access: RULES, served: new Set(["elsewhere"]) });
    const result = await approvals.cancel(request());
    assert.ok(!result.ok && result.error.kind === "notFound");
  });
});

describe("the same operation", () => {
  test("of the same person is the same cancellation; with another reason it is refused", async (t) => {
    const one = await asked(t);
    assert.ok((await one.approvals.cancel(request({ operation: "op" }))).ok);
    const again = await one.approvals.cancel(request({ operation: "op" }));
    assert.ok(again.ok && again.value.repeated);
    assert.equal((await errorOf(one, { operation: "op", reason: "other" })).kind, "reused");
    const other = voterOf("ada");
    assert.equal((await errorOf(one, { operation: "op", by: other })).kind, "ended");
    assert.equal(outcomesOf(one).length, 1);
  });
});

describe("beside others", () => {
  test("a vote at the same moment: one of them is recorded, and the other one is told", async (t) => {
    const one = await asked(t);
    const results = await Promise.all([
      one.approvals.castVote(answer("mary")),
      approvalsOf(one.cluster, { access: RULES }).cancel(request()),
    ]);
    const taken = results.filter(({ ok }) => ok);
    assert.equal(taken.length, 1, JSON.stringify(results));
    const { status } = await taskOf(one);
    const isCancelled = status?.decision?.state === "cancelled";
    assert.equal(isCancelled, !results[0].ok);
    assert.equal((await votesOf(one)).length, isCancelled ? 0 : 1);
  });

  test("a lost answer is looked for, and found", async (t) => {
    const one = await asked(t);
    one.cluster.kube.setFaults(onUpdate(1, { drop: "after" }));
    const result = await one.approvals.cancel(request());
    assert.ok(result.ok, JSON.stringify(result));
    assert.equal((await taskOf(one)).status?.decision?.state, "cancelled");
  });

  test("an API server that refuses leaves it pending, with what is certain", async (t) => {
    const one = await asked(t);
    one.cluster.kube.setFaults(onUpdate(1, { refuse: { code: 403 } }));
    const error = await errorOf(one, {});
    assert.ok(error.kind === "notRecorded" && error.reason === "ApiServerRefuses");
    assert.equal((await taskOf(one)).status?.decision, undefined);
  });
});
