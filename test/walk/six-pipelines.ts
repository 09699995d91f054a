// The six pipelines of Automatiko's kind, created with kubectl and decided by people: labels, status, results and printed
// text at each moment, as recorded from Automatiko or different on purpose (docs/reference/differences.md).
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { KUBECTL_LIMIT, type Stage, type Voter, Walk } from "./walk.ts";

/** Most of the time is waited. */
const CONCURRENCY = 3;

/** One of the six: who answers, in order, and the label `responses` before, between and after. */
interface Sample {
  readonly file: string;
  readonly voters: readonly Voter[];
  readonly responses: readonly string[];
  /** After the first of them rejects. */
  readonly rejected: string;
}

const SAMPLES: readonly Sample[] = [
  { file: "single", voters: [{ user: "mary" }], responses: ["0_of_2", "1_of_2"], rejected: "1_of_2" },
  {
    file: "single-group",
    voters: [{ user: "ann", group: "admin" }],
    responses: ["0_of_1", "1_of_1"],
    rejected: "1_of_1",
  },
  { file: "single-timeout", voters: [{ user: "john" }], responses: ["0_of_1", "1_of_1"], rejected: "1_of_1" },
  {
    file: "multi",
    voters: [{ user: "john" }, { user: "mary" }],
    responses: ["0_of_2", "1_of_2", "2_of_2"],
    rejected: "1_of_2",
  },
  {
    file: "multi-group",
    voters: [
      { user: "ann", group: "security" },
      { user: "bob", group: "operations" },
    ],
    responses: ["0_of_2", "1_of_2", "2_of_2"],
    rejected: "1_of_2",
  },
  {
    file: "four-eyes",
    voters: [
      { user: "ann", group: "admin" },
      { user: "bob", group: "admin" },
    ],
    responses: ["0_of_2", "1_of_2", "2_of_2"],
    rejected: "1_of_2",
  },
];

/** Defines the tests. The stage is opened before the first and closed after the last. */
export function describeSixPipelines(openStage: () => Promise<Stage>): void {
  describe("the six pipelines", { concurrency: CONCURRENCY }, () => {
    let stage: Stage;
    before(async () => {
      stage = await openStage();
    });
    after(() => stage.close());
    const start = (file: string, change?: (yaml: string) => string): Promise<Walk> =>
      Walk.start(stage, file, change);

    for (const { file, voters, responses, rejected } of SAMPLES) {
      describe(file, () => {
        test("approved: labels step by step, results, and the branch that prints", async () => {
          const walk = await start(file);
          const waiting = await walk.untilLabelled("pending", responses[0] ?? "");
          assert.equal(waiting.status?.status, "pending");
          assert.equal(waiting.status?.message, "Approval task has been created and assigned");
          assert.equal(
            waiting.status?.approvalUrl,
            `${stage.url}/approvals/${stage.namespace}/${walk.approval}`,
          );
          for (const [position, voter] of voters.entries()) {
            await walk.answer(voter, "approve");
            const decision = position === voters.length - 1 ? "approved" : "pending";
            await walk.untilLabelled(decision, responses[position + 1] ?? "");
          }
          const decided = await walk.untilLabelled("approved", responses.at(-1) ?? "");
          assert.equal(decided.status?.status, "completed");
          assert.equal(decided.status?.message, "Approval task has been completed");
          const comment = voters.map(({ user }) => `approve from ${user}`).join("|");
          const approvedBy = voters.map(({ user }) => user).join("|");
          const { reason, results } = await walk.end();
          assert.equal(reason, "True Approved");
          assert.deepEqual(
            [results["decision"], results["comment"], results["approvedBy"], results["rejectedBy"]],
            ["true", comment, approvedBy, ""],
          );
          assert.equal(await walk.printedBy("approved"), `APPROVED with comment ${comment}\n`);
          assert.deepEqual(await walk.skipped(), ["rejected"]);
          await walk.remove();
        });

        test("rejected by the first: decision=false, and the other branch prints", async () => {
          const walk = await start(file);
          const [first] = voters;
          assert.ok(first);
          await walk.answer(first, "reject");
          const decided = await walk.untilLabelled("rejected", rejected);
          assert.equal(decided.status?.status, "completed");
          const { reason, results } = await walk.end();
          assert.equal(reason, "True Rejected");
          assert.deepEqual(
            [results["decision"], results["comment"], results["approvedBy"], results["rejectedBy"]],
            ["false", `reject from ${first.user}`, "", first.user],
          );
          assert.equal(await walk.printedBy("rejected"), `REJECTED with comment reject from ${first.user}\n`);
          assert.deepEqual(await walk.skipped(), ["approved"]);
        });
      });
    }

    test("a rejection in the second step leaves the first approver in the results", async () => {
      const walk = await start("four-eyes");
      await walk.answer({ user: "ann", group: "admin" }, "approve");
      await walk.answer({ user: "bob", group: "admin" }, "reject");
      await walk.untilLabelled("rejected", "2_of_2");
      const { results } = await walk.end();
      assert.deepEqual(
        [results["approvedBy"], results["rejectedBy"], results["comment"]],
        ["ann", "bob", "approve from ann|reject from bob"],
      );
    });

    test("timed out: the ApprovalTask stays and says so, the run fails", async () => {
      const walk = await start("single-timeout", (yaml) => yaml.replace(/timeout: \S+/u, "timeout: 1s"));
      const task = await walk.untilLabelled("timedout", "0_of_1");
      assert.equal(task.status?.status, "timedout");
      const { reason, results } = await walk.end();
      assert.equal(reason, "False CustomRunTimedOut");
      assert.equal(results["decision"], "false");
      const failed = "--for=jsonpath={.status.conditions[0].reason}=Failed";
      await walk.kubectl("wait", failed, `pipelinerun/${walk.run}`, KUBECTL_LIMIT);
    });

    test("cancelled with kubectl: the approval is closed, a later vote is refused", async () => {
      const walk = await start("single");
      await walk.kubectl(
        "patch",
        "pipelinerun",
        walk.run,
        "--type=merge",
        "-p",
        '{"spec":{"status":"Cancelled"}}',
      );
      const task = await walk.untilLabelled("cancelled", "0_of_2");
      assert.equal(task.status?.status, "cancelled");
      assert.equal((await walk.end()).reason, "False CustomRunCancelled");
      assert.equal(await walk.answerTooLate({ user: "mary" }), 409);
    });

    test("deleted with kubectl while it waits: nothing is left", async () => {
      const walk = await start("single");
      await walk.remove();
    });
  });
}
