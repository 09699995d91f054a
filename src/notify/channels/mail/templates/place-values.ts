import { type HtmlPlace, readHtml, TEXT } from "./html-place.ts";
import type { TemplateFault } from "./template-fault.ts";

/** A piece of a template in Liquid, as its own tokenizer cuts it. */
export interface TemplatePiece {
  readonly kind: "html" | "value" | "tag";
  readonly text: string;
  /** Of a tag. */
  readonly name?: string;
  /** In the file, from 1. */
  readonly line: number;
}

type PlacedFault = Omit<TemplateFault, "file">;

export interface PlacedValues {
  /** The template, with the filters that its places need. */
  readonly source: string;
  readonly faults: readonly PlacedFault[];
}

const OPENING = new Set(["if", "unless", "for", "case", "capture"]);
const BETWEEN = new Set(["else", "elsif", "when"]);
const ENDING = new Set(Array.from(OPENING, (name) => `end${name}`));

/**
 * A template of HTML whose values are written as the places ask where they stand: in a link that begins with a value, that
 * must be one of our own addresses; in one that goes on with a value, it is encoded. Where nothing can be written safely,
 * that is a fault. Whatever branch is taken, the places after it are the same.
 */
export function placeValues(pieces: readonly TemplatePiece[]): PlacedValues {
  const placer = new Placer();
  for (const piece of pieces) placer.add(piece);
  return placer.finish(pieces.at(-1)?.line ?? 1);
}

/** What a dash at the end of a tag takes away can be what keeps two attributes apart. */
const TRIMS = /^\{%-|-%\}$/u;

class Placer {
  readonly #faults: PlacedFault[] = [];
  /** Where the blocks begin that are open. */
  readonly #opened: HtmlPlace[] = [];
  #place: HtmlPlace = TEXT;
  #source = "";

  add({ kind, text, name = "", line }: TemplatePiece): void {
    const blame = (fault: string): number => this.#faults.push({ line, text: fault });
    if (kind === "html") this.#place = readHtml(this.#place, text);
    if (kind === "tag") this.#addTag(name, text, blame);
    this.#source += kind === "value" ? this.#addValue(text, blame) : text;
  }

  finish(lastLine: number): PlacedValues {
    if (this.#place.at !== "text") {
      this.#faults.push({
        line: lastLine,
        text: "a tag, a comment or an element that begins here or earlier is not closed",
      });
    }
    return { source: this.#source, faults: this.#faults };
  }

  #addValue(text: string, blame: (fault: string) => void): string {
    const { filter, fault } = judgeValue(this.#place, text);
    if (fault !== undefined) blame(fault);
    this.#place = withValue(this.#place);
    return filter === undefined ? text : addFilter(text, filter);
  }

  #addTag(name: string, text: string, blame: (fault: string) => void): void {
    const { at } = this.#place;
    if (isInLink(this.#place))
      blame(`${text} cannot stand inside a link: choose it before, with {% assign %}`);
    if (at === "tag" && TRIMS.test(text)) blame(`${text} stands inside a tag: write it without dashes`);
    if (name === "render" && at !== "text") blame(`${text} can only stand between elements`);
    if (OPENING.has(name)) this.#opened.push(this.#place);
    if (!BETWEEN.has(name) && !ENDING.has(name)) return;
    const before = (ENDING.has(name) ? this.#opened.pop() : this.#opened.at(-1)) ?? this.#place;
    if (!isSame(before, this.#place)) blame(`what begins in HTML before ${text} has to end before it, too`);
    this.#place = before;
  }
}

interface Judged {
  readonly filter?: "link" | "url_encode";
  readonly fault?: string;
}

const LINKS = new Set([
  "action",
  "background",
  "cite",
  "data",
  "formaction",
  "href",
  "longdesc",
  "ping",
  "poster",
  "src",
  "usemap",
  "xlink:href",
]);

/** How far a link must have come that a value after it leads nowhere else. */
const LEADS_SOMEWHERE = /^\s*https?:\/\/[^/?#\s]+[/?#]/iu;

function judgeValue(place: HtmlPlace, text: string): Judged {
  switch (place.at) {
    case "text":
    case "comment":
      return {};
    case "code":
      return ["title", "textarea"].includes(place.element)
        ? {}
        : { fault: `${text} cannot stand inside <${place.element}>` };
    case "tag":
      return { fault: `${text} cannot stand inside a tag: give it to an attribute, in quotes` };
    case "equals":
      return { fault: `${text} needs quotes: ${place.name}="${text}"` };
    case "value":
      return judgeAttribute(place, text);
  }
}

function judgeAttribute(
  { element, name, quote, before }: HtmlPlace & { readonly at: "value" },
  text: string,
): Judged {
  if (quote === "") return { fault: `the value of ${name} needs quotes, as ${text} is in it` };
  if (element === "meta" || /^(?:on.*|style|srcdoc|srcset)$/u.test(name)) {
    return { fault: `${text} cannot stand in the attribute ${name}` };
  }
  if (!isLink(name)) return {};
  if (before.trim() === "") return { filter: "link" };
  return LEADS_SOMEWHERE.test(before)
    ? { filter: "url_encode" }
    : {
        fault: `${text} would say where a link leads: write ${name}="{{ url }}", or a whole address before it`,
      };
}

function isLink(name: string): boolean {
  return LINKS.has(name);
}

function isInLink(place: HtmlPlace): boolean {
  return place.at === "value" && isLink(place.name);
}

/** After a value that a link begins with, it leads to us. */
function withValue(place: HtmlPlace): HtmlPlace {
  return place.at === "value" && place.before.trim() === "" ? { ...place, before: "https://own/" } : place;
}

/** Whatever an attribute's value has so far: in a link there are no branches. */
function isSame(one: HtmlPlace, other: HtmlPlace): boolean {
  return JSON.stringify({ ...one, before: "" }) === JSON.stringify({ ...other, before: "" });
}

/** `{{ url -}}` becomes `{{ url | link -}}`; what has the filter already stays. */
function addFilter(value: string, filter: string): string {
  if (new RegExp(String.raw`\|\s*${filter}\s*-?\}\}$`, "u").test(value)) return value;
  return value.replace(/\s*(-?\}\})$/u, ` | ${filter} $1`);
}
