// What pages can do without: times in the reader's zone, a comment that survives leaving the page, rows that stay current.

const MINUTE = 60_000;
const REFRESH_SECONDS = 10;

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

/** How each kind of `<time data-show>` reads; the server renders the same in its own zone. */
const SHOW = {
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

function showTimes() {
  for (const time of document.querySelectorAll("time[data-show]")) {
    const date = new Date(time.dateTime);
    const text = SHOW[time.dataset.show]?.(date);
    if (text !== undefined && text !== time.textContent) time.textContent = text;
    time.title = SHOW.full(date);
  }
}

/** Keeps what is typed until the vote is recorded: per approval and request, in this tab. */
function keepDraft() {
  const form = document.querySelector("form.vote");
  const comment = form?.querySelector("textarea");
  if (form === null || !comment) return;
  const key = `draft ${new URL(form.action).pathname} ${form.elements.namedItem("digest").value}`;
  if (comment.value === "") comment.value = sessionStorage.getItem(key) ?? "";
  comment.addEventListener("input", () => sessionStorage.setItem(key, comment.value));
}

/** The receipt says that a vote is recorded, so that its draft has done its work. */
function dropDraft() {
  const path = document.querySelector("[data-recorded]")?.dataset.recorded;
  if (path === undefined) return;
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(`draft ${path}/votes `)) sessionStorage.removeItem(key);
  }
}

/** A vote that gets no answer by then may be sent again: it is the same one, and counts once. */
const SENDING_MS = 15_000;

/** The button that was pressed says that the vote is on its way, and none sends it a second time meanwhile. */
function saySending() {
  const form = document.querySelector("form.vote");
  const status = form?.querySelector("[data-sending]");
  if (form === null || !status) return;
  const buttons = [...form.querySelectorAll("button[name=decision]")];
  const labels = buttons.map((button) => button.lastChild?.textContent ?? "");
  const show = (text, pressed) => {
    status.textContent = text;
    for (const [index, button] of buttons.entries()) {
      button.toggleAttribute("data-sent", text !== "");
      button.ariaDisabled = text === "" ? null : "true";
      button.lastChild.textContent = button === pressed ? "Sending…" : labels[index];
    }
  };
  form.addEventListener("submit", (event) => {
    if (status.textContent !== "") return event.preventDefault();
    show(status.dataset.sending, event.submitter);
    setTimeout(show, SENDING_MS, "");
  });
  // Shown again from the browser's memory, by the back button.
  addEventListener("pageshow", () => show(""));
}

/** Asks for the page again and puts what has changed into the marked parts. */
async function refresh() {
  if (document.hidden) return;
  const news = await fetchPage();
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = news?.getElementById(part.id);
    if (fresh && !part.isEqualNode(fresh)) replacePart(part, fresh);
  }
  if (news === undefined) showLost();
  showTimes();
}

/** The tag of the page as it was fetched last; pages are kept in no cache, so that it is kept here. */
let tag;

/** The page as it is now; `null` when nothing in it has changed, `undefined` when it could not be had. */
async function fetchPage() {
  try {
    const known = tag === undefined ? {} : { "If-None-Match": tag };
    const response = await fetch(location.href, {
      cache: "no-store",
      headers: { Accept: "text/html", ...known },
    });
    if (response.status === 304) return showContact(response.headers.get("Countersign-Last-Contact"));
    if (!response.ok) return undefined;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    tag = response.headers.get("ETag") ?? undefined;
    return page;
  } catch {
    return undefined;
  }
}

/** When the cluster was heard of last, in a page that is otherwise as it was. @param {string | null} time */
function showContact(time) {
  const shown = document.querySelector(".live time");
  if (shown !== null && time !== null) shown.dateTime = time;
  return null;
}

/** What can be scrolled by keyboard stays where it was, and so does the focus. @param {HTMLElement} part @param {HTMLElement} fresh */
function replacePart(part, fresh) {
  const focus = rememberFocus(part);
  const scrolled = [...part.querySelectorAll("[tabindex]")].map((inner) => [
    inner.scrollLeft,
    inner.scrollTop,
  ]);
  const wasSaid = part.querySelector("[data-said]")?.textContent;
  part.replaceWith(fresh);
  for (const [index, inner] of fresh.querySelectorAll("[tabindex]").entries()) {
    inner.scrollTo(...(scrolled[index] ?? [0, 0]));
  }
  focus(fresh);
  const says = fresh.querySelector("[data-said]")?.textContent;
  const status = document.querySelector("#news");
  if (status !== null && says !== undefined && says !== wasSaid) status.textContent = says;
}

const FOCUSABLE = "a[href], button, [tabindex]";

/** Puts the focus where it was: on the link to the same place, else on what stands in the same place. @param {HTMLElement} part */
function rememberFocus(part) {
  const focused = document.activeElement;
  const index = [...part.querySelectorAll(FOCUSABLE)].indexOf(focused);
  if (index < 0) return () => {};
  const href = focused.getAttribute("href");
  return (fresh) => {
    const all = [...fresh.querySelectorAll(FOCUSABLE)];
    const same = href === null ? all[index] : all.find((link) => link.getAttribute("href") === href);
    if (same?.tagName === focused.tagName) same.focus({ preventScroll: true });
  };
}

function showLost() {
  // What is fetched next shows all anew.
  tag = undefined;
  const live = document.querySelector(".live");
  if (live === null || live.classList.contains("lost")) return;
  live.classList.add("lost");
  live.textContent = `Connection to Countersign lost at ${SHOW.clock(new Date())}, trying again. What you see may be out of date.`;
}

/** As often as the most impatient part of the page asks; one without a number asks seldom, and none ends it. */
function refreshLater() {
  const parts = [...document.querySelectorAll("[data-live]")];
  if (parts.length === 0) return;
  const seconds = Math.min(...parts.map(({ dataset }) => Number(dataset.live) || REFRESH_SECONDS));
  setTimeout(() => void refresh().finally(refreshLater), seconds * 1000);
}

showTimes();
keepDraft();
dropDraft();
saySending();
setInterval(showTimes, MINUTE / 2);
refreshLater();
