const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

interface Range {
  /** The range ends here, in seconds. */
  readonly below: number;
  readonly unit: readonly [seconds: number, letter: string];
  readonly rest?: readonly [seconds: number, letter: string];
}

/** From one to two units, the shorter the time, the finer: as `kubectl get` shows ages. */
const RANGES: readonly Range[] = [
  { below: 2 * MINUTE, unit: [1, "s"] },
  { below: 10 * MINUTE, unit: [MINUTE, "m"], rest: [1, "s"] },
  { below: 3 * HOUR, unit: [MINUTE, "m"] },
  { below: 8 * HOUR, unit: [HOUR, "h"], rest: [MINUTE, "m"] },
  { below: 2 * DAY, unit: [HOUR, "h"] },
  { below: 8 * DAY, unit: [DAY, "d"], rest: [HOUR, "h"] },
  { below: 2 * YEAR, unit: [DAY, "d"] },
  { below: 8 * YEAR, unit: [YEAR, "y"], rest: [DAY, "d"] },
  { below: Infinity, unit: [YEAR, "y"] },
];

/** A duration for people: `5s`, `3m20s`, `4d`. */
export function formatHumanDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1_000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  const range = RANGES.find(({ below }) => seconds < below);
  if (range === undefined) return "<invalid>";
  const [size, letter] = range.unit;
  const whole = `${Math.floor(seconds / size)}${letter}`;
  if (range.rest === undefined) return whole;
  const [restSize, restLetter] = range.rest;
  const rest = Math.floor((seconds % size) / restSize);
  return rest === 0 ? whole : `${whole}${rest}${restLetter}`;
}
