// One sending is one vote, whoever repeats it, and no vote is taken that is about to be deleted.
import assert from "node:assert/strict";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { handMadeRun } from "./pipelines.ts";
import { scenario } from "./scenario.ts";

scenario(
  50,
  "the same operation twice, through two replicas and across a restart: one vote, the same receipt",
  async (world) => {
    const approvers = ["ann", "bob"];
    await world.createRun(handMadeRun("twice", { approvers, strategy: "MULTI" }));
    const { digest } = await world.pending("twice");
    const another = await world.startReplica();
    const vote = { decision: "approve", comment: "once", digest, operation: "3f0c2b9a-once" } as const;

    const both = await Promise.all([
      world.vote("twice", "ann", vote),
      another.vote(world.namespace, "twice", "ann", vote),
    ]);
    assert.deepEqual(
      both.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 201],
      JSON.stringify(both),
    );
    await world.product.restart();
    await world.answer("twice", "bob", "approve");
    await world.ended("twice", "True", "Approved");
    const late = await world.vote("twice", "ann", vote);
    assert.equal(late.status, 200, JSON.stringify(late.body));
    assert.equal(late.body.state, "approved");
    const other = await world.vote("twice", "ann", { ...vote, decision: "reject" });
    assert.equal(other.status, 422);
    assert.match(other.body.type ?? "", /#operation-reused$/u);

    const { votes = [] } = (await world.approval("twice")).status ?? {};
    assert.deepEqual(
      votes.map(({ by, operation }) => `${by} ${operation}`),
      ["ann 3f0c2b9a-once", "bob undefined"],
    );
    for (const { body } of [...both, late]) {
      assert.deepEqual(body.votes[0], late.body.votes[0], "each answer has the one vote");
    }
  },
);

scenario(
  51,
  "an ApprovalTask that is being deleted takes no vote, and when it is gone its run asks anew",
  async (world) => {
    await world.createRun(handMadeRun("going", {}));
    const asked = await world.pending("going");
    const ref = world.ref("going");
    const hold = async (finalizers: readonly string[]): Promise<void> => {
      await world.kube.patch(APPROVAL_TASKS, ref, { type: "merge", body: { metadata: { finalizers } } });
    };
    await hold(["example.com/holds-it"]);
    await world.kube.delete(APPROVAL_TASKS, ref);
    const refused = await world.vote("going", "ann", { decision: "approve" });
    assert.equal(refused.status, 409, JSON.stringify(refused.body));
    assert.match(refused.body.detail ?? "", /being deleted.*asked again/u);
    const { status, metadata } = await world.approval("going");
    assert.notEqual(metadata.deletionTimestamp, undefined, "it is still there");
    assert.deepEqual(status?.votes ?? [], []);

    await hold([]);
    await world.untilShown("going", "to be asked anew", ({ uid, state }) => {
      return uid !== asked.uid && state === "pending";
    });
    await world.answer("going", "ann", "approve");
    await world.ended("going", "True", "Approved");
    const { votes = [] } = (await world.approval("going")).status ?? {};
    assert.equal(votes.length, 1);
  },
);
