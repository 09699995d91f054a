import { Liquid } from "liquidjs";

import { isOwnAddress } from "./is-own-address.ts";
import type { MailPart } from "./mail-format.ts";

/** What a template may do. What writes a value past the escaping is not among it: `raw`, `cycle`, `echo`, `liquid`, `tablerow`. */
const TAGS = new Set(["#", "assign", "capture", "case", "comment", "for", "if", "raw", "render", "unless"]);

/** Filters for words, numbers and lists. Values are escaped without one; `raw` and its kind would undo it. */
const FILTERS = new Set([
  "append",
  "at_least",
  "at_most",
  "capitalize",
  "compact",
  "default",
  "divided_by",
  "downcase",
  "first",
  "join",
  "last",
  "lstrip",
  "minus",
  "modulo",
  "plus",
  "prepend",
  "remove",
  "replace",
  "reverse",
  "rstrip",
  "size",
  "slice",
  "split",
  "strip",
  "strip_newlines",
  "times",
  "truncate",
  "truncatewords",
  "uniq",
  "upcase",
  "url_encode",
]);

/** Far more than a mail takes. Time is in milliseconds, sizes are characters. */
export const LIMITS = { parse: 256 * 1024, time: 1_000, memory: 4 * 1024 * 1024 } as const;

/** The files that templates can `render`, by name: there is no other way to a file. */
export type TemplateFiles = Readonly<Record<string, string>>;

/** The one place that says what templates of a part may do, and how values come into them. */
export function createEngine(part: MailPart, files: TemplateFiles): Liquid {
  const engine = new Liquid({
    templates: { ...files },
    // What is rendered by others is parsed once.
    cache: true,
    outputEscape: part === "html" ? (value: unknown) => escapeHtml(writeValue(value)) : writeValue,
    strictFilters: true,
    strictVariables: true,
    ownPropertyOnly: true,
    // Empty texts are false, so that `{% if code %}` asks whether there is one.
    jsTruthy: true,
    parseLimit: LIMITS.parse,
    renderLimit: LIMITS.time,
    memoryLimit: LIMITS.memory,
  });
  keepOnly(engine.filters, FILTERS);
  keepOnly(engine.tags, TAGS);
  engine.registerFilter("link", function onlyOwn(value: unknown) {
    const { pageUrl } = this.context.globals as { readonly pageUrl?: unknown };
    const address = writeValue(value);
    if (isOwnAddress(address, writeValue(pageUrl))) return address;
    throw new Error(`only "url" and "pageUrl" can be the address of a link`);
  });
  return engine;
}

function keepOnly(all: Record<string, unknown>, kept: ReadonlySet<string>): void {
  for (const name of Object.keys(all).filter((known) => !kept.has(known))) delete all[name];
}

function writeValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(writeValue).join(", ");
  if (value === undefined || value === null) return "";
  if (typeof value === "object") throw new Error("this is not a text but has parts: write one of them");
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => ENTITIES[character] ?? "");
}
