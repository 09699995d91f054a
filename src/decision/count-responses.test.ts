import assert from "node:assert/strict";
import { test } from "node:test";
import { countResponses } from "./count-responses.ts";
import { decide } from "./decide.ts";
import type { Strategy } from "./request.ts";
import { ask, cast } from "./testing/ask.ts";

const CASES: readonly (readonly [
  sentence: string,
  strategy: string,
  assignees: string,
  votes: string,
  counted: string,
])[] = [
  ["SINGLE counts of its assignees", "SINGLE", "ann bob", "ann+", "1_of_2"],
  ["SINGLE of one", "SINGLE", "ann", "", "0_of_1"],
  ["MULTI counts of its assignees", "MULTI", "ann bob cy", "ann+ bob+", "2_of_3"],
  ["MULTI counts a rejection", "MULTI", "ann bob", "ann-", "1_of_2"],
  ["FOUR_EYES counts of two", "FOUR_EYES", "ann bob cy", "ann+", "1_of_2"],
  ["QUORUM counts of what it needs", "QUORUM 2", "ann bob cy", "ann+ bob+", "2_of_2"],
];

for (const [sentence, strategy, assignees, votes, expected] of CASES) {
  test(sentence, () => {
    const request = ask(strategy, assignees);
    const verdict = decide(request, cast(request, votes).votes, 10);
    const counted = countResponses(strategy.split(" ")[0] as Strategy, request, verdict);
    assert.equal(`${counted.received}_of_${counted.required}`, expected);
  });
}
