// A schedule out of a seed: the life of one to three approvals, and on top of it what goes wrong in the pattern's way.
import { Chance } from "./chance.ts";
import { liveOnce, makeAsk } from "./lives.ts";
import {
  CUTS,
  type Place,
  type Schedule,
  type TimedHappening,
  type Watched,
  type WatchWeather,
} from "./schedule.ts";

interface Draft {
  readonly chance: Chance;
  /** Which of its kind, so that what is to be tried in turn is tried in turn. */
  readonly turn: number;
  readonly spanMs: number;
}

interface Pattern {
  readonly name: string;
  readonly leadership: (draft: Draft) => Schedule["leadership"];
  readonly disturb: (draft: Draft) => readonly TimedHappening[];
}

const KINDS = ["runs", "approvals", "pipelineRuns"] as const;
const PLACES = [0, 1] as const;
const MINUTE_MS = 60_000;
/** Writes of a life with a retry or two: kills are tried at each. */
const WRITES = 12;

const split = (): "split" => "split";
const elected = (): "elected" => "elected";
const either = ({ chance }: Draft): Schedule["leadership"] => chance.pick(["split", "elected"]);

const PATTERNS: readonly [Pattern, ...Pattern[]] = [
  { name: "one kind is held", leadership: split, disturb: holdOneKind },
  { name: "one replica is stale by minutes", leadership: split, disturb: makeOneStale },
  { name: "a leader dies at a write", leadership: elected, disturb: killAtWrites },
  { name: "a leader dies, and the next is stale", leadership: elected, disturb: killBeforeStale },
  { name: "events are lost, and come in any order", leadership: either, disturb: disorderEvents },
  { name: "writes are refused and unanswered", leadership: either, disturb: disturbRequests },
  { name: "one of two dies at a write", leadership: split, disturb: killAtWrites },
  { name: "anything", leadership: either, disturb: disturbAnything },
];

/** Those before stay as they were when their seeds were kept. */
const FIRST_TOLD = 501;

/** The same seed gives the same schedule. */
export function makeSchedule(seed: number): Schedule {
  const chance = new Chance(seed);
  const pattern = PATTERNS[seed % PATTERNS.length] ?? PATTERNS[0];
  const draft = {
    chance,
    turn: Math.floor(seed / PATTERNS.length),
    spanMs: chance.between(3 * MINUTE_MS, 8 * MINUTE_MS),
  };
  const names = ["approve", "deploy", "release"].slice(0, chance.pick([1, 1, 2, 3]));
  const lives = names.flatMap((name) =>
    liveOnce(chance, { name, ask: makeAsk(chance), spanMs: draft.spanMs }),
  );
  // What would come too late comes at the end, so that nothing is wrong any more from then on.
  const happenings = [...lives, ...pattern.disturb(draft)]
    .map((happening) => ({ ...happening, atMs: Math.min(Math.round(happening.atMs), draft.spanMs) }))
    .sort((a, b) => a.atMs - b.atMs);
  return {
    seed,
    pattern: pattern.name,
    leadership: pattern.leadership(draft),
    tells: seed >= FIRST_TOLD,
    happenings,
    calmAtMs: draft.spanMs,
  };
}

function holdOneKind({ chance, turn, spanMs }: Draft): readonly TimedHappening[] {
  const watched = KINDS[turn % KINDS.length] ?? "runs";
  const weather = { mode: "held", oldLists: chance.happens(0.5) } as const;
  return disturbWatch(chance, { place: chance.pick(PLACES), watched, weather, spanMs });
}

function makeOneStale({ chance }: Draft): readonly TimedHappening[] {
  const place = chance.pick(PLACES);
  const weather = {
    mode: "late",
    byMs: chance.between(MINUTE_MS, 4 * MINUTE_MS),
    oldLists: chance.happens(0.7),
  } as const;
  const kinds = chance.some(KINDS, chance.between(1, 3));
  return kinds.map((watched) => ({ atMs: 0, what: "watchWeather", place, watched, weather }));
}

function killAtWrites({ chance, turn, spanMs }: Draft): readonly TimedHappening[] {
  const cut = CUTS[turn % CUTS.length] ?? "before";
  const write = Math.floor(turn / CUTS.length) % WRITES;
  const kill = (atMs: number): readonly TimedHappening[] =>
    PLACES.map((place) => ({
      atMs,
      what: "killAtWrite",
      place,
      write,
      cut,
      downMs: chance.between(500, MINUTE_MS),
    }));
  return [...kill(0), ...(chance.happens(0.5) ? kill(chance.between(MINUTE_MS, spanMs)) : [])];
}

/** The watch of the one that is to take over has stopped some time before. */
function killBeforeStale({ chance, spanMs }: Draft): readonly TimedHappening[] {
  const weather = { mode: "held", oldLists: chance.happens(0.8) } as const;
  const watched = chance.pick(KINDS);
  const heldMs = chance.between(5_000, spanMs / 2);
  const killMs = heldMs + chance.between(1_000, spanMs / 3);
  return PLACES.flatMap((place) => [
    { atMs: heldMs, what: "watchWeather", place, watched, weather } as const,
    { atMs: killMs + place * 40_000, what: "kill", place, downMs: chance.between(500, 30_000) } as const,
  ]);
}

function disorderEvents({ chance, spanMs }: Draft): readonly TimedHappening[] {
  const weathers: readonly [WatchWeather, ...WatchWeather[]] = [
    { mode: "lossy", share: 0.3 },
    { mode: "shuffled", withinMs: 20_000 },
  ];
  return PLACES.flatMap((place) =>
    KINDS.map((watched): TimedHappening => ({
      atMs: chance.between(0, spanMs / 2),
      what: "watchWeather",
      place,
      watched,
      weather: chance.pick(weathers),
    })),
  );
}

function disturbRequests({ chance, spanMs }: Draft): readonly TimedHappening[] {
  return PLACES.map((place) => ({
    atMs: chance.between(0, spanMs / 3),
    what: "requestWeather",
    place,
    weather: {
      upToMs: chance.pick([10, 300, 5_000]),
      refused: chance.pick([0, 0.1, 0.4]),
      lost: chance.pick([0, 0.1, 0.3]),
      unanswered: chance.pick([0, 0.1, 0.4]),
    },
  }));
}

function disturbAnything(draft: Draft): readonly TimedHappening[] {
  const disturbances = [
    holdOneKind,
    makeOneStale,
    killAtWrites,
    killBeforeStale,
    disorderEvents,
    disturbRequests,
    silenceOneKind,
  ];
  return draft.chance.some(disturbances, 3).flatMap((disturb) => disturb(draft));
}

function silenceOneKind({ chance, spanMs }: Draft): readonly TimedHappening[] {
  const place = chance.pick(PLACES);
  return disturbWatch(chance, { place, watched: chance.pick(KINDS), weather: { mode: "silent" }, spanMs });
}

interface WatchDisturbance {
  readonly place: Place;
  readonly watched: Watched;
  readonly weather: WatchWeather;
  readonly spanMs: number;
}

/** For a part of the time, or to the end of it. */
function disturbWatch(
  chance: Chance,
  { spanMs, ...disturbance }: WatchDisturbance,
): readonly TimedHappening[] {
  const fromMs = chance.between(0, spanMs / 2);
  const begin = { atMs: fromMs, what: "watchWeather", ...disturbance } as const;
  if (chance.happens(0.5)) return [begin];
  const atMs = chance.between(fromMs, spanMs);
  return [begin, { ...begin, atMs, weather: { mode: "clear" } }];
}
