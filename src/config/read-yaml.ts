// YAML for settings, without surprises: each value is of the type that it looks like, and nothing grows on the way.
import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from "yaml";

import { ok, refuse, type Result } from "../std/result.ts";
import type { Fault } from "./fault.ts";
import type { ValuePath } from "./value-path.ts";

interface YamlValues {
  /** Plain objects, lists, strings, numbers, booleans and nulls. */
  readonly value: unknown;
  /** What is ambiguous, though it can be read. */
  readonly faults: readonly Fault[];
  /** `line 5, column 3` of the key there, or of the nearest that is there around it; undefined when none is. */
  readonly locate: (path: ValuePath) => string | undefined;
}

/** How many more values references may make of what is written. */
const MOST_ALIASES = 100;
const MOST_PROBLEMS = 5;

/** Refused with a sentence for each fault. None quotes the text: a secret may stand there. */
export function readYaml(text: string): Result<YamlValues, readonly string[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
    schema: "core",
    resolveKnownTags: false,
    stringKeys: true,
    // In time that grows with the square of the keys, where `findFaults` needs a look at each.
    uniqueKeys: false,
  });
  const show = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const problems = [...document.errors, ...document.warnings].map(
    ({ code, pos: [offset] }) => `${show(offset)}: ${WORDS[code] ?? "this is not YAML"}`,
  );
  if (document.directives?.yaml.explicit === true) problems.push("line 1: leave the %YAML line out");
  // What comes after the first few follows from them.
  if (problems.length > 0) return refuse(problems.slice(0, MOST_PROBLEMS));
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    // Throws when a value holds itself.
    JSON.stringify(value);
    const locate = (path: ValuePath): string | undefined => {
      const offset = findOffset(document, path);
      return offset === undefined ? undefined : show(offset);
    };
    return ok({ value, faults: findFaults(document.contents, []), locate });
  } catch {
    return refuse([
      "a reference (*name) names nothing or itself, or there are too many; write the values out",
    ]);
  }
}

const WORDS: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_ALIAS: "a reference (&name, *name) is malformed; put a value that begins with & or * in quotes",
  BAD_INDENT: "the indentation does not fit, or a bracket is not closed",
  BAD_SCALAR_START: "a value cannot begin with this character; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a second colon on one line; put the value in quotes",
  MISSING_CHAR: "a quote, a bracket, a comma or a colon is missing",
  MULTIPLE_DOCS: "a second document begins; a file has one",
  NON_STRING_KEY: "this key is not text; put it in quotes",
  RESOURCE_EXHAUSTION: "nested too deeply",
  TAB_AS_INDENT: "indented with a tab; use spaces",
  TAG_RESOLVE_FAILED: "leave the tag (!…) out",
};

function findOffset(document: Document, path: ValuePath): number | undefined {
  let node: Node | null | undefined = document.contents;
  let offset: number | undefined;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => nameOf(key) === step);
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0];
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(step)] as Node | undefined;
      offset = node?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

/** What stands twice, and numbers that are not what they look like: `0x50` is 80; `010` is 10, and eight elsewhere. */
function findFaults(node: unknown, path: ValuePath): readonly Fault[] {
  if (isMap(node)) {
    const pairs = node.items.map(({ key, value }) => ({ path: [...path, nameOf(key)], value }));
    return [...findTwins(pairs), ...pairs.flatMap((pair) => findFaults(pair.value, pair.path))];
  }
  if (isSeq(node)) return node.items.flatMap((item, index) => findFaults(item, [...path, index]));
  if (!isScalar(node) || typeof node.value !== "number") return [];
  const { source = "" } = node;
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/u.test(source)) return [];
  return [{ path, text: `${source} is a number in another notation; write digits alone, or text in quotes` }];
}

function findTwins(pairs: readonly { readonly path: ValuePath }[]): readonly Fault[] {
  const seen = new Set<PropertyKey | undefined>();
  return pairs.flatMap(({ path }) => {
    const name = path.at(-1);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ path, text: "is there more than once; keep one" }];
  });
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}
