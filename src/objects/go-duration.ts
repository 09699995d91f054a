import { ok, refuse, type Result } from "../std/result.ts";

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "\u00B5s": 1e-3,
  "\u03BCs": 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** Go keeps a duration as nanoseconds in 64 bits: about 292 years. */
const MAX_MS = 2 ** 63 / 1e6;

/** No duration that says something is longer; reading one of 60,000 digits takes seconds. */
const MOST_CHARACTERS = 100;

const PART = /(?<number>\d+\.?\d*|\.\d+)(?<unit>ns|us|\u00B5s|\u03BCs|ms|s|m|h)/gu;
const WHOLE = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00B5s|\u03BCs|ms|s|m|h))+$/u;

/**
 * Reads a duration as Go's `time.ParseDuration` does: `1h30m`, `1.5h`, `-5s`, `0`. Days are not a unit of Go.
 * Answers milliseconds, with a fraction where the text has one; the refusal is half a sentence that says what is wrong.
 */
export function parseGoDuration(text: string): Result<number, string> {
  if (text.length > MOST_CHARACTERS) {
    return refuse(`has ${text.length} characters, and no duration needs more than ${MOST_CHARACTERS}`);
  }
  if (/^[-+]?0$/u.test(text)) return ok(0);
  if (!WHOLE.test(text)) return refuse("is not a duration as Go writes it, like 30m, 1h30m or 0s");
  let totalMs = 0;
  for (const { groups } of text.matchAll(PART)) {
    totalMs += Number(groups?.["number"]) * (MS_PER_UNIT[groups?.["unit"] ?? ""] ?? Number.NaN);
  }
  if (totalMs >= MAX_MS) return refuse("is longer than the 292 years that Go can count");
  return ok(text.startsWith("-") ? -totalMs : totalMs);
}
