// What others wrote is read in a time that grows as its length does: an input that is four times as long takes four times as
// long, not sixteen times. Whoever may create a run could otherwise keep the one thread busy for everybody.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseName } from "../src/auth/principal.ts";
import { readCookie } from "../src/auth/cookie.ts";
import { admitVote } from "../src/decision/admit-vote.ts";
import { compileStages } from "../src/decision/compile-stages.ts";
import { decide } from "../src/decision/decide.ts";
import { describeAssignees } from "../src/decision/describe-verdict.ts";
import type { Request, Vote } from "../src/decision/request.ts";
import { identifyPerson } from "../src/decision/identify-person.ts";
import { BOUNDS } from "../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../src/objects/run/custom-run.ts";
import { computeDigest } from "../src/objects/approval/request-digest.ts";
import { buildResults } from "../src/objects/dialects/automatiko/results.ts";
import { countCharacters, cutTo, takeCharacters } from "../src/objects/characters.ts";
import { takeTitle } from "../src/objects/parameters/default-title.ts";
import { parseGoDuration } from "../src/objects/go-duration.ts";
import { makeHarmless } from "../src/objects/approval/harmless-text.ts";
import { describeParameterErrors, quoteValue } from "../src/objects/parameters/parameter-error.ts";
import { takePlainLine } from "../src/objects/plain-line.ts";
import { readNames } from "../src/objects/parameters/read-names.ts";
import { readParameters } from "../src/objects/dialects/automatiko/read-parameters.ts";
import { keepShallow } from "../src/objects/parameters/shallow-value.ts";
import { suggestName } from "../src/std/suggest-name.ts";
import { makeEmbeddingRun, makeReferringRun } from "./kit/make-run.ts";
import { formatCanonicalJson } from "../src/std/canonical-json.ts";
import { maskValue } from "../src/std/mask.ts";
import { countStoredBytes, countStoredJson } from "../src/std/stored-bytes.ts";
import { renderMarkdown } from "../src/web/components/markdown.ts";

/** Linear is 4, quadratic is 16. */
const MOST_RATIO = 9;
const LEAST_ROUNDS = 3;
const MOST_ROUNDS = 30;
const ENOUGH_MS = 3;

interface Reader {
  /** Reads an input of about that many characters; makes it outside of what is measured. */
  readonly prepare: (length: number) => () => unknown;
  /** Length of the shorter input. */
  readonly length: number;
}

/** In milliseconds. What others do on the machine adds to it, so that only the least of many rounds tells something. */
function measureMs(read: () => unknown, times: number): number {
  const startedMs = performance.now();
  for (let time = 0; time < times; time += 1) read();
  return performance.now() - startedMs;
}

/** How often to read, so that what is measured is more than the noise of starting to measure. */
function countTimes(read: () => unknown): number {
  let times = 1;
  while (times < 4_096 && measureMs(read, times) < ENOUGH_MS) times *= 2;
  return times;
}

/** How much longer an input that is four times as long takes: the least of all rounds beside the least of all rounds. */
function measureRatio({ prepare, length }: Reader): number {
  const read = prepare(length);
  const readLonger = prepare(4 * length);
  const times = countTimes(read);
  let shortMs = Number.POSITIVE_INFINITY;
  let longMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    shortMs = Math.min(shortMs, measureMs(read, times));
    longMs = Math.min(longMs, measureMs(readLonger, times));
    if (round >= LEAST_ROUNDS && longMs <= MOST_RATIO * shortMs) break;
  }
  return longMs / shortMs;
}

/** A text made of pieces over and over. */
const ofPiece =
  (read: (text: string) => unknown, piece: string): Reader["prepare"] =>
  (wanted) => {
    const text = `a${piece.repeat(Math.ceil(wanted / piece.length))}b`;
    return () => read(text);
  };

/** A value of the given size, made outside of what is measured. */
const ofValue =
  <T>(read: (value: T) => unknown, make: (length: number) => T): Reader["prepare"] =>
  (length) => {
    const value = make(length);
    return () => read(value);
  };

const nest = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
const named = (count: number, prefix: string): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, "x"]));

