// How long something lasts, as people write it: `8h`, `30m`.

const UNITS = [
  { letter: "d", word: "day", ms: 24 * 60 * 60_000 },
  { letter: "h", word: "hour", ms: 60 * 60_000 },
  { letter: "m", word: "minute", ms: 60_000 },
  { letter: "s", word: "second", ms: 1_000 },
] as const;

/** Milliseconds; undefined for what is not a whole number and one of `d`, `h`, `m`, `s`, or is nothing. */
export function parseDuration(text: string): number | undefined {
  const { count, letter } = /^(?<count>\d{1,6})(?<letter>[dhms])$/u.exec(text)?.groups ?? {};
  const unit = UNITS.find((one) => one.letter === letter);
  const ms = unit === undefined ? 0 : Number(count) * unit.ms;
  return ms === 0 ? undefined : ms;
}

/** `8 hours`, `90 minutes`: in the largest unit that leaves no rest, days only from two on. */
export function describeDuration(ms: number): string {
  const unit = UNITS.find((one) => ms % one.ms === 0 && (one.letter !== "d" || ms > one.ms));
  const { word, ms: unitMs } = unit ?? UNITS[3];
  const count = Math.round(ms / unitMs);
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
