// Reads the expressions of Qute that are taken over: paths, texts and numbers, `or` and `?:`, `? :`, and conditions.
import { inLiquid, QuteFault } from "./qute-fault.ts";

export type QuteLiteral = string | number | boolean | null;
type Comparison = "==" | "!=" | ">" | ">=" | "<" | "<=";

export type QuteExpression =
  | { readonly kind: "literal"; readonly value: QuteLiteral }
  | { readonly kind: "path"; readonly parts: readonly (string | number)[] }
  | { readonly kind: "default"; readonly value: QuteExpression; readonly otherwise: QuteExpression }
  | {
      readonly kind: "choice";
      readonly condition: QuteExpression;
      readonly yes: QuteExpression;
      readonly no: QuteExpression;
    }
  | { readonly kind: "not"; readonly of: QuteExpression }
  | {
      readonly kind: "binary";
      readonly operator: Comparison | "and" | "or";
      readonly left: QuteExpression;
      readonly right: QuteExpression;
    };

const TOKEN =
  /\s*(?:(?<text>'[^']*'|"[^"]*")|(?<number>-?\d+(?:\.\d+)?)|(?<name>[\p{L}_][\p{L}\d_]*)|(?<sign>\?:|==|!=|>=|<=|&&|\|\||[!<>?:().[\],]))/uy;

interface Token {
  readonly kind: "text" | "number" | "name" | "sign" | "end";
  readonly text: string;
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  "==": "==",
  eq: "==",
  is: "==",
  "!=": "!=",
  ne: "!=",
  ">": ">",
  gt: ">",
  ">=": ">=",
  ge: ">=",
  "<": "<",
  lt: "<",
  "<=": "<=",
  le: "<=",
};

/** Of what is shown, `or` gives what to take where there is nothing; of a condition, it joins two. Throws a `QuteFault`. */
export function parseExpression(source: string, as: "value" | "condition"): QuteExpression {
  const namespace = /^(?<name>[\p{L}_][\p{L}\d_-]*):(?!\s)/u.exec(source.trim())?.groups?.["name"];
  if (namespace !== undefined) throw new QuteFault(explainNamespace(namespace, source));
  const tokens = readTokens(source);
  return new ExpressionParser(tokens, as).parseWhole();
}

function explainNamespace(name: string, source: string): string {
  const rest = source.trim().slice(name.length + 1);
  if (name === "data") return `{data:${rest}} is written {${rest}}`;
  if (name === "config") return `{${source}} is not supported: write the value into the template`;
  return `{${source}} asks for ${name}, which does not exist; in a style sheet, a brace needs a blank after it: { ${source}}`;
}

function readTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let index = 0; source.slice(index).trim() !== ""; index = TOKEN.lastIndex) {
    TOKEN.lastIndex = index;
    const groups = TOKEN.exec(source)?.groups;
    const [kind, text] = Object.entries(groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    if (kind === undefined || text === undefined)
      throw new QuteFault(`{${source}} cannot be read from "${source.slice(index).trim()}" on`);
    tokens.push({ kind: kind as Token["kind"], text });
  }
  return tokens;
}

class ExpressionParser {
  readonly #tokens: readonly Token[];
  readonly #as: "value" | "condition";
  #index = 0;

  constructor(tokens: readonly Token[], as: "value" | "condition") {
    this.#tokens = tokens;
    this.#as = as;
  }

  parseWhole(): QuteExpression {
    const expression = this.#parseChoice();
    if (this.#next.kind !== "end") throw new QuteFault(`"${this.#next.text}" cannot follow here`);
    return expression;
  }

  get #next(): Token {
    return this.#tokens[this.#index] ?? { kind: "end", text: "" };
  }

