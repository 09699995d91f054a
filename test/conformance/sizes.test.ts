// What is as large, as long or as deep as it can be: it opens with room for all its votes, or it ends at once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { suite } from "node:test";
import { previewJson } from "../../src/objects/parameters/preview-json.ts";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { LARGEST_REQUESTS, makeLargestRun } from "../kit/largest-requests.ts";
import { withLargestVotes } from "../kit/largest-votes.ts";
import { signIn } from "../kit/suite-auth.ts";
import { until } from "../kit/until.ts";
import type { RecordedVote } from "../../src/objects/approval/approval-task.ts";
import { handMadeRun, type Values } from "./pipelines.ts";
import { cluster, scenario } from "./scenario.ts";
import { resultsOf, type World } from "./world.ts";

/** So many of the votes are cast over HTTP; those before them are written as another replica would have. */
const CAST = 4;

/** Again, as the answer advises, while the API server takes longer for so much than a vote waits. */
async function castOver(world: World, name: string, vote: RecordedVote, groups: readonly string[]) {
  const { query, headers } = signIn(vote.by, ...groups);
  const path = `/api/v1/approvals/${world.namespace}/${name}/votes${query}`;
  const operation = { "Idempotency-Key": randomUUID(), "Content-Type": "application/json" };
  return await until("an answer to a vote", async () => {
    const answer = await fetch(`${world.product.url}${path}`, {
      method: "POST",
      headers: { ...headers, ...operation },
      body: JSON.stringify({ decision: vote.decision, comment: vote.comment }),
    });
    return answer.status === 503 ? undefined : answer;
  });
}

/** A run that asks ann, if it were not for what else it says. */
const POISONS: Readonly<Record<string, readonly [params: Values, spec: Values, message: RegExp]>> = {
  names: [
    Object.fromEntries(Array.from({ length: 60 }, (_, number) => [`${number}-${"x".repeat(14_000)}`, "y"])),
    {},
    /^Parameter "0-x+…" is unknown: .*55 more params are unknown\.$/u,
  ],
};

/** What Tekton's webhook does not let in. */
const POISONS_PAST_WEBHOOK: typeof POISONS = {
  digits: [{}, { timeout: "1".repeat(60_000) }, /^The run's timeout "1+… has 60000 characters/u],
  deep: [
    { title: JSON.parse(`${"[".repeat(9_000)}${"]".repeat(9_000)}`) as unknown },
    {},
    /^Parameter title is \[+…: give text, not a list\.$/u,
  ],
};

async function endAtOnce(world: World, poisons: typeof POISONS): Promise<void> {
  for (const [name, [params, spec]] of Object.entries(poisons)) {
    await world.createRun(handMadeRun(name, params, spec));
  }
  await world.createRun(handMadeRun("other"));
  await world.answer("other", "ann", "approve");
  for (const [name, [, , message]] of Object.entries(poisons)) {
    const run = await world.ended(name, "False", "ApprovalParametersInvalid");
    assert.match(run.status?.conditions?.[0]?.message ?? "", message);
    assert.equal(resultsOf(run)["decision"], "false");
  }
}

suite("Sizes", { concurrency: 1 }, () => {
  scenario(47, "the largest approval that can be opened takes all its votes", async (world) => {
    const request = LARGEST_REQUESTS["256 votes for one group"];
    assert.ok(request !== undefined);
    const { spec = {} } = makeLargestRun(request);
    await world.createRun({ ...handMadeRun("largest"), spec });
    await world.pending("largest");
    const task = await world.approval("largest");
    const voted = withLargestVotes(task, "<");
    const votes = voted.status?.votes ?? [];
    assert.equal(votes.length, 256);
    const status = { ...task.status, votes: votes.slice(0, -CAST) };
    await world.kube.updateStatus(APPROVAL_TASKS, { ...(await world.approval("largest")), status });
    for (const vote of votes.slice(-CAST)) {
      const answer = await castOver(world, "largest", vote, task.spec.groups ?? []);
      assert.equal(answer.status, 201, previewJson(await answer.text(), 500));
    }
    const run = await world.ended("largest", "True", "Approved");
    assert.equal((await world.approval("largest")).status?.votes?.length, 256);
    assert.match(resultsOf(run)["comment"] ?? "", /^_+abcd\|/u);
  });

  scenario(48, "poisonous parameters end their runs at once, while others open", async (world) => {
    await endAtOnce(world, POISONS);
  });

  scenario(
    48,
    "a timeout of 60,000 digits and JSON nested 9,000 deep end their runs at once",
    async (world) => {
      await endAtOnce(world, POISONS_PAST_WEBHOOK);
      const { spec } = await world.run("deep");
      assert.equal(previewJson(spec?.params?.at(-1)?.value, 9), "[[[[[[[[[…", "it is there as it was made");
    },
    { skip: cluster.webhook && "Tekton's webhook lets neither in" },
  );
});
