// What the voter is told when the API server fails: that it is recorded, that it is not, or that nobody knows.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { FaultPlan } from "../../sandbox/kube/faults.ts";
import { APPROVAL_TASKS } from "../objects/resources.ts";
import { type LogFields, silentLogger } from "../std/logger.ts";
import {
  answer,
  approvalsOf,
  ask,
  holdUpdate,
  onUpdate,
  outcomesOf,
  REF,
  refusalOf,
  votesOf,
} from "../../test/kit/ask-approval.ts";

test("the answer to the write is lost: the vote is found, not repeated", async (t) => {
  const asked = await ask(t);
  asked.cluster.kube.setFaults(onUpdate(1, { drop: "after" }));
  const result = await asked.approvals.castVote(answer("mary"));
  assert.ok(result.ok && result.value.approval.state === "approved");
  assert.deepEqual(await votesOf(asked), ["mary"]);
});

test("the write is lost on its way: the voter is told that it is not known, and nothing is there", async (t) => {
  const asked = await ask(t);
  asked.cluster.kube.setFaults(onUpdate(1, { drop: "before" }));
  const error = await refusalOf(asked, answer("mary"));
  assert.ok(error.kind === "notKnown" && /not known/u.test(error.message));
  assert.deepEqual(await votesOf(asked), []);
});

test("the write is lost on its way while somebody else writes: it can no longer come, so it is written anew", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  const held = holdUpdate(asked.cluster, 1, { drop: "before" });
  const mine = asked.approvals.castVote(answer("mary"));
  await held.arrived;
  const labels = { metadata: { labels: { touched: "yes" } } };
  await asked.cluster.api.patch(APPROVAL_TASKS, REF, { type: "merge", body: labels });
  held.release();
  assert.ok((await mine).ok);
  assert.deepEqual(outcomesOf(asked), [
    "patch approvaltasks 200",
    "update approvaltasks/status 0",
    "update approvaltasks/status 200",
  ]);
  assert.deepEqual(await votesOf(asked), ["mary"]);
});

/** A fault for all requests of this verb. */
function on(wanted: string, fault: ReturnType<FaultPlan>): FaultPlan {
  return ({ verb, resource }) => (verb === wanted && resource !== "" ? fault : undefined);
}

for (const [sentence, plan, reason] of [
  [
    "it is away when it is read",
    on("get", { refuse: { code: 503, reason: "ServiceUnavailable" } }),
    "ApiServerAway",
  ],
  ["reading is not allowed", on("get", { refuse: { code: 403, reason: "Forbidden" } }), "ApiServerRefuses"],
  [
    "the account is not known",
    on("get", { refuse: { code: 401, reason: "Unauthorized" } }),
    "ApiServerRefuses",
  ],
  [
    "writing is not allowed",
    on("update", { refuse: { code: 403, reason: "Forbidden" } }),
    "ApiServerRefuses",
  ],
  ["the write is malformed", on("update", { refuse: { code: 400 } }), "ApiServerRefuses"],
  ["the write is too large", on("update", { refuse: { code: 413 } }), "ApiServerRefuses"],
  [
    "the approval would be too large",
    on("update", { refuse: { code: 500, message: "etcdserver: request is too large" } }),
    "ApiServerRefuses",
  ],
  ["the write is invalid", on("update", { refuse: { code: 422, reason: "Invalid" } }), "ApiServerRefuses"],
  [
    "there is a limit on writes",
    on("update", { refuse: { code: 429, reason: "TooManyRequests" } }),
    "ApiServerAway",
  ],
  [
    "somebody else always writes first",
    on("update", { refuse: { code: 409, reason: "Conflict" } }),
    "Overtaken",
  ],
  [
    "the write never finds what the read does",
    on("update", { refuse: { code: 404, reason: "NotFound" } }),
    "Overtaken",
  ],
] as const) {
  test(`certainly not recorded: ${sentence}`, async (t) => {
    const asked = await ask(t);
    asked.cluster.kube.setFaults(plan);
    const error = await refusalOf(asked, answer("mary"));
    assert.ok(error.kind === "notRecorded" && error.reason === reason, JSON.stringify(error));
    assert.doesNotMatch(error.message, /not known/u);
    asked.cluster.kube.setFaults(undefined);
    assert.deepEqual(await votesOf(asked), []);
    assert.ok((await asked.approvals.castVote(answer("mary"))).ok, "and it counts when it is given again");
  });
}

test("a refusal of the API server is an error in the log, with the whole message, which voters do not see", async (t) => {
  const asked = await ask(t);
  const message = 'User "system:serviceaccount:a:b" cannot update resource "approvaltasks/status"';
  asked.cluster.kube.setFaults(on("update", { refuse: { code: 403, reason: "Forbidden", message } }));
  const errors: string[] = [];
  const logger = {
    ...silentLogger,
    error: ({ err }: LogFields, said: string) => errors.push(`${said}: ${String(err)}`),
  };
  const result = await approvalsOf(asked.cluster, { logger }).castVote(answer("mary"));
  assert.ok(!result.ok && result.error.kind === "notRecorded");
  assert.match(result.error.message, /403 Forbidden/u);
  assert.doesNotMatch(result.error.message, /serviceaccount/u);
  assert.equal(errors.length, 1);
  assert.match(errors[0] ?? "", /check the rights of Countersign's account.*serviceaccount:a:b/u);
});

const IMPATIENT = { answerMs: 1_800, readMs: 600, confirmMs: 400 };

test("an API server that hangs: the voter is answered in time, and knows what is certain", async (t) => {
  const asked = await ask(t);
  const approvals = approvalsOf(asked.cluster, { voteLimits: IMPATIENT });
  for (const [plan, kind] of [
    [on("get", { hang: true }), "notRecorded"],
    [on("update", { hang: true }), "notKnown"],
    [() => ({ hang: true }), "notRecorded"],
  ] as const) {
    asked.cluster.kube.setFaults(plan);
    const began = performance.now();
    const result = await approvals.castVote(answer("mary"));
    assert.ok(!result.ok && result.error.kind === kind, JSON.stringify(result));
    assert.ok(performance.now() - began < 5_000);
  }
});

test("whoever waits behind a hanging API server is answered in time as well: not recorded", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  asked.cluster.kube.setFaults(on("update", { hang: true }));
  const approvals = approvalsOf(asked.cluster, { voteLimits: IMPATIENT });
  const [first, second] = await Promise.all([
    approvals.castVote(answer("mary")),
    approvals.castVote(answer("john")),
  ]);
  assert.ok(!first.ok && first.error.kind === "notKnown");
  assert.ok(!second.ok && second.error.kind === "notRecorded" && second.error.reason === "TooManyWaiting");
});
