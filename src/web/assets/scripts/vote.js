// The vote's place on the page. A form neither comes nor goes by itself, and none is exchanged for another: whoever reads or
// types is told what has changed, and decides.
import { patch } from "./patch.js";
import { closeForm } from "./sending.js";

/** What else changes in a form: what pressing a button now means. */
const MEANINGS = ["#approve-then", "#reject-then"];

/**
 * Brings the vote's place up to date with the page as it is now. @param {Document} news
 * @returns {boolean} whether it has said something that it had not said before
 */
export function settleVote(news) {
  const shown = document.querySelector("#vote");
  if (shown === null) return false;
  const fresh = news.querySelector("#vote");
  const isFixed = shown.dataset.fixed !== undefined;
  if (fresh !== null && !isFixed && !isForm(shown) && !isForm(fresh)) {
    patch(shown, fresh);
    return false;
  }
  const kind = isFixed ? kindOfLater(shown, fresh) : kindOfChange(shown, fresh);
  if (isForm(shown)) {
    closeForm(shown, kind !== undefined && kind !== "standing");
    if (isForm(fresh) && kind !== "request" && kind !== "attempt") patchMeanings(shown, fresh);
    // The same person may have another session now: then the token of the old one is worthless.
    if (isForm(fresh) && kind !== "viewer") shown.elements.token.value = fresh.elements.token.value;
  }
  return say(kind, news);
}

function isForm(element) {
  return element?.localName === "form";
}

/** Why what is shown is not what the server would show, the weightiest first. */
function kindOfChange(shown, fresh) {
  if (fresh === null) return "gone";
  const other = ["viewer", "request"].find((name) => shown.dataset[name] !== fresh.dataset[name]);
  if (other !== undefined) return other;
  if (isForm(fresh) !== isForm(shown)) return isForm(fresh) ? "turn" : "closed";
  return ["attempt", "standing"].find((name) => shown.dataset[name] !== fresh.dataset[name]);
}

/** A receipt was read from the API server itself: what is watched may still be behind it. */
function kindOfLater(shown, fresh) {
  if (fresh === null) return "gone";
  return Number(fresh.dataset.standing) > Number(shown.dataset.standing) ? "standing" : undefined;
}

function patchMeanings(shown, fresh) {
  for (const name of MEANINGS) {
    const [meaning, now] = [shown.querySelector(name), fresh.querySelector(name)];
    if (meaning !== null && now !== null) patch(meaning, now);
  }
}

/** In the words of the server, which knows what has happened. */
function say(kind, news) {
  const place = document.querySelector("#changed");
  const words = kind && news.querySelector("template#changes")?.content.querySelector(`[data-if=${kind}]`);
  if (place === null || place.textContent === (words?.textContent ?? "")) return false;
  place.replaceChildren(...(words ? [document.importNode(words, true)] : []));
  return Boolean(words);
}
