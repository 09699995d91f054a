import { Environment, type ParseResult } from "@marcbachmann/cel-js";
import type { CelRule } from "./schema.ts";

/** What a rule may look at. `oldSelf` is absent when there is no earlier value to compare with. */
interface CelScope {
  readonly self: unknown;
  readonly oldSelf?: unknown;
}

export interface CompiledRule {
  readonly source: CelRule;
  /** True for transition rules, which are about a change. */
  readonly usesOldSelf: boolean;
  /** Answers why the rule refuses, or `undefined` when it holds. */
  readonly check: (scope: CelScope) => string | undefined;
}

const environment = new Environment({
  unlistedVariablesAreDyn: false,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
})
  .registerVariable("self", "dyn")
  .registerVariable("oldSelf", "dyn");

const compiledRules = new WeakMap<CelRule, CompiledRule>();

/** Compiles a rule once. Throws what the parser says when it cannot be read. */
export function compileRule(source: CelRule): CompiledRule {
  let compiled = compiledRules.get(source);
  if (compiled === undefined) {
    const evaluate = environment.parse(source.rule);
    const explain =
      source.messageExpression === undefined ? undefined : environment.parse(source.messageExpression);
    compiled = {
      source,
      usesOldSelf: /\boldSelf\b/u.test(source.rule),
      check: (scope) => checkRule(source, evaluate, explain, scope),
    };
    compiledRules.set(source, compiled);
  }
  return compiled;
}

function checkRule(
  source: CelRule,
  evaluate: ParseResult,
  explain: ParseResult | undefined,
  scope: CelScope,
): string | undefined {
  const said = (source.message ?? source.rule).trim();
  try {
    if (evaluate({ ...scope }) === true) return undefined;
  } catch (error) {
    return `${firstLine(error)} evaluating rule: ${said}`;
  }
  return explainRefusal(explain, scope) ?? source.message?.trim() ?? `failed rule: ${said}`;
}

/** What `messageExpression` says; nothing when it fails, so that `message` is used. */
function explainRefusal(explain: ParseResult | undefined, scope: CelScope): string | undefined {
  try {
    const text: unknown = explain?.({ ...scope });
    return typeof text === "string" && text.trim() !== "" ? text.trim() : undefined;
  } catch {
    return undefined;
  }
}

function firstLine(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return line;
}