  /** Goes on when one of these is next. */
  #take(...texts: readonly string[]): string | undefined {
    const { kind, text } = this.#next;
    if (kind === "text" || !texts.includes(text)) return undefined;
    this.#index += 1;
    return text;
  }

  #expect(text: string): void {
    if (this.#take(text) === undefined)
      throw new QuteFault(`"${text}" is missing before "${this.#next.text}"`);
  }

  #parseChoice(): QuteExpression {
    const condition = this.#parseDefault();
    if (this.#take("?") === undefined) return condition;
    const yes = this.#parseChoice();
    this.#expect(":");
    return { kind: "choice", condition, yes, no: this.#parseChoice() };
  }

  #parseDefault(): QuteExpression {
    let value = this.#parseEither();
    while (this.#take("?:", ...(this.#as === "value" ? ["or"] : [])) !== undefined) {
      value = { kind: "default", value, otherwise: this.#parseEither() };
    }
    return value;
  }

  #parseEither(): QuteExpression {
    let left = this.#parseBoth();
    while (this.#take("||", ...(this.#as === "condition" ? ["or"] : [])) !== undefined) {
      left = { kind: "binary", operator: "or", left, right: this.#parseBoth() };
    }
    return left;
  }

  #parseBoth(): QuteExpression {
    let left = this.#parseComparison();
    while (this.#take("&&", "and") !== undefined) {
      left = { kind: "binary", operator: "and", left, right: this.#parseComparison() };
    }
    return left;
  }

  #parseComparison(): QuteExpression {
    const left = this.#parseOperand();
    const operator = COMPARISONS[this.#take(...Object.keys(COMPARISONS)) ?? ""];
    return operator === undefined ? left : { kind: "binary", operator, left, right: this.#parseOperand() };
  }

  #parseOperand(): QuteExpression {
    if (this.#take("!") !== undefined) return { kind: "not", of: this.#parseOperand() };
    if (this.#take("(") !== undefined) {
      const inner = this.#parseChoice();
      this.#expect(")");
      return inner;
    }
    const { kind, text } = this.#next;
    this.#index += 1;
    if (kind === "text") return { kind: "literal", value: text.slice(1, -1) };
    if (kind === "number") return { kind: "literal", value: Number(text) };
    if (kind !== "name") throw new QuteFault(`a value is missing${text === "" ? "" : ` before "${text}"`}`);
    return text in WORDS ? { kind: "literal", value: WORDS[text] ?? null } : this.#parsePath(text);
  }

  #parsePath(root: string): QuteExpression {
    let path: QuteExpression = { kind: "path", parts: [root] };
    for (;;) {
      if (this.#take("[") !== undefined) {
        path = extendPath(path, this.#parseKey());
        this.#expect("]");
      } else if (this.#take(".") !== undefined) {
        path = this.#parseStep(path);
      } else {
        return path;
      }
    }
  }

  /** What follows a dot: a name, a position, or a method. */
  #parseStep(path: QuteExpression): QuteExpression {
    const { kind, text } = this.#next;
    if (kind !== "name" && kind !== "number") throw new QuteFault(`a name is missing after the dot`);
    this.#index += 1;
    if (this.#take("(") === undefined) return takeProperty(path, kind === "number" ? Number(text) : text);
    if (text !== "get" && text !== "or") throw new QuteFault(explainMethod(text));
    const given = text === "get" ? this.#parseKey() : this.#parseChoice();
    this.#expect(")");
    return typeof given === "object" && given !== null
      ? { kind: "default", value: path, otherwise: given }
      : extendPath(path, given);
  }

  #parseKey(): string | number {
    const { kind, text } = this.#next;
    if (kind !== "text" && kind !== "number")
      throw new QuteFault(`a key is a text in quotes or a number, and "${text}" is neither`);
    this.#index += 1;
    return kind === "text" ? text.slice(1, -1) : Number(text);
  }
}

const WORDS: Readonly<Record<string, QuteLiteral>> = { true: true, false: false, null: null };

/** Everything is escaped and there, so that these say nothing. */
const SAYS_NOTHING = new Set(["raw", "safe", "orEmpty"]);

function takeProperty(path: QuteExpression, name: string | number): QuteExpression {
  if (typeof name === "string" && SAYS_NOTHING.has(name)) return path;
  if (name === "isEmpty")
    throw new QuteFault("`.isEmpty` is written {#if x}…{#else}…{/if}: what is empty is false");
  return extendPath(path, name === "length" ? "size" : name);
}

function extendPath(path: QuteExpression, part: string | number): QuteExpression {
  if (path.kind !== "path") throw new QuteFault(`".${part}" cannot follow a value that \`or\` gives`);
  return { kind: "path", parts: [...path.parts, part] };
}

const METHODS: Readonly<Record<string, string>> = {
  toUpperCase: "{{ title | upcase }}",
  toLowerCase: "{{ title | downcase }}",
  trim: "{{ title | strip }}",
  replace: '{{ title | replace: "a", "b" }}',
  substring: "{{ title | slice: 0, 20 }}",
  take: "{{ title | slice: 0, 20 }}",
  contains: '{% if title contains "x" %}',
  split: '{{ title | split: "," }}',
  join: '{{ title | join: "," }}',
};

function explainMethod(name: string): string {
  const liquid = METHODS[name];
  return liquid === undefined
    ? `the method ${name}() is not supported`
    : `the method ${name}() is not supported; ${inLiquid(liquid)}`;
}
