// Plays a race many times, several rounds at once, and counts how each round came out.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Arena } from "./arena.ts";

export const ROUNDS = 200;
const AT_ONCE = 20;
/** By how much one side may start before the other, in milliseconds: about as long as either takes on a busy machine. */
const SPREAD_MS = 150;

export interface Round {
  readonly name: string;
  /** From 0. */
  readonly index: number;
  /** The two replicas take turns. */
  readonly first: 0 | 1;
  readonly second: 0 | 1;
}

/** Gives the name of what came out: which side won. */
export type PlayRound = (round: Round) => Promise<string>;

/**
 * Plays all rounds; rejects with the first that goes wrong. Asserts that each of `outcomes`, and nothing else, came
 * out at least once, so that it was a race, and that no watch has seen a decision change.
 */
export async function playRounds(
  t: TestContext,
  arena: Arena,
  outcomes: readonly string[],
  play: PlayRound,
): Promise<void> {
  const counts = new Map<string, number>();
  let next = 0;
  const playOn = async (): Promise<void> => {
    while (next < ROUNDS) {
      const index = next;
      next += 1;
      const [first, second] = index % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
      const outcome = await play({ name: `round-${index}`, index, first, second });
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, playOn));
  arena.watch.check();
  assert.ok(!arena.watch.interrupted, "the watch saw every event");
  const told = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  t.diagnostic(`${ROUNDS} rounds: ${told}; ${arena.watch.events} events checked`);
  assert.deepEqual([...counts.keys()].toSorted(), outcomes.toSorted());
}

/** Starts both sides at nearly the same moment; rounds differ in which begins, and by how much. */
export async function atOnce<A, B>(
  { index }: Round,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[A, B]> {
  // Steps through the spread in an order that has nothing to do with which replica is first.
  const offsetMs = ((index * 37) % (2 * SPREAD_MS)) - SPREAD_MS;
  return await Promise.all([
    sleep(Math.max(0, -offsetMs)).then(first),
    sleep(Math.max(0, offsetMs)).then(second),
  ]);
}
