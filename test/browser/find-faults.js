// Runs in the page: what is wrong with how it lies in its window, in words.

/** A phone shows so much, or more, of a page. Lower is a magnified window, where reading is scrolling. */
const PHONE_HEIGHT = 500;

/** From this width on there is room for words, so that they are not looked at one by one. */
const ROOMY = 500;

/** Characters that have room beside an icon, on any phone. */
const SHORT = 12;

const isShown = (element) => element.checkVisibility() && !element.closest(".vh, .skip");

/** @param {Element} element */
const describe = (element) => `${element.outerHTML.slice(0, 80)}…`;

/** Whether it can be scrolled to. @param {Element} element */
const isScrolled = (element) => element.closest(".scroll, .log, nav") !== null;

globalThis.findFaults = () => [...listFaults()];

function* listFaults() {
  yield* findWidth();
  yield* findCut();
  yield* findTornWords();
  yield* findWithoutTarget();
  yield* findBuriedRequest();
  yield* findFalseCurrent();
  yield* findListedTwice();
  yield* findLostFocus();
}

function* findWidth() {
  const { scrollWidth } = document.documentElement;
  if (scrollWidth <= innerWidth) return;
  const widest = [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth && !isScrolled(element))
    .at(-1);
  yield `the page is ${scrollWidth} wide: ${widest && describe(widest)}`;
}

/** What one can read or press, and that begins or ends outside of the window. */
function* findCut() {
  for (const element of document.querySelectorAll(
    "a, button, input, textarea, p, li, h1, h2, td, th, dd, pre",
  )) {
    const { left, right, width } = element.getBoundingClientRect();
    if (width === 0 || !isShown(element) || isScrolled(element)) continue;
    if (left < -1 || right > innerWidth + 1) yield `cut at ${left} to ${right}: ${describe(element)}`;
  }
}

/** A word that fits into every window stays on one line, on a button above all. */
function* findTornWords() {
  for (const word of innerWidth < ROOMY ? wordsOf(document.body) : []) {
    const element = word.node.parentElement;
    if (word.end - word.start > SHORT || !isShown(element)) continue;
    const lines = new Set(rectsOf(word).map(({ top }) => top));
    if (lines.size > 1) yield `tears a word: ${describe(element)}`;
  }
  for (const button of document.querySelectorAll("button, .btn")) {
    if (button.scrollWidth > button.clientWidth) yield `does not hold its label: ${describe(button)}`;
  }
}

function* wordsOf(element) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    for (const { 0: word, index } of node.data.matchAll(/[^\s-]+/gu)) {
      yield { node, start: index, end: index + word.length };
    }
  }
}

/** Where a word is, line by line. */
function rectsOf({ node, start, end }) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return [...range.getClientRects()];
}

function* findWithoutTarget() {
  for (const use of document.querySelectorAll("use")) {
    if (document.querySelector(use.getAttribute("href")) === null)
      yield `nothing at ${use.getAttribute("href")}`;
  }
}

/** Whoever opens the page sees how the request begins, or why a vote was not taken; and the buttons below or beside that. */
function* findBuriedRequest() {
  const form = document.querySelector("form.vote");
  if (form === null) return;
  scrollTo(0, 0);
  const request = document.querySelector("[role=alert] p, .asked .prose, .asked .mut");
  const [line] = rectsOf(wordsOf(request).next().value);
  const { top, left, right } = form.getBoundingClientRect();
  const isBeside = line.right <= left || line.left >= right;
  const isBuried = innerHeight < PHONE_HEIGHT ? false : line.bottom > innerHeight;
  if (isBuried || (!isBeside && line.bottom > top))
    yield `the request begins at ${line.top}, the form at ${top}`;
  for (const button of form.querySelectorAll("button")) {
    button.scrollIntoView({ block: "nearest" });
    const { top, bottom } = button.getBoundingClientRect();
    if (top < -1 || bottom > innerHeight + 1) yield `is at ${top} to ${bottom}: ${describe(button)}`;
  }
  scrollTo(0, 0);
}

/** In forced colours every border is seen, a transparent one too: it is where it says "here", and nowhere else. */
function* findFalseCurrent() {
  for (const link of document.querySelectorAll("nav a")) {
    const { borderBlockEndWidth, borderInlineStartWidth } = getComputedStyle(link);
    const isMarked = [borderBlockEndWidth, borderInlineStartWidth].includes("3px");
    if (isMarked !== link.hasAttribute("aria-current")) yield `marked as current or not: ${describe(link)}`;
  }
}

/** In one column the tasks of a run are listed once; of the one that is looked at, its steps beside. */
function* findListedTwice() {
  const below = [...document.querySelectorAll(".pick > ul > li")].filter(isShown);
  const isOneColumn = innerWidth < 1056;
  if (isOneColumn && below.length > 1) yield `lists ${below.length} tasks a second time`;
}

/** What a page has to say at once, why a vote was not taken above all, has the focus, so that it is read out. */
function* findLostFocus() {
  const said = document.querySelector("[role=alert], [autofocus]");
  if (said !== null && document.activeElement === document.body)
    yield `does not have the focus: ${describe(said)}`;
}