const MARKS = "\u0301\u0316";
const LINES = [
  "[",
  "[[“",
  "![",
  "[a](",
  "[a]",
  "`",
  "`a",
  "*",
  "*a_",
  "~~a",
  "_",
  " _a",
  "#",
  " #",
  " ",
  "\\",
  "> ",
  "1. ",
];
const MARKDOWN = [
  "[",
  "[a](",
  "![",
  "[![a](http://b)](",
  "http://",
  "http://a/(",
  "http://a/[{(",
  "[x",
  "`a",
  "*_",
  "**a ",
  "> ",
  "- ",
  "- a\n",
  "|a",
  "a|b\n-|-\n",
  "<",
  "&",
  "[a]: b\n",
  "a\n==\n",
];

const mask = (value: unknown): unknown => maskValue({ name: "note", value });
/** Beginnings of secrets that never come to be one. */
const SECRETS = [
  "://",
  "://a:",
  "a=",
  '"a":',
  "\n- a: ",
  "-a ",
  "eyJaaaa.",
  "BEGIN ",
  "aB3",
  "\t",
  "'a'   ",
  "$1$a",
];

const READERS: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(
    LINES.map((piece) => [
      `a title of ${JSON.stringify(piece)}`,
      { prepare: ofPiece(takePlainLine, piece), length: 8_192 },
    ]),
  ),
  "a title of many lines": { prepare: ofPiece(takeTitle, "*\n"), length: 8_192 },
  "a title of many lines with figures": { prepare: ofPiece(takeTitle, "[](1)\n"), length: 8_192 },
  ...Object.fromEntries(
    MARKDOWN.map((piece) => [
      `Markdown of ${JSON.stringify(piece)}`,
      { prepare: ofPiece(renderMarkdown, piece), length: 4_096 },
    ]),
  ),
  ...Object.fromEntries(
    SECRETS.map((piece) => [
      `a value of ${JSON.stringify(piece)}, masked`,
      { prepare: ofPiece(mask, piece), length: 8_192 },
    ]),
  ),
  "a list of values, masked": {
    prepare: ofValue(mask, (length) => Array.from({ length }, () => "--a")),
    length: 8_192,
  },
  "a harmless text of blanks": { prepare: ofPiece(makeHarmless, " "), length: 8_192 },
  "a harmless text of line breaks": { prepare: ofPiece(makeHarmless, " \n"), length: 8_192 },
  "a harmless text of marks": { prepare: ofPiece(makeHarmless, MARKS), length: 8_192 },
  "a harmless text of exclamation marks": { prepare: ofPiece(makeHarmless, "!"), length: 8_192 },
  "a harmless text of families": { prepare: ofPiece(makeHarmless, "👩\u200D"), length: 8_192 },
  "the name of a person in marks": {
    prepare: ofPiece((text) => parseName("user", text), MARKS),
    length: 8_192,
  },
  "the name of a person": { prepare: ofPiece((text) => parseName("user", text), "é"), length: 8_192 },
  "the key of a person": { prepare: ofPiece(identifyPerson, "Ａ"), length: 8_192 },
  "a cookie": { prepare: ofPiece((text) => readCookie(text, "a"), "; a="), length: 8_192 },
  "a duration of digits": { prepare: ofPiece(parseGoDuration, "1"), length: 16_384 },
  "a duration of parts": { prepare: ofPiece(parseGoDuration, "1h"), length: 16_384 },
  "what was meant by a name": {
    prepare: ofPiece((text) => suggestName(text, ["approvers"]), "p"),
    length: 16_384,
  },
  "the length of a text": { prepare: ofPiece(countCharacters, "𝄞"), length: 65_536 },
  "the beginning of a text": {
    prepare: (length) => ofPiece((text) => takeCharacters(text, length), "𝄞")(length),
    length: 65_536,
  },
  "a text that is cut": {
    prepare: (length) => ofPiece((text) => cutTo(text, length), "é")(length),
    length: 65_536,
  },
  "the size of a text": { prepare: ofPiece(countStoredBytes, "<"), length: 65_536 },
  "a long value, quoted": { prepare: ofPiece(quoteValue, '"'), length: 262_144 },
  "a deep value, quoted": { prepare: ofValue(quoteValue, nest), length: 16_384 },
  "a deep value, shown": { prepare: ofValue(keepShallow, nest), length: 16_384 },
  "the canonical JSON of a deep value": { prepare: ofValue(formatCanonicalJson, nest), length: 16_384 },
  "the size of a deep value": { prepare: ofValue(countStoredJson, nest), length: 16_384 },
  "names in a text": { prepare: ofPiece((text) => readNames("groups", text), "a,"), length: 65_536 },
  "names with semicolons in a text": {
    prepare: ofPiece((text) => readNames("groups", text), "@a;"),
    length: 65_536,
  },
  "a distinguished name": {
    prepare: ofPiece((text) => readNames("approvers", text), "a=b,"),
    length: 65_536,
  },
  "a list of names without quotes": {
    prepare: ofPiece((text) => readNames("approvers", `[${text}]`), "] ,"),
    length: 65_536,
  },
  "names in a list": {
    prepare: ofValue(
      (names: readonly string[]) => readNames("approvers", names),
      (length) => Array.from({ length }, (_, index) => `u${index}`),
    ),
    length: 16_384,
  },
  "names in JSON, nested deep": {
    prepare: ofValue(
      (text: string) => readNames("approvers", text),
      (length) => "[".repeat(length) + "]".repeat(length),
    ),
    length: 16_384,
  },
  "unknown parameters": {
    prepare: ofValue(readParameters, (length) => makeReferringRun(named(length, "colour-"))),
    length: 4_096,
  },
  "unknown keys of an embedded spec": {
    prepare: ofValue(readParameters, (length) => makeEmbeddingRun(named(length, "k"))),
    length: 4_096,
  },
  "an unknown parameter with a long name": {
    prepare: ofValue(readParameters, (length) => makeReferringRun({ ["p".repeat(length)]: "x" })),
    length: 65_536,
  },
  "messages of many errors": {
    prepare: ofValue(describeParameterErrors, (length) =>
      Array.from({ length }, () => ({ parameter: "title", message: "Parameter title is wrong." })),
    ),
    // Four times that is still no list that V8 keeps apart as a large one, and makes slowly.
    length: 1_024,
  },
};

