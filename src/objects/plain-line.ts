// Takes the Markdown marks out of one line. Everything here goes through the line a fixed number of times: the text is
// somebody else's, and a regular expression that looks for pairs starts anew at every bracket that has none.

/** Markdown that stands at the beginning of a line: heading, quote, list, task, fence. */
const LINE_MARKS =
  /^(?:\s*(?:#{1,6}(?=\s|$)|>|[-*+](?=\s)|\d{1,9}[.)](?=\s)|\[[ xX]\](?=\s)|`{3,}|~{3,}))+\s*/u;

const WORD = /^[\p{L}\p{N}]/u;

/** The line as it reads without its Markdown marks, on one line, with single blanks. */
export function takePlainLine(line: string): string {
  const unmarked = dropClosingMarks(line.replace(LINE_MARKS, ""));
  return dropUnderscores(dropEmphasis(dropLinks(unmarked)))
    .replaceAll(/\\(?<mark>[!-/:-@[-`{-~])/gu, "$<mark>")
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ")
    .replaceAll(/\s+/gu, " ");
}

/** `Release ##`: the marks that may close a heading. */
function dropClosingMarks(line: string): string {
  const end = line.trimEnd();
  let start = end.length;
  while (end[start - 1] === "#") start -= 1;
  const kept = end.slice(0, start).trimEnd();
  return start < end.length && kept.length < start ? kept : line;
}

/** `[text](address)` and `![text](address)` become `text`. */
function dropLinks(line: string): string {
  let plain = "";
  let from = 0;
  for (let open = line.indexOf("["); open !== -1;) {
    const close = line.indexOf("]", open + 1);
    if (close === -1) break;
    let next = close + 1;
    if (line[next] === "(") {
      const end = line.indexOf(")", next + 1);
      if (end === -1) break;
      const start = open > from && line[open - 1] === "!" ? open - 1 : open;
      plain += line.slice(from, start) + line.slice(open + 1, close);
      next = end + 1;
      from = next;
    }
    open = line.indexOf("[", next);
  }
  return plain + line.slice(from);
}

/** Runs of marks in a line, and what stands between them. */
interface Emphasis {
  /** Characters that mark, each for itself. */
  readonly marks: string;
  /** How many of a run of `length` are one mark, at most; 0: none. */
  readonly most: (mark: string, length: number) => number;
  /** Whether marks at `start`, and again before `end`, may be what they look like. */
  readonly mayMark: (line: string, start: number, end: number) => boolean;
}

/** `*text*`, `**text**`, `~~text~~` and text between backticks become `text`. */
function dropEmphasis(line: string): string {
  return dropPairs(line, {
    marks: "*~`",
    most: (mark, length) => {
      if (mark === "~") return length < 2 ? 0 : 2;
      return mark === "*" ? Math.min(length, 3) : length;
    },
    mayMark: () => true,
  });
}

/** `_text_` becomes `text`, but not within words: `my_own_name` is a name. */
function dropUnderscores(line: string): string {
  return dropPairs(line, {
    marks: "_",
    most: (_mark, length) => Math.min(length, 3),
    mayMark: (whole, start, end) => !isWordBefore(whole, start) && !WORD.test(whole.slice(end, end + 2)),
  });
}

function isWordBefore(line: string, index: number): boolean {
  const low = line.charCodeAt(index - 1);
  const first = low >= 0xdc00 && low <= 0xdfff ? index - 2 : index - 1;
  return first >= 0 && WORD.test(line.slice(first, index));
}

function dropPairs(line: string, { marks, most, mayMark }: Emphasis): string {
  let plain = "";
  let from = 0;
  for (let at = findMark(line, marks, 0); at < line.length;) {
    const mark = line[at] ?? "";
    const text = at + countRun(line, mark, at);
    const close = findMark(line, marks, text);
    const closing = line[close] === mark ? countRun(line, mark, close) : 0;
    let size = Math.min(most(mark, text - at), most(mark, closing));
    while (size > 0 && !mayMark(line, text - size, close + size)) size = mark === "~" ? 0 : size - 1;
    if (close === text) size = 0;
    if (size > 0) {
      plain += line.slice(from, text - size) + line.slice(text, close);
      from = close + size;
    }
    at = size > 0 ? findMark(line, marks, from) : close;
  }
  return plain + line.slice(from);
}

/** Where the next of these marks is, from `index` on; the length of the line when there is none. */
function findMark(line: string, marks: string, index: number): number {
  let at = index;
  while (at < line.length && !marks.includes(line[at] ?? "")) at += 1;
  return at;
}

function countRun(line: string, mark: string, from: number): number {
  let end = from;
  while (line[end] === mark) end += 1;
  return end - from;
}
