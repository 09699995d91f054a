import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { EMPTY_MATCHING, type Matching, matchOneMore } from "./match-assignees.ts";

/** Takes the votes in order and leaves out those that find no room. */
function matchAll(votes: readonly (readonly number[])[]): Matching {
  return votes.reduce((matching, vote) => matchOneMore(matching, vote) ?? matching, EMPTY_MATCHING);
}

/** The oracle: the largest number of votes that can be seated, by trying everything. */
function countSeats(votes: readonly (readonly number[])[], taken: ReadonlySet<number> = new Set()): number {
  const [vote, ...others] = votes;
  if (vote === undefined) return 0;
  const seated = vote
    .filter((position) => !taken.has(position))
    .map((position) => 1 + countSeats(others, new Set([...taken, position])));
  return Math.max(countSeats(others, taken), ...seated);
}

test("a vote that could count for two assignees makes room for one that could count for one", () => {
  const matching = matchAll([[0, 1], [0]]);
  assert.deepEqual(Object.fromEntries(matching.voteOf), { 0: 1, 1: 0 });
});

test("a chain of votes makes room", () => {
  const matching = matchAll([[0, 1], [1, 2], [2, 3], [0], [1], [2]]);
  assert.equal(matching.voteOf.size, 4);
});

test("there is no room where all are answered for", () => {
  assert.equal(matchOneMore(matchAll([[0], [1]]), [0, 1]), undefined);
});

test("a vote that could count for nobody finds no room", () => {
  assert.equal(matchOneMore(EMPTY_MATCHING, []), undefined);
});

test("as many votes are seated as possible, in whatever order they come, and each where it may", () => {
  const vote = fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(vote, { maxLength: 5 }), (votes) => {
      const matching = matchAll(votes);
      assert.equal(matching.voteOf.size, countSeats(votes));
      assert.equal(new Set(matching.voteOf.values()).size, matching.voteOf.size);
      for (const [position, holder] of matching.voteOf) {
        assert.ok(matching.votes[holder]?.includes(position));
      }
    }),
  );
});
