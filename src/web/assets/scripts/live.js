// Asks for the page again, and puts what the server changed into the marked parts: `data-live` says how often, in seconds;
// parts with `data-follows` come along.
import { handsAtRest } from "./hands.js";
import { announce, listen, whatIsNew } from "./news.js";
import { patch } from "./patch.js";
import { SHOW, showTimes } from "./times.js";
import { endTrouble, showTrouble } from "./trouble.js";
import { settleVote } from "./vote.js";

const REFRESH_SECONDS = 10;
/** Of a tab that nobody looks at, whose title has a count all the same. */
const HIDDEN_MS = 60_000;
/** A network that was left never answers. */
const ANSWER_WITHIN_MS = 20_000;

/** The tag of the page as it was fetched last; pages are kept in no cache, so that it is kept here. */
let tag;
/** What was fetched last and could not all be shown, because some of what it changes is selected. */
let waiting;
let isAsking = false;
/** What was asked for before may have been answered before what there is to hear now. */
let isToAskAgain = false;
let askedAt = 0;
/** Until then the server wants to be left alone. */
let restUntil = 0;

export function keepCurrent() {
  claimOnce();
  refreshLater();
  document.addEventListener("visibilitychange", refreshNow);
  addEventListener("online", refreshNow);
  addEventListener("pageshow", (event) => {
    if (event.persisted) refreshNow();
  });
  document.addEventListener("selectionchange", () => {
    if (waiting !== undefined && getSelection()?.isCollapsed !== false) void showWaiting();
  });
}

/** A name in the address has been taken by now. Asked again, it would be taken anew, also from whoever came after it. */
function claimOnce() {
  const url = new URL(location.href);
  if (!url.searchParams.has("user")) return;
  for (const key of ["user", "group"]) url.searchParams.delete(key);
  history.replaceState(history.state, "", url);
}

/** As often as the most impatient part of the page asks; one without a number asks seldom, and none ends it. */
function refreshLater() {
  const parts = [...document.querySelectorAll("[data-live]")];
  if (parts.length === 0) return;
  const seconds = Math.min(...parts.map(({ dataset }) => Number(dataset.live) || REFRESH_SECONDS));
  setTimeout(() => void refresh().finally(refreshLater), seconds * 1000);
}

function refreshNow() {
  if (document.querySelector("[data-live]") === null) return;
  if (isAsking) isToAskAgain = true;
  else void refresh();
}

async function refresh() {
  if (isAsking || Date.now() < restUntil || (document.hidden && Date.now() - askedAt < HIDDEN_MS)) return;
  isAsking = true;
  isToAskAgain = false;
  askedAt = Date.now();
  try {
    const news = await fetchPage();
    await handsAtRest();
    if (news === undefined) showLate();
    else if (news !== null) show(news);
    else {
      showContact();
      if (waiting !== undefined) show(waiting);
    }
    showTimes();
  } finally {
    isAsking = false;
  }
  if (isToAskAgain) refreshNow();
}

/** The press that ended the selection may still go on. */
async function showWaiting() {
  await handsAtRest();
  if (waiting !== undefined) show(waiting);
}

/** When the cluster was heard of last, in a page that is otherwise as it was. */
let contact;

/** The page as it is now; `null` when nothing in it has changed, `undefined` when it could not be had. */
async function fetchPage() {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_WITHIN_MS);
  try {
    const known = tag === undefined ? {} : { "If-None-Match": tag };
    const response = await fetch(sourceOf(document), {
      cache: "no-store",
      headers: { Accept: "text/html", ...known },
      signal: late.signal,
    });
    contact = response.headers.get("Countersign-Last-Contact");
    if (response.status === 304) return null;
    if (response.status === 429) restAfter(response);
    // What is gone has a page that says so.
    if (!response.ok && response.status !== 404) return undefined;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    tag = response.headers.get("ETag") ?? undefined;
    return page;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** A page that is the answer to a form, or a receipt, has its news elsewhere. */
function sourceOf(page) {
  return page.querySelector("[data-source]")?.dataset.source ?? location.href.replace(/#.*$/u, "");
}

function showContact() {
  if (contact === null) return;
  for (const time of document.querySelectorAll(".live time")) time.dateTime = contact;
}

/** @param {Document} news */
function show(news) {
  const before = listen();
  const focused = document.activeElement;
  const parts = [...document.querySelectorAll("[data-live], [data-follows]")];
  const done = parts.map((part) => {
    const fresh = part.id === "" ? null : news.getElementById(part.id);
    return fresh === null || patch(part, fresh);
  });
  waiting = done.includes(false) ? news : undefined;
  document.documentElement.toggleAttribute("data-held", waiting !== undefined);
  const isSaid = settleVote(news);
  if (news.title !== "") document.title = news.title;
  if (!focused.isConnected) document.querySelector("main h1")?.focus({ preventScroll: true });
  announce([...(isGone(news) ? showGone() : endTrouble()), ...(isSaid ? [] : whatIsNew(before))]);
  showTimes();
}

/** @param {Document} news */
function isGone(news) {
  const parts = [...document.querySelectorAll("[data-live][id]")];
  return parts.length > 0 && parts.every(({ id }) => news.getElementById(id) === null);
}

/** The connection is not lost when the server has only been asked too often. */
function showLate() {
  // What is fetched next shows all anew.
  tag = undefined;
  const [now, since] = [Date.now(), SHOW.clock(new Date())];
  announce(
    now < restUntil
      ? showTrouble("busy", `Too many requests at ${since}, trying again later.`)
      : showTrouble("lost", `Connection to Countersign lost at ${since}, trying again.`),
  );
}

/** Seconds, as the server says them. @param {Response} response */
function restAfter({ headers }) {
  restUntil = Date.now() + (Number(headers.get("Retry-After")) || REFRESH_SECONDS) * 1000;
}

function showGone() {
  return showTrouble("gone", "What this page shows is no longer there.");
}
