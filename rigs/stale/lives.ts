// What happens to one name: runs come and go under it, people vote, Tekton and others take part.
import { STRATEGIES } from "../../src/decision/request.ts";
import type { Chance } from "./chance.ts";
import { PEOPLE, STRANGER } from "./people.ts";
import type { Ask, Propagation, TimedHappening } from "./schedule.ts";

const PROPAGATIONS: readonly [Propagation, ...Propagation[]] = ["Background", "Orphan", "Foreground"];

/** Any strategy, of one to four people or of a group, with a time limit or without. */
export function makeAsk(chance: Chance): Ask {
  const strategy = chance.pick(STRATEGIES);
  const isOfGroup = chance.happens(0.25) && strategy !== "MULTI";
  const least = strategy === "SINGLE" ? 1 : 2;
  const timeoutMs = chance.happens(0.5) ? chance.between(60, 400) * 1000 : undefined;
  return {
    strategy,
    approvers: isOfGroup ? [] : chance.some(PEOPLE, chance.between(least, PEOPLE.length)),
    groups: isOfGroup ? [chance.pick(["ops", "leads"])] : [],
    ...(strategy === "QUORUM" ? { approvalsRequired: 2 } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(timeoutMs !== undefined && chance.happens(0.4) ? { retries: chance.between(1, 2) } : {}),
    ...(chance.happens(0.3) ? { onReject: "fail" as const } : {}),
    pipeline: chance.happens(0.6),
  };
}

interface Life {
  readonly name: string;
  readonly ask: Ask;
  readonly spanMs: number;
}

export function liveOnce(chance: Chance, life: Life): readonly TimedHappening[] {
  const createdMs = chance.between(0, 20_000);
  const born = { atMs: createdMs, what: "createRun", name: life.name, ask: life.ask } as const;
  const turns = chance.between(2, 9);
  const happenings: TimedHappening[] = [born];
  for (let turn = 0; turn < turns; turn += 1) {
    happenings.push(...takeTurn(chance, life, chance.between(createdMs, life.spanMs)));
  }
  return happenings;
}

type Turn = (chance: Chance, life: Life, atMs: number) => readonly TimedHappening[];

/** More often what happens more often. */
const TURNS: readonly [Turn, ...Turn[]] = [
  voteOnce,
  voteOnce,
  voteOnce,
  voteAtOnce,
  voteAtOnce,
  makeAnew,
  makeAnew,
  makeAnew,
  makePipelineAnew,
  (_chance, { name }, atMs) => [{ atMs, what: "cancelRun", name }],
  (_chance, { name }, atMs) => [{ atMs, what: "finishPipelineRun", name }],
  (_chance, { name }, atMs) => [{ atMs, what: "deleteApproval", name }],
  deleteHeld,
  (chance, { name }, atMs) =>
    chance.happens(0.3)
      ? [{ atMs, what: "endRun", name }]
      : [{ atMs, what: "deleteRun", name, propagation: chance.pick(PROPAGATIONS) }],
];

function takeTurn(chance: Chance, life: Life, atMs: number): readonly TimedHappening[] {
  return chance.pick(TURNS)(chance, life, atMs);
}

function voteOnce(chance: Chance, { name }: Life, atMs: number): readonly TimedHappening[] {
  return [
    {
      atMs,
      what: "vote",
      name,
      by: chance.happens(0.05) ? STRANGER : chance.pick(PEOPLE),
      decision: chance.happens(0.85) ? "approve" : "reject",
      place: chance.pick([0, 1]),
    },
  ];
}

/** Two to four answers within moments, some by the same person. */
function voteAtOnce(chance: Chance, life: Life, atMs: number): readonly TimedHappening[] {
  const count = chance.between(2, 4);
  return Array.from({ length: count }).flatMap(() => voteOnce(chance, life, atMs + chance.between(0, 30)));
}

/** Deleted, and soon there again under its name, as Tekton does it. People answer soon after. */
function makeAnew(chance: Chance, life: Life, atMs: number): readonly TimedHappening[] {
  const againMs = atMs + chance.pick([0, 5, 50, 2_000, 20_000]);
  return [
    { atMs, what: "deleteRun", name: life.name, propagation: chance.pick(PROPAGATIONS) },
    { atMs: againMs, what: "createRun", name: life.name, ask: life.ask },
    ...voteAtOnce(chance, life, againMs + chance.between(100, 30_000)),
  ];
}

function makePipelineAnew(chance: Chance, life: Life, atMs: number): readonly TimedHappening[] {
  const againMs = atMs + chance.pick([5, 2_000, 20_000]);
  return [
    { atMs, what: "deletePipelineRun", name: life.name, propagation: chance.pick(PROPAGATIONS) },
    { atMs: againMs, what: "createRun", name: life.name, ask: life.ask },
    ...voteAtOnce(chance, life, againMs + chance.between(100, 30_000)),
  ];
}

/** Somebody's finalizer is on it when it is deleted; it goes some time later, or stays. */
function deleteHeld(chance: Chance, { name }: Life, atMs: number): readonly TimedHappening[] {
  const deletedMs = atMs + chance.between(0, 5_000);
  const goneMs = deletedMs + chance.between(1_000, 120_000);
  if (chance.happens(0.5)) {
    return [
      { atMs, what: "holdApproval", name },
      { atMs: deletedMs, what: "deleteApproval", name },
      { atMs: goneMs, what: "letApprovalGo", name },
    ];
  }
  return [
    { atMs, what: "holdRun", name },
    { atMs: deletedMs, what: "deleteRun", name, propagation: chance.pick(PROPAGATIONS) },
    ...(chance.happens(0.5) ? [{ atMs: goneMs, what: "letRunGo", name } as const] : []),
  ];
}
