import { isJsonObject } from "../json-value.ts";

type Step = (values: readonly unknown[]) => readonly unknown[];

const STEP =
  /^(?:\.(?<field>(?:\\.|[^.[\]\\])+)|\['(?<quoted>[^']*)'\]|\[(?<index>-?\d+)\]|\[(?<all>\*)\]|\[\?\(\s*@(?<path>[^=!<>]*?)\s*(?<operator>==|!=)\s*(?<literal>"[^"]*"|'[^']*'|[^)]*?)\s*\)\])/u;

/**
 * Compiles the JSONPath of a printer column: fields, indices, `[*]` and filters that compare with a literal.
 * The compiled path answers all values it finds. Throws when the path cannot be read.
 */
export function compileJsonPath(path: string): (value: unknown) => readonly unknown[] {
  const steps: Step[] = [];
  let rest = path.startsWith(".") || path.startsWith("[") ? path : `.${path}`;
  while (rest !== "" && rest !== ".") {
    const match = STEP.exec(rest);
    if (match === null)
      throw new Error(`cannot read the JSONPath ${JSON.stringify(path)} at ${JSON.stringify(rest)}`);
    steps.push(readStep(match.groups ?? {}));
    rest = rest.slice(match[0].length);
  }
  return (value) => steps.reduce<readonly unknown[]>((values, step) => step(values), [value]);
}

function readStep(groups: Readonly<Record<string, string | undefined>>): Step {
  const { field, quoted, index, all, path, operator, literal } = groups;
  if (index !== undefined) return (values) => values.flatMap((value) => itemAt(value, Number(index)));
  if (all !== undefined) return (values) => values.flatMap(itemsOf);
  if (path !== undefined) return filter(path, operator === "!=", readLiteral(literal ?? ""));
  const key = quoted ?? field?.replaceAll(/\\(.)/gu, "$1") ?? "";
  return (values) => values.flatMap((value) => fieldAt(value, key));
}

function fieldAt(value: unknown, key: string): readonly unknown[] {
  return isJsonObject(value) && Object.hasOwn(value, key) ? [value[key]] : [];
}

function itemAt(value: unknown, index: number): readonly unknown[] {
  const items = itemsOf(value);
  const at = index < 0 ? items.length + index : index;
  return at < items.length && at >= 0 ? [items[at]] : [];
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

function filter(path: string, isNegated: boolean, wanted: unknown): Step {
  const find = compileJsonPath(path);
  return (values) =>
    values.flatMap(itemsOf).filter((item) => {
      const [found] = find(item);
      return (found === wanted) !== isNegated;
    });
}

function readLiteral(text: string): unknown {
  if (text.startsWith("'")) return text.slice(1, -1);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
