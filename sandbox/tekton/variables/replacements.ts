import { isList, type Param, type ParamValue } from "../objects/param-value.ts";

/** What stands for which variable. Keys are what is written between `$(` and `)`. */
export interface Replacements {
  readonly texts: ReadonlyMap<string, string>;
  /** Whole lists, by the variable without `[*]`. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** Whole objects, by the variable without `[*]`. */
  readonly objects: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** The three ways to write the variable of a name: `params.x`, `params["x"]`, `params['x']`. */
function variablesOf(prefix: string, name: string): readonly string[] {
  return [`${prefix}.${name}`, `${prefix}["${name}"]`, `${prefix}['${name}']`];
}

interface Draft {
  readonly texts: Map<string, string>;
  readonly lists: Map<string, readonly string[]>;
  readonly objects: Map<string, Readonly<Record<string, string>>>;
}

function addValue(draft: Draft, variable: string, value: ParamValue): void {
  if (typeof value === "string") {
    draft.texts.set(variable, value);
  } else if (isList(value)) {
    draft.lists.set(variable, value);
    for (const [index, item] of value.entries()) draft.texts.set(`${variable}[${index}]`, item);
  } else {
    draft.objects.set(variable, value);
    for (const [key, item] of Object.entries(value)) draft.texts.set(`${variable}.${key}`, item);
  }
}

/** The variables of named values under a prefix like `params` or `tasks.build.results`. Of equal names the last wins. */
export function replacementsOf(prefix: string, values: readonly Param[]): Replacements {
  const draft: Draft = { texts: new Map(), lists: new Map(), objects: new Map() };
  for (const { name, value } of values) {
    for (const variable of variablesOf(prefix, name)) addValue(draft, variable, value);
  }
  return draft;
}

/** Variables that are written in one way and stand for a text. */
export function textReplacements(texts: Readonly<Record<string, string>>): Replacements {
  return { texts: new Map(Object.entries(texts)), lists: new Map(), objects: new Map() };
}

/** All of them; the later ones win. */
export function mergeReplacements(...all: readonly Replacements[]): Replacements {
  return {
    texts: new Map(all.flatMap(({ texts }) => [...texts])),
    lists: new Map(all.flatMap(({ lists }) => [...lists])),
    objects: new Map(all.flatMap(({ objects }) => [...objects])),
  };
}
