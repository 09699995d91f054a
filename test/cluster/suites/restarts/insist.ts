// A person who wants to have answered: told that it is not known whether the vote is recorded, they vote again.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApprovalTask } from "../../../../src/objects/approval/approval-task.ts";
import type { Arena } from "../races/arena.ts";
import type { CastVote, VoteWish } from "../races/cast-vote.ts";
import { PATIENCE_MS } from "../../../kit/until.ts";

const PAUSE_MS = 300;
/** What somebody hears whose earlier vote turns out to be recorded. */
const RECORDED_BEFORE = new Set(["AlreadyVoted", "VotedInEarlierStage", "AlreadyDecided"]);

/** Votes until the answer is that it is recorded, now or before. Gives every try. */
export async function insist(arena: Arena, name: string, wish: VoteWish): Promise<readonly CastVote[]> {
  const tries: CastVote[] = [];
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const vote = await arena.vote(name, wish);
    tries.push(vote);
    const { status, body } = vote.answer;
    if (vote.taken) return tries;
    if (status === 409) {
      const told = `${name}, ${wish.by}: ${JSON.stringify(body)}`;
      assert.ok(tries.length > 1 && RECORDED_BEFORE.has(body.reason ?? ""), told);
      return tries;
    }
    assert.equal(status, 503, `${name}, ${wish.by}: ${JSON.stringify(body)}`);
    assert.match(body.detail ?? "", /not known|not recorded|has not read the approvals/u);
    await sleep(PAUSE_MS);
  }
  throw new Error(`${wish.by} was not told in ${PATIENCE_MS / 1000} s what became of the vote on ${name}`);
}

/** How many tries were answered that it is not known what became of them. */
export function countUnknown(tries: readonly CastVote[]): number {
  return tries.filter(({ answer }) => answer.status === 503).length;
}

/**
 * Asserts that what people were told is true: taken is on record once, refused is not, and who was told in the end that
 * the vote had been recorded before finds one of the earlier tries, that nobody knew about, on record.
 */
export function checkTold(tries: readonly CastVote[], approval: ApprovalTask): void {
  const recorded = approval.status?.votes ?? [];
  const told = `${approval.metadata.name}: ${JSON.stringify({ tries, recorded })}`;
  const found = tries.map(({ comment }) => recorded.filter((vote) => vote.comment === comment).length);
  const count = found.reduce((sum, next) => sum + next, 0);
  assert.equal(count, 1, `one vote of this person is on record: ${told}`);
  for (const [index, { answer }] of tries.entries()) {
    if (answer.status === 201) assert.equal(found[index], 1, told);
    if (answer.status === 409) assert.equal(found[index], 0, told);
    if (/not recorded/u.test(answer.body.detail ?? "")) assert.equal(found[index], 0, told);
  }
}
