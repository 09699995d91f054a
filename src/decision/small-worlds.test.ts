// Walks every small world to its end: up to three people, two groups, every strategy, every order of vote, cancel and
// time-out. What holds in all of them is checked in each state.
import assert from "node:assert/strict";
import { test } from "node:test";
import { admitVote } from "./admit-vote.ts";
import type { Assignee } from "./assignee.ts";
import { compileStages, type StagesInput } from "./compile-stages.ts";
import { decide } from "./decide.ts";
import { ANSWERS, type Request, type Stage, type Strategy, type Vote, type Voter } from "./request.ts";
import { approvalsOf, areEnough, isRejectedBySomebody } from "./testing/oracle.ts";
import type { Verdict } from "./verdict.ts";

const NAMES = ["ann", "bob", "cy"];
const GROUPS = ["dev", "ops"];
const STRATEGIES: readonly (readonly [Strategy, number?])[] = [
  ["SINGLE"],
  ["MULTI"],
  ["FOUR_EYES"],
  ["QUORUM", 1],
  ["QUORUM", 2],
  ["QUORUM", 3],
];
const BEFORE = 10;
const DEADLINE = 20;

interface World {
  readonly input: StagesInput;
  readonly people: readonly Voter[];
  readonly stages: readonly Stage[];
}

/** What has happened so far. A verdict is recorded as soon as it is terminal, as the one guarded write does. */
interface State {
  readonly votes: readonly Vote[];
  readonly isCancelled: boolean;
  readonly isLate: boolean;
  readonly recorded: Request["decision"];
}

const START: State = { votes: [], isCancelled: false, isLate: false, recorded: undefined };

function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<readonly (readonly T[])[]>(
    (subsets, item) => [...subsets, ...subsets.map((subset) => [...subset, item])],
    [[]],
  );
}

/** Every way in which so many people may be members of the groups. */
function membershipsOf(count: number): readonly (readonly (readonly string[])[])[] {
  if (count === 0) return [[]];
  return membershipsOf(count - 1).flatMap((others) => subsetsOf(GROUPS).map((own) => [...others, own]));
}

function* listWorlds(): Generator<World> {
  const lists: readonly (readonly Assignee[])[] = [
    ...subsetsOf(NAMES).map((names) => names.map((name): Assignee => ({ kind: "user", name }))),
    ...subsetsOf(GROUPS).map((names) => names.map((name): Assignee => ({ kind: "group", name }))),
  ];
  for (const assignees of lists) {
    const areGroups = assignees.some(({ kind }) => kind === "group");
    const memberships = areGroups ? membershipsOf(NAMES.length) : [NAMES.map(() => [])];
    for (const [strategy, number] of STRATEGIES) {
      const count = number === undefined ? {} : { approvalsRequired: number };
      const input: StagesInput = { strategy, assignees, ...count };
      const compiled = compileStages(input);
      if (!compiled.ok) continue;
      for (const groups of memberships) {
        const people = NAMES.map((name, index) => ({ name, groups: groups[index] ?? [] }));
        yield { input, people, stages: compiled.value };
      }
    }
  }
}

function requestOf({ stages }: World, { isCancelled, recorded }: State): Request {
  return {
    stages,
    deadlineMs: DEADLINE,
    ...(isCancelled ? { cancelled: "RunCancelled" as const } : {}),
    ...(recorded === undefined ? {} : { decision: recorded }),
  };
}

const timeOf = ({ isLate }: State): number => (isLate ? DEADLINE : BEFORE);

function record(world: World, state: State): State {
  const { state: stands, reason, message } = decide(requestOf(world, state), state.votes, timeOf(state));
  if (stands === "pending" || state.recorded !== undefined) return state;
  return { ...state, recorded: { state: stands, reason, message } };
}

