/** Why the page is not current, once it has been said. */
let trouble;

/** In the place where the page called itself live; answers what has not been said yet. */
export function showTrouble(kind, text) {
  const live = document.querySelector(".live");
  if (live === null || trouble === kind) return [];
  trouble = kind;
  live.classList.add("lost");
  live.textContent = `${text} What you see may be out of date.`;
  return [text];
}

const ENDED = { lost: ["Connected again."], busy: ["Up to date again."] };

export function endTrouble() {
  const was = trouble;
  trouble = undefined;
  return ENDED[was] ?? [];
}
