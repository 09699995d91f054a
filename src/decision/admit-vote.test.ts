import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { admitVote } from "./admit-vote.ts";
import { ask, cast, parseVote } from "./testing/ask.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { VoteRefusal } from "./verdict.ts";

describe("a vote is admitted", () => {
  test("with its stage and the positions of all assignees it could count for", () => {
    const request = ask("MULTI", "ann @dev bob @ops");
    const admitted = admitVote(request, [], { name: "ann", groups: ["ops", "dev", "hr"] }, 0);
    assert.deepEqual(admitted, { ok: true, value: { stage: 1, assignees: [0, 1, 3] } });
  });

  test("for the second stage when the first is done", () => {
    const request = ask("FOUR_EYES", "ann bob");
    const { votes } = cast(request, "ann+");
    const admitted = admitVote(request, votes, { name: "bob", groups: [] }, 5);
    assert.deepEqual(admitted, { ok: true, value: { stage: 2, assignees: [1] } });
  });
});

describe("a vote is refused", () => {
  const CASES: readonly (readonly [
    sentence: string,
    strategy: string,
    assignees: string,
    votes: string,
    refused: string,
    refusal: VoteRefusal,
  ])[] = [
    ["from a stranger", "SINGLE", "ann", "", "mallory+", "NotEntitled"],
    ["from another spelling of an assignee", "SINGLE", "ann", "", "Ann+", "NotEntitled"],
    ["from nobody, although a group lets anybody in", "SINGLE", "@ops", "", "@ops+", "NotEntitled"],
    ["from a stranger also when all is decided", "SINGLE", "ann", "ann+", "mallory+", "NotEntitled"],
    ["when it is decided", "SINGLE", "ann bob", "ann+", "bob+", "AlreadyDecided"],
    ["when it is decided by the same person", "SINGLE", "ann bob", "ann+", "ann+", "AlreadyDecided"],
    ["when it is rejected", "MULTI", "ann bob", "ann-", "bob+", "AlreadyDecided"],
    ["from a person who has voted", "MULTI", "ann bob", "ann+", "ann-", "AlreadyVoted"],
    [
      "from a person who has voted in another spelling",
      "QUORUM 2",
      "ann Ann bob",
      "ann+",
      "Ann+",
      "AlreadyVoted",
    ],
    [
      "from a person who has voted for another group",
      "MULTI",
      "@dev @ops",
      "cy@dev+",
      "cy@ops+",
      "AlreadyVoted",
    ],
    ["from the first of four eyes", "FOUR_EYES", "ann bob", "ann+", "ann+", "VotedInEarlierStage"],
    ["from the first of four eyes, rejecting", "FOUR_EYES", "ann bob", "ann+", "ann-", "VotedInEarlierStage"],
    ["when the group has answered", "MULTI", "@dev @ops", "cy@dev+", "di@dev+", "AssigneeAnswered"],
    [
      "when the group has answered, rejecting",
      "MULTI",
      "@dev @ops",
      "cy@dev+",
      "di@dev-",
      "AssigneeAnswered",
    ],
  ];
  for (const [sentence, strategy, assignees, votes, refused, refusal] of CASES) {
    test(sentence, () => {
      const request = ask(strategy, assignees);
      const { voter } = parseVote(refused);
      const admitted = admitVote(request, cast(request, votes).votes, voter, 10);
      assert.deepEqual(admitted, { ok: false, error: refusal });
      assert.match(explainRefusal(refusal), /^[A-Z].*\.$/u);
    });
  }

  const ann = { name: "ann", groups: [] };

  test("at the deadline, whether or not the time-out is recorded", () => {
    const request = ask("SINGLE", "ann", 100);
    assert.equal(admitVote(request, [], ann, 99).ok, true);
    assert.deepEqual(admitVote(request, [], ann, 100), { ok: false, error: "DeadlinePassed" });
    const decision = { state: "timedOut", reason: "DeadlinePassed", message: "" } as const;
    assert.deepEqual(admitVote({ ...request, decision }, [], ann, 0), { ok: false, error: "DeadlinePassed" });
  });

  test("when it is cancelled", () => {
    const request = ask("SINGLE", "ann");
    const refused = { ok: false, error: "AlreadyDecided" };
    assert.deepEqual(admitVote({ ...request, cancelled: "RunDeleted" }, [], ann, 0), refused);
  });
});
