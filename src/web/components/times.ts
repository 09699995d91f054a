import { html } from "hono/html";
import { parseTime } from "../../std/clock.ts";
import { formatsOf } from "../../std/zone-formats.ts";
import type { Html } from "./html.ts";

export interface Times {
  readonly nowMs: number;
  /** `today 17:30 UTC`, `tomorrow 12:00 UTC`, `Mon 16:42 UTC`, `20 Nov 2026, 09:31 UTC`. */
  day(time: string): Html;
  /** `24 Nov 2026, 14:04:12 UTC`: for evidence. */
  full(time: string): Html;
  /** `13:44`, `Sat 12:00`, `20 Nov`: for lists. */
  short(time: string): Html;
  /** `14:01:48`. */
  clock(epochMs: number): Html;
  /** `18 min ago`. */
  ago(time: string): Html;
  /** `in 3 h 28 min`, `12 min ago` once it has passed. */
  until(time: string): Html;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Times as pages show them: in this zone, named; a script may change them to the reader's. */
export function createTimes(nowMs: number, timeZone: string): Times {
  const { date, hour, second, weekday, zone } = formatsOf(timeZone);
  const today = date(nowMs);
  const nearDays = new Map([
    [date(nowMs - DAY), "yesterday"],
    [date(nowMs + DAY), "tomorrow"],
    [today, "today"],
  ]);

  function describeDay(epochMs: number): string {
    const day = date(epochMs);
    const name = nearDays.get(day);
    return name === undefined ? `${day}, ${hour(epochMs)}` : `${name} ${hour(epochMs)}`;
  }

  function describeShort(epochMs: number): string {
    if (date(epochMs) === today) return hour(epochMs);
    if (Math.abs(epochMs - nowMs) < 6 * DAY) return `${weekday(epochMs)} ${hour(epochMs)}`;
    return date(epochMs);
  }

  const show = (time: string, kind: string, describe: (epochMs: number) => string): Html => {
    const epochMs = parseTime(time);
    if (epochMs === undefined) return html`<span class="mut">not known</span>`;
    return html`<time datetime="${time}" data-show="${kind}">${describe(epochMs)}</time>`;
  };
  const showRelative = (time: string): Html =>
    show(time, "relative", (epochMs) => describeDistance(epochMs - nowMs));

  return {
    nowMs,
    day: (time) => show(time, "day", (epochMs) => `${describeDay(epochMs)} ${zone(epochMs)}`),
    full: (time) => show(time, "full", (epochMs) => `${date(epochMs)}, ${second(epochMs)} ${zone(epochMs)}`),
    short: (time) => show(time, "short", describeShort),
    clock: (epochMs) => show(new Date(epochMs).toISOString(), "clock", () => second(epochMs)),
    ago: showRelative,
    until: showRelative,
  };
}

/** `in 28 min`, `5 h ago`, `just now`: two units at most, the second of them only while it matters. */
export function describeDistance(distanceMs: number): string {
  const size = Math.abs(distanceMs);
  if (size < MINUTE) return distanceMs < 0 ? "just now" : "in less than a minute";
  const length = describeLength(size);
  return distanceMs < 0 ? `${length} ago` : `in ${length}`;
}

/** `41 s`, `28 min`, `3 h 28 min`, `22 h`, `2 days`. */
export function describeLength(lengthMs: number): string {
  if (lengthMs < MINUTE) return `${Math.floor(lengthMs / 1000)} s`;
  const minutes = Math.floor(lengthMs / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 10 && minutes % 60 !== 0) return `${hours} h ${minutes % 60} min`;
  if (hours < 48) return `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
}