describe("four times the input takes about four times as long", () => {
  for (const [what, reader] of Object.entries(READERS)) {
    it(`for ${what}`, () => {
      const ratio = measureRatio(reader);
      assert.ok(ratio <= MOST_RATIO, `${ratio.toFixed(1)} times as long`);
    });
  }
});

/** No handler is to keep the others waiting for more than 50 ms; a machine that does two things at once is half as fast. */
const MOST_MS = 100;

/** The least of several rounds, the first of which the compiler makes slow. */
function measureLeastMs(read: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS && least >= MOST_MS; round += 1)
    least = Math.min(least, measureMs(read, 1));
  return least;
}

/** 100 names of 253 characters with as many marks as they may have. */
const NAMES = Array.from({ length: 100 }, (_, index) => `${index}${`e${MARKS.repeat(15)}`.repeat(8)}`);
const GROUPS = NAMES.map((name) => ({ kind: "group" as const, name }));
const ALL = NAMES.map((_, position) => position);
const makeVotes = (count: number, assignees: (index: number) => readonly number[]): readonly Vote[] =>
  Array.from({ length: count }, (_, index) => ({
    by: `${index}${NAMES[0]}`,
    answer: "approve",
    stage: 1,
    assignees: assignees(index),
    timeMs: 1,
  }));
