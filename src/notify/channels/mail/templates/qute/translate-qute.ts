// Writes a template in Qute anew in Liquid, line for line, as far as it uses what is known of it. One engine then renders
// all templates, with one way to escape and one set of limits.
import type { TemplateFault } from "../template-fault.ts";
import { cutQute, type QutePiece } from "./cut-qute.ts";
import { parseExpression, type QuteExpression, type QuteLiteral } from "./parse-expression.ts";
import { inLiquid, QuteFault } from "./qute-fault.ts";
import { checkPath, type Shape } from "./qute-shape.ts";

export interface Translated {
  /** In Liquid. */
  readonly source: string;
  readonly faults: readonly Omit<TemplateFault, "file">[];
}

/** `shape` is of the variables that there are. */
export function translateQute(source: string, shape: Shape): Translated {
  return new Translator(shape).translate(cutQute(source));
}

interface Section {
  /** Of one that is refused, too, so that its end ends it. */
  readonly name: string;
  /** Where it begins in what is written. */
  readonly begin: number;
  /** What its conditions are worked out from, written before it. */
  conditions: string;
  /** What the items are called. */
  readonly item?: string;
}

const ASSIGN = inLiquid("{% assign name = value %}");
const CASE = inLiquid('{% case name %}{% when "a" %}…{% endcase %}');
const RENDER = inLiquid('{% render "_NAME.html.liquid" %}');

/** What Qute has beside them, and what to do instead. */
const OTHER_SECTIONS: Readonly<Record<string, string>> = {
  let: ASSIGN,
  set: ASSIGN,
  with: "write the whole paths: {inputs.spec.pipeline}",
  when: CASE,
  switch: CASE,
  include: RENDER,
  insert: RENDER,
  fragment: "leave the tags out: what stands between them is shown",
};

class Translator {
  readonly #shape: Shape;
  readonly #sections: Section[] = [];
  readonly #written: string[] = [];
  readonly #faults: Translated["faults"][number][] = [];
  #conditions = 0;

  constructor(shape: Shape) {
    this.#shape = shape;
  }

