// Two things happen to one approval at the same moment, with two replicas at work. One of them wins, for good; whoever
// loses is told.
import assert from "node:assert/strict";
import { suite, test, type TestContext } from "node:test";
import type { CustomRun } from "../../../../src/objects/run/custom-run.ts";
import { openCluster } from "../../cluster-under-test.ts";
import { Arena, type Asked, sleepUntil } from "./arena.ts";
import { type CastVote, checkAnswer, checkRecord } from "./cast-vote.ts";
import { atOnce, playRounds, type Round, ROUNDS } from "./play-rounds.ts";

const LIMIT_MS = 240_000;
const DECIDED = ["AlreadyDecided"];

const cluster = await openCluster();

/** Registers a race of `ROUNDS` rounds in an arena of its own. `play` gives the name of the side that won. */
function race(
  title: string,
  outcomes: readonly string[],
  play: (arena: Arena, round: Round) => Promise<string>,
): void {
  test(`${title}: ${ROUNDS} rounds`, { timeout: LIMIT_MS }, async (t: TestContext) => {
    const arena = await Arena.open(cluster, t);
    await playRounds(t, arena, outcomes, (round) => play(arena, round));
  });
}

function endOf({ status }: CustomRun): string {
  const [condition] = status?.conditions ?? [];
  return `${condition?.status} ${condition?.reason}`;
}

/** Waits for the end and asserts that it is this one, on the run and on the approval, with exactly the votes taken. */
async function endsAs(
  arena: Arena,
  asked: Asked,
  expected: { readonly end: string; readonly state: string; readonly votes: readonly CastVote[] },
): Promise<void> {
  const { run, approval } = await arena.settled(asked);
  const told = `${asked.name}: ${JSON.stringify({ run, approval })}`;
  assert.equal(endOf(run), expected.end, told);
  assert.equal(approval.status?.decision?.state, expected.state, told);
  const decision = run.status?.results?.find(({ name }) => name === "decision")?.value;
  assert.equal(decision, String(expected.state === "approved"), told);
  checkRecord(expected.votes, approval);
}

suite("Races", { concurrency: 1 }, () => {
  race("an approval and a cancel", ["approved", "cancelled"], async (arena, round) => {
    const asked = await arena.ask(round.name, { approvers: ["ann"] });
    const [vote] = await atOnce(
      round,
      () => arena.vote(round.name, { by: "ann", decision: "approve", replica: round.first }),
      () => arena.cancel(round.name),
    );
    checkAnswer(vote, DECIDED);
    await endsAs(arena, asked, {
      end: vote.taken ? "True Approved" : "False CustomRunCancelled",
      state: vote.taken ? "approved" : "cancelled",
      votes: [vote],
    });
    return vote.taken ? "approved" : "cancelled";
  });

  race("an approval and the end of its time", ["approved", "timed out"], async (arena, round) => {
    const asked = await arena.ask(round.name, { approvers: ["ann"] }, { timeout: "2s" });
    const deadlineMs = Date.parse(asked.approval.status?.deadline ?? "");
    // Mostly before the deadline: the vote needs a while to arrive, on a busy machine a long one.
    await sleepUntil(deadlineMs - 800 + ((round.index * 37) % 840));
    const vote = await arena.vote(round.name, { by: "ann", decision: "approve", replica: round.first });
    checkAnswer(vote, ["AlreadyDecided", "DeadlinePassed"]);
    await endsAs(arena, asked, {
      end: vote.taken ? "True Approved" : "False CustomRunTimedOut",
      state: vote.taken ? "approved" : "timedOut",
      votes: [vote],
    });
    return vote.taken ? "approved" : "timed out";
  });

  race("an approval and the run's deletion", ["recorded", "refused"], async (arena, round) => {
    const asked = await arena.ask(round.name, { approvers: ["ann"] });
    const [vote] = await atOnce(
      round,
      () => arena.vote(round.name, { by: "ann", decision: "approve", replica: round.first }),
      () => arena.delete(round.name),
    );
    checkAnswer(vote, ["AlreadyDecided", "404"]);
    await arena.watch.approvals.untilGone(asked.approvalUid);
    const last = arena.watch.approvals.of(asked.approvalUid)?.versions.at(-1);
    assert.ok(last);
    checkRecord([vote], last);
    return vote.taken ? "recorded" : "refused";
  });

  race("two people of whom one is enough", ["ann", "bob"], async (arena, round) => {
    const asked = await arena.ask(round.name, { approvers: ["ann", "bob"] });
    const votes = await atOnce(
      round,
      () => arena.vote(round.name, { by: "ann", decision: "approve", replica: round.first }),
      () => arena.vote(round.name, { by: "bob", decision: "approve", replica: round.second }),
    );
    for (const vote of votes) checkAnswer(vote, DECIDED);
    const [winner, ...others] = votes.filter(({ taken }) => taken);
    assert.ok(winner !== undefined && others.length === 0, `${round.name}: one of two is taken`);
    await endsAs(arena, asked, { end: "True Approved", state: "approved", votes });
    return winner.by;
  });

  race("an approval and a rejection", ["approved", "rejected"], async (arena, round) => {
    const asked = await arena.ask(round.name, { approvers: ["ann", "bob"] });
    const votes = await atOnce(
      round,
      () => arena.vote(round.name, { by: "ann", decision: "approve", replica: round.first }),
      () => arena.vote(round.name, { by: "bob", decision: "reject", replica: round.second }),
    );
    for (const vote of votes) checkAnswer(vote, DECIDED);
    const [winner, ...others] = votes.filter(({ taken }) => taken);
    assert.ok(winner !== undefined && others.length === 0, `${round.name}: one of two is taken`);
    const approved = winner.decision === "approve";
    await endsAs(arena, asked, {
      end: approved ? "True Approved" : "True Rejected",
      state: approved ? "approved" : "rejected",
      votes,
    });
    return approved ? "approved" : "rejected";
  });

  race(
    "one person in two windows, who cannot be two of four eyes",
    ["first", "second"],
    async (arena, round) => {
      const asked = await arena.ask(round.name, { approvers: ["ann", "bob"], strategy: "FOUR_EYES" });
      const both = await atOnce(
        round,
        () => arena.vote(round.name, { by: "ann", decision: "approve", replica: round.first }),
        () => arena.vote(round.name, { by: "ann", decision: "approve", replica: round.second }),
      );
      for (const vote of both) checkAnswer(vote, ["VotedInEarlierStage"]);
      assert.equal(both.filter(({ taken }) => taken).length, 1, `${round.name}: one of two is taken`);
      const other = await arena.vote(round.name, { by: "bob", decision: "approve", replica: round.first });
      assert.ok(other.taken, JSON.stringify(other.answer));
      await endsAs(arena, asked, { end: "True Approved", state: "approved", votes: [...both, other] });
      return both[0].taken ? "first" : "second";
    },
  );
});
