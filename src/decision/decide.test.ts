import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decide } from "./decide.ts";
import type { Request, Vote } from "./request.ts";
import { ask, cast } from "./testing/ask.ts";
import type { Verdict } from "./verdict.ts";

const EXPECTED = /^(?<state>\w+) (?<received>\d+)\/(?<required>\d+)(?: for (?<waiting>.*))?$/u;

/** `pending 1/2 for bob @ops`: the state, the responses, and whom it waits for. */
function summarise(verdict: Verdict): string {
  const waiting = verdict.waitingFor.map(({ kind, name }) => (kind === "group" ? `@${name}` : name));
  const { received, required } = verdict.responses;
  return `${verdict.state} ${received}/${required}${waiting.length > 0 ? ` for ${waiting.join(" ")}` : ""}`;
}

/** Sentence, strategy, assignees, votes in order, verdict. */
type Row = readonly [sentence: string, strategy: string, assignees: string, votes: string, verdict: string];

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  SINGLE: [
    ["waits for anyone", "SINGLE", "ann bob", "", "pending 0/1 for ann bob"],
    ["one approval is enough", "SINGLE", "ann bob", "bob+", "approved 1/1"],
    ["one rejection is enough", "SINGLE", "ann bob", "ann-", "rejected 1/1"],
    ["the first answer wins", "SINGLE", "ann bob", "ann+ bob-", "approved 1/1"],
    ["a member of a group answers", "SINGLE", "@ops", "cy@ops+", "approved 1/1"],
    ["a stranger changes nothing", "SINGLE", "ann", "mallory+", "pending 0/1 for ann"],
    ["a user is no group of the same name", "SINGLE", "@ann", "ann+", "pending 0/1 for @ann"],
    ["a group is no user of the same name", "SINGLE", "ann", "bob@ann+", "pending 0/1 for ann"],
    ["names are compared with their case", "SINGLE", "ann", "Ann+", "pending 0/1 for ann"],
    ["names are compared in NFC", "SINGLE", "ren\u00E9", "rene\u0301+", "approved 1/1"],
  ],
  MULTI: [
    ["waits for everybody", "MULTI", "ann bob", "", "pending 0/2 for ann bob"],
    ["waits for who is missing", "MULTI", "ann bob", "ann+", "pending 1/2 for bob"],
    ["everybody approved", "MULTI", "ann bob", "bob+ ann+", "approved 2/2"],
    ["one rejection rejects", "MULTI", "ann bob", "ann-", "rejected 1/2"],
    ["the last may reject", "MULTI", "ann bob", "ann+ bob-", "rejected 2/2"],
    ["one person twice is one", "MULTI", "ann bob", "ann+ ann+", "pending 1/2 for bob"],
    ["two groups need two people", "MULTI", "@dev @ops", "cy@dev@ops+", "pending 1/2 for @dev @ops"],
    [
      "a second person of one group frees the other",
      "MULTI",
      "@dev @ops",
      "cy@dev@ops+ di@dev+",
      "approved 2/2",
    ],
    ["in either order", "MULTI", "@dev @ops", "di@dev+ cy@dev@ops+", "approved 2/2"],
    [
      "two people of one group are one answer",
      "MULTI",
      "@dev @ops",
      "cy@dev+ di@dev+",
      "pending 1/2 for @ops",
    ],
    [
      "nobody of an answered group can reject any more",
      "MULTI",
      "@dev @ops",
      "cy@dev+ di@dev-",
      "pending 1/2 for @ops",
    ],
  ],
  FOUR_EYES: [
    ["waits for anyone first", "FOUR_EYES", "ann bob", "", "pending 0/2 for ann bob"],
    ["then for anyone else", "FOUR_EYES", "ann bob cy", "bob+", "pending 1/2 for ann cy"],
    ["two people approve", "FOUR_EYES", "ann bob", "ann+ bob+", "approved 2/2"],
    ["a first rejection ends it", "FOUR_EYES", "ann bob", "ann-", "rejected 1/2"],
    ["the second may reject", "FOUR_EYES", "ann bob", "ann+ bob-", "rejected 2/2"],
    ["one person is not four eyes", "FOUR_EYES", "ann bob", "ann+ ann+", "pending 1/2 for bob"],
    ["nor in another spelling", "FOUR_EYES", "ann Ann bob", "ann+ Ann+", "pending 1/2 for bob"],
    [
      "nor as a member of another group",
      "FOUR_EYES",
      "@dev @ops",
      "cy@dev+ cy@ops+",
      "pending 1/2 for @dev @ops",
    ],
    ["nor in another spelling from a group", "FOUR_EYES", "@dev", "cy@dev+ CY@dev+", "pending 1/2 for @dev"],
    ["two members of one group", "FOUR_EYES", "@dev", "cy@dev+ di@dev+", "approved 2/2"],
  ],
  QUORUM: [
    ["waits for all it may wait for", "QUORUM 2", "ann bob cy", "", "pending 0/2 for ann bob cy"],
    ["so many different people", "QUORUM 2", "ann bob cy", "cy+ ann+", "approved 2/2"],
    ["one person twice is one", "QUORUM 2", "ann bob cy", "cy+ cy+", "pending 1/2 for ann bob"],
    ["one person in two spellings is one", "QUORUM 2", "ann Ann bob", "ann+ Ann+", "pending 1/2 for bob"],
    ["one rejection rejects", "QUORUM 2", "ann bob cy", "cy+ ann-", "rejected 2/2"],
    ["people of any of the groups", "QUORUM 3", "@dev @ops", "a@dev+ b@dev+ c@dev+", "approved 3/3"],
    ["a person in two groups is one", "QUORUM 2", "@dev @ops", "cy@dev@ops+", "pending 1/2 for @dev @ops"],
  ],
};