  translate(pieces: readonly QutePiece[]): Translated {
    for (const piece of pieces) {
      try {
        this.#written.push(piece.kind === "text" ? writeText(piece.text) : this.#translateTag(piece.text));
      } catch (error) {
        if (!(error instanceof QuteFault)) throw error;
        this.#faults.push({ line: piece.line, text: error.message });
      }
      this.#written.push("\n".repeat(piece.breaks));
    }
    const [open] = this.#sections;
    if (open !== undefined)
      this.#faults.push({
        line: pieces.at(-1)?.line ?? 1,
        text: `{#${open.name}} is not closed: {/${open.name}} is missing`,
      });
    return { source: this.#written.join(""), faults: this.#faults };
  }

  #translateTag(tag: string): string {
    if (tag.startsWith("#")) return this.#begin(tag.slice(1).trim());
    if (tag.startsWith("/")) return this.#end(tag.slice(1).trim());
    if (tag.startsWith("@")) return "";
    return this.#writeValue(parseExpression(tag, "value"));
  }

  #begin(tag: string): string {
    const [, name = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/u.exec(tag.replace(/\/$/u, "")) ?? [];
    if (name === "else") return this.#writeElse(rest);
    const begin = this.#written.push("") - 1;
    const section: Section = {
      name,
      begin,
      conditions: "",
      ...(isLoop(name) && { item: readItem(name, rest) }),
    };
    if (!tag.endsWith("/")) this.#sections.push(section);
    if (name === "if") return `{% if ${this.#writeCondition(rest)} %}`;
    if (isLoop(name)) return this.#beginLoop(section, rest);
    const advice = OTHER_SECTIONS[name];
    throw new QuteFault(`{#${name}} is not supported${advice === undefined ? "" : `; ${advice}`}`);
  }

  #writeElse(rest: string): string {
    const section = this.#sections.at(-1);
    if (section === undefined) throw new QuteFault("{#else} stands outside {#if} and {#for}");
    if (rest === "") return "{% else %}";
    const [, condition] = /^if\s+([\s\S]+)$/u.exec(rest) ?? [];
    if (condition === undefined || section.name !== "if")
      throw new QuteFault(`{#else ${rest}} is not supported; write {#else if …}`);
    return `{% elsif ${this.#writeCondition(condition)} %}`;
  }

  /** Conditions have no effects, so that all of them can be worked out before the section. */
  #writeCondition(condition: string): string {
    const section = this.#sections.at(-1);
    const { before, value } = this.#work(parseExpression(condition, "condition"));
    if (section !== undefined) section.conditions += before;
    return value;
  }

  #beginLoop({ name, item = "it" }: Section, rest: string): string {
    const list = name === "each" ? rest : /^\S+\s+in\s+([\s\S]+)$/u.exec(rest)?.[1];
    const expression = list === undefined ? undefined : parseExpression(list, "value");
    if (expression?.kind !== "path") {
      throw new QuteFault(`{#${name} ${rest}} is not supported; write {#for name in inputs.spec.groups}`);
    }
    return `{% for ${item} in ${this.#writePath(expression.parts, "list")} %}${writeLoopVariables(item)}`;
  }

  #end(name: string): string {
    const section = this.#sections.pop();
    if (section === undefined || (name !== "" && name !== section.name))
      throw new QuteFault(`{/${name}} ends nothing that is open`);
    this.#written[section.begin] = section.conditions;
    return section.name === "if" ? "{% endif %}" : "{% endfor %}";
  }

  #writeValue(expression: QuteExpression): string {
    if (expression.kind === "choice") {
      const { before, value } = this.#work(expression.condition);
      return `${before}{% if ${value} %}${this.#writeValue(expression.yes)}{% else %}${this.#writeValue(expression.no)}{% endif %}`;
    }
    const { before, value } = this.#work(expression);
    return `${before}{{ ${value} }}`;
  }

  /** A value in Liquid, which has one operator at most, and what must be worked out before it. */
  #work(expression: QuteExpression): { readonly before: string; readonly value: string } {
    switch (expression.kind) {
      case "literal":
        return { before: "", value: writeLiteral(expression.value) };
      case "path":
        return { before: "", value: this.#writePath(expression.parts, "text") };
      case "default": {
        const value = this.#work(expression.value);
        const otherwise = this.#work(expression.otherwise);
        return this.#keep(value.before + otherwise.before, `${value.value} | default: ${otherwise.value}`);
      }
      case "not": {
        const { before, value } = this.#work(expression.of);
        return this.#keep(before, `not ${value}`);
      }
      case "binary": {
        const left = this.#work(expression.left);
        const right = this.#work(expression.right);
        return this.#keep(left.before + right.before, `${left.value} ${expression.operator} ${right.value}`);
      }
      case "choice":
        throw new QuteFault("`? :` can only stand alone, not within another expression");
    }
  }

  #keep(before: string, value: string): { readonly before: string; readonly value: string } {
    this.#conditions += 1;
    const name = `qute_${this.#conditions}`;
    return { before: `${before}{% assign ${name} = ${value} %}`, value: name };
  }

  #writePath(parts: readonly (string | number)[], as: "text" | "list"): string {
    const [root = ""] = parts;
    if (!isOfItem(String(root), this.#sections)) checkPath(this.#shape, parts, as);
    return parts
      .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`))
      .join("");
  }
}

function isLoop(name: string): boolean {
  return name === "for" || name === "each";
}

function readItem(name: string, rest: string): string {
  return name === "each" ? "it" : (/^[\p{L}_][\p{L}\d_]*/u.exec(rest)?.[0] ?? "it");
}

const LOOP_VARIABLES = ["count", "index", "hasNext", "isLast", "isFirst", "odd", "even"] as const;

function isOfItem(root: string, sections: readonly Section[]): boolean {
  return sections.some(
    ({ item }) =>
      item !== undefined && (root === item || LOOP_VARIABLES.some((name) => root === `${item}_${name}`)),
  );
}

/** `i_count` and its kind, for the items `i`. */
function writeLoopVariables(item: string): string {
  const values: Readonly<Record<(typeof LOOP_VARIABLES)[number], string>> = {
    count: "forloop.index",
    index: "forloop.index0",
    isLast: "forloop.last",
    isFirst: "forloop.first",
    hasNext: "not forloop.last",
    even: "forloop.index | modulo: 2 | minus: 1",
    odd: "forloop.index | modulo: 2",
  };
  return LOOP_VARIABLES.map((name) => `{% assign ${item}_${name} = ${values[name]} %}`).join("");
}

/** Text as it is, whatever Liquid would make of its braces. */
function writeText(text: string): string {
  return text.replaceAll(/\{(?=[{%]|$)/gu, "{% raw %}{{% endraw %}");
}

function writeLiteral(value: QuteLiteral): string {
  if (typeof value !== "string") return value === null ? "nil" : String(value);
  const quote = value.includes('"') ? "'" : '"';
  return `${quote}${value.replaceAll("\\", "\\\\")}${quote}`;
}
