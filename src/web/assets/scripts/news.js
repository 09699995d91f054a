// What changed, for those who do not see it: short sentences in one polite live region.

/** Beyond that many rows, their number has to do. */
const MAX_ROWS = 3;

/** @param {readonly string[]} sentences */
export function announce(sentences) {
  const news = document.querySelector("#news");
  if (news !== null && sentences.length > 0) news.textContent = sentences.join(" ");
}

/** What the page says of itself: sentences, and the rows that have come to it. */
export function listen() {
  const valuesOf = (name) =>
    [...document.querySelectorAll(`[data-${name}]`)].map((element) => element.dataset[name]);
  return { sentences: valuesOf("says"), rows: valuesOf("row") };
}

/** What it says now and did not say before. @param {ReturnType<typeof listen>} before */
export function whatIsNew(before) {
  const now = listen();
  const without = (all, known) => all.filter((one) => !known.includes(one));
  return [
    ...new Set(without(now.sentences, before.sentences)),
    ...nameRows("New", without(now.rows, before.rows)),
    ...nameRows("Gone", without(before.rows, now.rows)),
  ];
}

function nameRows(what, titles) {
  if (titles.length === 0) return [];
  return [`${what}: ${titles.length > MAX_ROWS ? titles.length : titles.join("; ")}.`];
}