for (const [strategy, rows] of Object.entries(TABLE)) {
  describe(strategy, () => {
    for (const [sentence, name, assignees, texts, expected] of rows) {
      test(sentence, () => {
        assert.match(expected, EXPECTED);
        const request = ask(name, assignees);
        assert.equal(summarise(decide(request, cast(request, texts).votes, 10)), expected);
      });
    }
  });
}

describe("time and cancellation", () => {
  const request = ask("MULTI", "ann bob", 100);

  test("is pending until just before the deadline", () => {
    assert.equal(decide(request, [], 99).state, "pending");
  });

  test("times out at the deadline, with the votes so far", () => {
    const verdict = decide(request, cast(request, "ann+").votes, 100);
    assert.equal(summarise(verdict), "timedOut 1/2");
    assert.equal(verdict.message, "Timed out with 1 of 2 votes.");
  });

  test("has no time-out without a deadline", () => {
    assert.equal(decide(ask("SINGLE", "ann"), [], Number.MAX_SAFE_INTEGER).state, "pending");
  });

  test("complete votes win over a deadline that has passed since", () => {
    assert.equal(decide(request, cast(request, "ann+ bob+").votes, 1_000).state, "approved");
  });

  test("a vote at the deadline or later does not count even when it is in the list", () => {
    const [first, second] = cast(request, "ann+ bob+").votes as [Vote, Vote];
    assert.equal(decide(request, [first, { ...second, timeMs: 100 }], 1_000).state, "timedOut");
  });

  test("is cancelled for the reason given", () => {
    const verdict = decide({ ...request, cancelled: "PipelineRunFinished" }, [], 0);
    assert.equal(verdict.state, "cancelled");
    assert.equal(verdict.reason, "PipelineRunFinished");
    assert.equal(verdict.message, "Cancelled, because the PipelineRun has finished.");
  });

  test("a cancel wins over a deadline that has passed", () => {
    assert.equal(decide({ ...request, cancelled: "RunCancelled" }, [], 1_000).state, "cancelled");
  });

  test("complete votes win over a cancel", () => {
    const { votes } = cast(request, "ann+ bob+");
    assert.equal(decide({ ...request, cancelled: "RunCancelled" }, votes, 50).state, "approved");
  });

  test("what is recorded stands, whatever clock and votes say", () => {
    const decision = { state: "timedOut", reason: "DeadlinePassed", message: "Timed out." } as const;
    const verdict = decide({ ...request, decision }, cast(request, "ann+ bob+").votes, 0);
    assert.equal(summarise(verdict), "timedOut 2/2");
    assert.equal(verdict.message, "Timed out.");
  });
});

describe("votes that should not be in the list do not count", () => {
  const vote: Vote = { by: "ann", answer: "approve", stage: 1, assignees: [0], timeMs: 0 };
  const CASES: Readonly<Record<string, readonly [Request, Vote]>> = {
    "one under another name than the assignee's": [ask("SINGLE", "ann"), { ...vote, by: "mallory" }],
    "one under another spelling of the name": [ask("SINGLE", "ann"), { ...vote, by: "Ann" }],
    "one that claims no assignee": [ask("SINGLE", "ann"), { ...vote, assignees: [] }],
    "one that claims an assignee that is not there": [
      ask("SINGLE", "ann"),
      { ...vote, assignees: [1, -1, 0.5] },
    ],
    "one for a stage that is not open": [ask("FOUR_EYES", "ann bob"), { ...vote, stage: 2 }],
    "one by nobody, for a group": [ask("SINGLE", "@ops"), { ...vote, by: " \u200B" }],
    "one for a request without stages": [{ stages: [] }, vote],
  };
  for (const [sentence, [request, stray]] of Object.entries(CASES)) {
    test(sentence, () => {
      const verdict = decide(request, [stray, { ...stray, answer: "reject" }], 0);
      assert.equal(verdict.state, "pending");
      assert.equal(verdict.responses.received, 0);
    });
  }
});

describe("says in a sentence", () => {
  const CASES: readonly (readonly [strategy: string, assignees: string, votes: string, message: string])[] = [
    ["SINGLE", "ann bob", "", "Waiting for ann or bob: 0 of 1 vote."],
    ["FOUR_EYES", "@dev", "cy@dev+", "Waiting for a member of dev: 1 of 2 votes."],
    ["MULTI", "a b c d e", "", "Waiting for a, b, c and 2 others: 0 of 5 votes."],
    ["QUORUM 2", "a b c d", "", "Waiting for a, b, c or d: 0 of 2 votes."],
    ["MULTI", "ann bob", "bob+ ann+", "Approved by bob and ann."],
    ["MULTI", "ann bob", "bob+ ann-", "Rejected by ann."],
  ];
  for (const [strategy, assignees, texts, message] of CASES) {
    test(message, () => {
      const request = ask(strategy, assignees);
      assert.equal(decide(request, cast(request, texts).votes, 10).message, message);
    });
  }
});

test("the stage is the open one, and afterwards the last that was open", () => {
  const request = ask("FOUR_EYES", "ann bob");
  const stages = ["", "ann+", "ann+ bob+", "ann-"].map(
    (texts) => decide(request, cast(request, texts).votes, 10).stage,
  );
  assert.deepEqual(stages, [1, 2, 2, 1]);
});