const MULTI: Request = { stages: [{ assignees: GROUPS, required: 100, counts: "assignees" }] };
const QUORUM: Request = { stages: [{ assignees: GROUPS, required: 256, counts: "people" }] };
const VOTER = { name: "zoe", groups: NAMES };
/** Each vote could count for one assignee less than the one before, so that the last find room by moving many. */
const STAIRS = makeVotes(99, (index) => ALL.slice(0, 100 - index));
/** What etcd takes, about. */
const OBJECT_BYTES = 1_500_000;
const LARGE_RUNS: Readonly<Record<string, CustomRun>> = {
  "a timeout of 60,000 digits": makeReferringRun({ approvers: ["ann"] }, { timeout: "1".repeat(60_000) }),
  "60 unknown names of 14,000 characters": makeReferringRun(named(60, "x".repeat(14_000))),
  "60,000 unknown names": makeReferringRun(named(60_000, "x")),
  "a title of 1.5 MB": makeReferringRun({ title: "x".repeat(OBJECT_BYTES) }),
  "a description of 1.5 MB": makeReferringRun({ description: "é".repeat(OBJECT_BYTES / 2) }),
  "a name of 1.5 MB": makeReferringRun({ approvers: ["\u0301\u0316".repeat(OBJECT_BYTES / 4)] }),
  "100,000 names": makeReferringRun({
    approvers: Array.from({ length: 100_000 }, (_, index) => `u${index}`),
  }),
  "100 names of 253 characters": makeReferringRun({ groups: NAMES, strategy: "MULTI" }),
  "quotes around quotes": makeReferringRun({ approvers: ["ann"], groups: "“".repeat(16_385) }),
  "a name a line, 700,000 times": makeReferringRun({ approvers: "a\n".repeat(OBJECT_BYTES / 2) }),
  "1,000 entries of many names": makeReferringRun({
    approvers: Array.from({ length: 1_000 }, () => "a,".repeat(700)),
  }),
  "1,000 entries with one fault beneath another": makeReferringRun({
    groups: Array.from({ length: 1_000 }, () => "group:@".repeat(36)),
  }),
  "names as JSON, nested 500,000 deep": makeReferringRun({ groups: "[".repeat(OBJECT_BYTES / 3) }),
  "a description without a title": makeReferringRun({
    approvers: ["ann"],
    description: "[](1)\n".repeat(2_730),
  }),
};

describe("the largest input keeps nobody waiting", () => {
  const HANDLED: Readonly<Record<string, () => unknown>> = {
    ...Object.fromEntries(
      Object.entries(LARGE_RUNS).map(([what, run]) => [`to read ${what}`, () => readParameters(run)]),
    ),
    "to count 256 votes by groups": () =>
      decide(
        QUORUM,
        makeVotes(256, () => ALL),
        0,
      ),
    "to match 99 votes with 100 groups": () =>
      decide(
        MULTI,
        makeVotes(99, () => ALL),
        0,
      ),
    "to match 99 votes that have to move": () => decide(MULTI, STAIRS, 0),
    "to admit one vote more": () => admitVote(MULTI, STAIRS, VOTER, 0),
    "to compile 100 assignees": () => compileStages({ strategy: "MULTI", assignees: GROUPS }),
    "to describe 100 names": () => describeAssignees(GROUPS, "assignees"),
    "to make results of 256 comments": () =>
      buildResults({
        approved: true,
        votes: NAMES.map((by) => ({ by, decision: "approve", comment: `a${MARKS.repeat(1_000)}` })),
      }),
    "to make the digest of the largest request": () =>
      computeDigest({
        pipeline: "p",
        title: "t",
        description: "<".repeat(BOUNDS.description),
        approvers: NAMES,
        groups: NAMES,
        strategy: "MULTI",
        onReject: "continue",
        run: { name: "r", uid: "u" },
      }),
    "to show a description that is one wide table": () =>
      renderMarkdown(`${"|a".repeat(2_000)}\n${"|-".repeat(2_000)}\n${"|\n".repeat(4_000)}`),
    ...Object.fromEntries(
      MARKDOWN.map((piece) => [
        `to show a description of ${JSON.stringify(piece)}`,
        () => renderMarkdown(piece.repeat(BOUNDS.description / piece.length)),
      ]),
    ),
  };
  for (const [what, handle] of Object.entries(HANDLED)) {
    it(what, () => {
      const ms = measureLeastMs(handle);
      assert.ok(ms < MOST_MS, `${ms} ms`);
    });
  }
});
