// What a link is good for is judged again by what the write is guarded by: the page may have been late.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, ask, refusalOf, REF } from "../../test/kit/ask-approval.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../objects/resources.ts";

const mary = voterOf("mary", { issuer: "link" });

test("a link votes on its approval and attempt, and says so on record", async (t) => {
  const asked = await ask(t);
  const link = { uid: asked.task.metadata.uid ?? "", attempt: 1 };
  const cast = await asked.approvals.castVote(answer("mary", { voter: mary, via: "web", link }));
  assert.ok(cast.ok, JSON.stringify(cast));
  const task = await asked.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.equal(task.status?.votes?.[0]?.via, "link");
});

for (const [what, link, params, kind] of [
  ["another approval of that name", { uid: "other", attempt: 1 }, {}, "notFound"],
  ["another attempt", { attempt: 2 }, {}, "notByLink"],
  ["four eyes", { attempt: 1 }, { strategy: "FOUR_EYES" }, "notByLink"],
  ["a quorum", { attempt: 1 }, { approvalsRequired: "2" }, "notByLink"],
] as const) {
  test(`a link does not vote for ${what}`, async (t) => {
    const asked = await ask(t, { approvers: ["mary", "john"], ...params });
    const linkedTo = { uid: asked.task.metadata.uid ?? "", ...link };
    const error = await refusalOf(asked, answer("mary", { voter: mary, link: linkedTo }));
    assert.equal(error.kind, kind);
    assert.deepEqual(asked.cluster.writes, []);
  });
}

test("the same link again is the same vote", async (t) => {
  const asked = await ask(t, { approvers: ["mary", "john"], strategy: "MULTI" });
  const link = { uid: asked.task.metadata.uid ?? "", attempt: 1 };
  const vote = answer("mary", { voter: mary, link, operation: "link-x" });
  assert.ok((await asked.approvals.castVote(vote)).ok);
  const again = await asked.approvals.castVote(vote);
  assert.ok(again.ok && again.value.repeated);
  const other = await refusalOf(asked, { ...vote, decision: "reject" });
  assert.equal(other.kind, "reused");
});
