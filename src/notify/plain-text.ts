// What people and pipelines wrote, as text that is shown and does nothing else: no control characters, and none that turn
// the direction of what follows.

const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/gu;
const UNSHOWN = /[[\p{Cc}--[\n\t]]\p{Bidi_Control}]/gv;

/** A text of several lines. */
export function takeText(text: string): string {
  return text.toWellFormed().replaceAll(LINE_BREAKS, "\n").replaceAll(UNSHOWN, "");
}

/** A text on one line. */
export function takeLine(text: string): string {
  return takeText(text).replaceAll(/\s+/gu, " ").trim();
}