/** Every state that one more event leads to. Votes that are refused lead nowhere. */
function listNext(world: World, state: State): readonly State[] {
  const timeMs = timeOf(state);
  const voted = world.people.flatMap((voter) => {
    const admitted = admitVote(requestOf(world, state), state.votes, voter, timeMs);
    if (!admitted.ok) return [];
    return ANSWERS.map((answer): State => {
      const vote: Vote = { by: voter.name, answer, timeMs, ...admitted.value };
      return { ...state, votes: [...state.votes, vote] };
    });
  });
  const cancelled = state.isCancelled ? [] : [{ ...state, isCancelled: true }];
  const late = state.isLate ? [] : [{ ...state, isLate: true }];
  return [...voted, ...cancelled, ...late].map((next) => record(world, next));
}

/** What must hold of a state, whatever led to it. */
function check(world: World, state: State, verdict: Verdict): void {
  const { votes, isCancelled, isLate, recorded } = state;
  const isEnough = areEnough(world.input, votes);
  const isRejected = isRejectedBySomebody(world.input, votes);
  switch (verdict.state) {
    case "pending":
      assert.ok(!isCancelled && !isLate && !isRejected && !isEnough);
      break;
    case "approved":
      assert.ok(isEnough && !isRejected);
      break;
    case "rejected":
      assert.ok(isRejected);
      break;
    case "cancelled":
      assert.ok(isCancelled && !isRejected && !isEnough);
      break;
    case "timedOut":
      assert.ok(isLate && !isRejected && !isEnough);
      break;
  }
  assert.equal(verdict.state === "pending", recorded === undefined);
  assert.equal(verdict.responses.received, votes.length, "every vote that was admitted counts");
  const byStage = Map.groupBy(votes, ({ stage }) => stage);
  for (const inStage of byStage.values()) {
    assert.equal(
      new Set(inStage.map(({ by }) => by)).size,
      inStage.length,
      "one person, one vote in a stage",
    );
  }
  if (world.stages.length > 1) {
    assert.equal(new Set(votes.map(({ by }) => by)).size, votes.length, "one person, one stage");
  }
}

/** Where everybody has done what they could, it is not for want of people that it is still pending. */
function checkStuck(world: World, state: State, next: readonly State[]): void {
  if (next.some(({ votes }) => votes.length > state.votes.length)) return;
  assert.ok(
    !areEnough(world.input, approvalsOf(world.input, world.people)),
    "the people there are would be enough",
  );
}

/** Votes alone decide: what they have decided does not need to be recorded to stand. */
function checkWithoutRecord(world: World, state: State, verdict: Verdict): void {
  if (verdict.state !== "approved" && verdict.state !== "rejected") return;
  const unrecorded = { ...state, isCancelled: true, isLate: true, recorded: undefined };
  assert.deepEqual(decide(requestOf(world, unrecorded), state.votes, DEADLINE), verdict);
}

interface Count {
  worlds: number;
  states: number;
  steps: number;
  ends: Record<string, number>;
}

function walk(world: World, count: Count): void {
  const seen = new Set<string>();
  const open: State[] = [START];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.add(key);
    const verdict = decide(requestOf(world, state), state.votes, timeOf(state));
    check(world, state, verdict);
    checkWithoutRecord(world, state, verdict);
    const next = listNext(world, state);
    count.steps += next.length;
    if (verdict.state === "pending") checkStuck(world, state, next);
    else {
      count.ends[verdict.state] = (count.ends[verdict.state] ?? 0) + 1;
      for (const after of next) assert.deepEqual(after.recorded, state.recorded, "an end is the end");
      assert.ok(
        next.every(({ votes }) => votes.length === state.votes.length),
        "nobody votes after the end",
      );
    }
    open.push(...next);
  }
  count.worlds += 1;
  count.states += seen.size;
}

test("every small world keeps its promises in every state", (t) => {
  const count: Count = { worlds: 0, states: 0, steps: 0, ends: {} };
  for (const world of listWorlds()) walk(world, count);
  const ends = Object.entries(count.ends).map(([state, number]) => `${number} ${state}`);
  t.diagnostic(
    `${count.worlds} worlds, ${count.states} states, ${count.steps} steps; ended: ${ends.join(", ")}`,
  );
  assert.ok(count.worlds > 1_000 && count.states > 10_000);
  assert.deepEqual(Object.keys(count.ends).toSorted(), ["approved", "cancelled", "rejected", "timedOut"]);
});
