// Times as the reader's clock has them. The server renders the same words in its own zone.
import { isSelected } from "./hands.js";

const MINUTE = 60_000;

const CLOCK = { hour: "2-digit", minute: "2-digit" };
const SECONDS = { ...CLOCK, second: "2-digit" };
const DATE = { day: "numeric", month: "short", year: "numeric" };

/** Made once each: to make one takes as long as to write a hundred times. */
const formats = new Map();

/** @param {Intl.DateTimeFormatOptions} options */
function formatOf(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", options));
  return formats.get(key);
}

/** @param {Date} date @param {Intl.DateTimeFormatOptions} options */
const format = (date, options) => formatOf(options).format(date);

/** @param {Date} date */
const zoneOf = (date) =>
  formatOf({ timeZoneName: "short" })
    .formatToParts(date)
    .find(({ type }) => type === "timeZoneName")?.value ?? "";

/** How each kind of `<time data-show>` reads. */
export const SHOW = {
  day: (date) => `${describeDay(date)} ${zoneOf(date)}`,
  full: (date) => `${format(date, DATE)}, ${format(date, SECONDS)} ${zoneOf(date)}`,
  short: (date) => describeShort(date),
  clock: (date) => format(date, SECONDS),
  relative: (date) => describeDistance(date.getTime() - Date.now()),
};

/** @param {Date} date */
function describeDay(date) {
  const names = new Map(
    [-1, 0, 1].map((days) => [dayBeside(days), ["yesterday", "today", "tomorrow"][days + 1]]),
  );
  const day = format(date, DATE);
  const name = names.get(day);
  return name === undefined ? `${day}, ${format(date, CLOCK)}` : `${name} ${format(date, CLOCK)}`;
}

/** @param {number} days */
function dayBeside(days) {
  const date = new Date();
  date.setDate(date.getDate() + days);
  return format(date, DATE);
}

/** @param {Date} date */
function describeShort(date) {
  if (format(date, DATE) === dayBeside(0)) return format(date, CLOCK);
  const isNear = Math.abs(date.getTime() - Date.now()) < 6 * 24 * 60 * MINUTE;
  return isNear ? `${format(date, { weekday: "short" })} ${format(date, CLOCK)}` : format(date, DATE);
}

/** @param {number} distanceMs */
function describeDistance(distanceMs) {
  const size = Math.abs(distanceMs);
  if (size < MINUTE) return distanceMs < 0 ? "just now" : "in less than a minute";
  const length = describeLength(Math.floor(size / MINUTE));
  return distanceMs < 0 ? `${length} ago` : `in ${length}`;
}

/** @param {number} minutes */
function describeLength(minutes) {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 10 && minutes % 60 !== 0) return `${hours} h ${minutes % 60} min`;
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** The text in a time is replaced by none but another, and not while somebody has it selected. */
export function showTimes() {
  for (const time of document.querySelectorAll("time[data-show]")) {
    const date = new Date(time.dateTime);
    const text = SHOW[time.dataset.show]?.(date);
    if (text !== undefined && text !== time.textContent && !isSelected(time)) time.textContent = text;
    const title = SHOW.full(date);
    if (time.title !== title) time.title = title;
  }
}

export function keepTimes() {
  showTimes();
  setInterval(showTimes, MINUTE / 2);
}
