import { isList, type Param, type ParamValue } from "../objects/param-value.ts";
import type { WhenExpression } from "../objects/pipeline.ts";
import type { Replacements } from "./replacements.ts";

const VARIABLE = /\$\((?<name>[^()]*)\)/gu;
const WHOLE_VARIABLE = /^\$\((?<name>[^()]*?)(?<star>\[\*\])?\)$/u;

/**
 * The text with every known variable replaced, in one pass, so that a value that looks like a variable stays as it is
 * (contract C67). Unknown variables stay too.
 */
export function substituteText(text: string, texts: ReadonlyMap<string, string>): string {
  return text.replaceAll(VARIABLE, (match, name: string) => texts.get(name) ?? match);
}

/** The name of the variable that the text consists of, without `[*]`; undefined when there is anything around it. */
function wholeVariable(text: string): string | undefined {
  return WHOLE_VARIABLE.exec(text)?.groups?.["name"];
}

/** The items with variables replaced; an item that is exactly a list's variable becomes the items of that list. */
export function substituteList(items: readonly string[], replacements: Replacements): readonly string[] {
  return items.flatMap((item) => {
    const list = replacements.lists.get(wholeVariable(item) ?? "");
    return list ?? [substituteText(item, replacements.texts)];
  });
}

/** A parameter's value; a text that is exactly the variable of a list or an object becomes that list or object. */
export function substituteValue(value: ParamValue, replacements: Replacements): ParamValue {
  if (typeof value === "string") {
    const variable = wholeVariable(value) ?? "";
    const structured = replacements.lists.get(variable) ?? replacements.objects.get(variable);
    return structured ?? substituteText(value, replacements.texts);
  }
  if (isList(value)) return substituteList(value, replacements);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, substituteText(item, replacements.texts)]),
  );
}

export function substituteParams(params: readonly Param[], replacements: Replacements): readonly Param[] {
  return params.map(({ name, value }) => ({ name, value: substituteValue(value, replacements) }));
}

/** `when`: an input that is exactly a list's `[*]` becomes the JSON of the list. */
export function substituteWhen(when: WhenExpression, replacements: Replacements): WhenExpression {
  const input = when.input.endsWith("[*])")
    ? replacements.lists.get(wholeVariable(when.input) ?? "")
    : undefined;
  return {
    input: input === undefined ? substituteText(when.input, replacements.texts) : JSON.stringify(input),
    operator: when.operator,
    values: substituteList(when.values, replacements),
  };
}

/** Every text inside plain data; lists of texts are expanded. */
export function substituteDeep<T>(data: T, replacements: Replacements): T {
  return substituteAny(data, replacements) as T;
}

function substituteAny(data: unknown, replacements: Replacements): unknown {
  if (typeof data === "string") return substituteText(data, replacements.texts);
  if (Array.isArray(data)) {
    return data.every((item) => typeof item === "string")
      ? substituteList(data, replacements)
      : data.map((item) => substituteAny(item, replacements));
  }
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, substituteAny(value, replacements)]),
  );
}
