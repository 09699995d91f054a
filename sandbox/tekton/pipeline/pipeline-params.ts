import { refuse, ok, type Result } from "../../../src/std/result.ts";
import {
  isList,
  typeOfParam,
  typeOfValue,
  type Param,
  type ParamSpec,
  type ParamValue,
} from "../objects/param-value.ts";
import { mergeReplacements, replacementsOf, type Replacements } from "../variables/replacements.ts";
import { parseResultReference, variablesIn, variablesInValue } from "../variables/result-reference.ts";
import { substituteValue } from "../variables/substitute.ts";

/** Why parameters do not fit, with Tekton's reason for a PipelineRun. */
export interface ParamsRefusal {
  readonly reason: "ParameterMissing" | "ParameterTypeMismatch" | "ObjectParameterMissKeys";
  /** As Go writes a list: `[a b]`. */
  readonly names: string;
}

/** Checks what is given against what is declared. More may be given than is declared. */
export function checkParams(
  declared: readonly ParamSpec[],
  given: readonly Param[],
): ParamsRefusal | undefined {
  const values = new Map(given.map(({ name, value }) => [name, value]));
  const missing = declared.filter((spec) => spec.default === undefined && !values.has(spec.name));
  if (missing.length > 0) {
    return { reason: "ParameterMissing", names: namesOf(missing) };
  }
  const mismatched = declared.filter((spec) => {
    const value = values.get(spec.name);
    return value !== undefined && typeOfValue(value) !== typeOfParam(spec);
  });
  if (mismatched.length > 0) {
    return { reason: "ParameterTypeMismatch", names: namesOf(mismatched) };
  }
  const incomplete = declared.filter((spec) => missingKeys(spec, values.get(spec.name)).length > 0);
  if (incomplete.length > 0) {
    return { reason: "ObjectParameterMissKeys", names: namesOf(incomplete) };
  }
  return undefined;
}

function namesOf(specs: readonly ParamSpec[]): string {
  return `[${specs.map(({ name }) => name).join(" ")}]`;
}

/** Keys that the declaration asks for and neither the default nor the value has. */
function missingKeys(spec: ParamSpec, value: ParamValue | undefined): readonly string[] {
  if (typeOfParam(spec) !== "object") return [];
  const present = new Set([...keysOf(spec.default), ...keysOf(value)]);
  return Object.keys(spec.properties ?? {}).filter((key) => !present.has(key));
}

function keysOf(value: ParamValue | undefined): readonly string[] {
  return value === undefined || typeof value === "string" || isList(value) ? [] : Object.keys(value);
}

/** A parameter's value: what is given, else the default; the keys of a default object stay beside those given. */
function valueOf(spec: ParamSpec, given: ParamValue | undefined): ParamValue | undefined {
  if (given === undefined || spec.default === undefined) return given ?? spec.default;
  const isObject = typeOfValue(given) === "object" && typeOfValue(spec.default) === "object";
  return isObject ? { ...(spec.default as object), ...(given as object) } : given;
}

/**
 * The variables `params.*`: values given, and defaults, which may refer to other parameters (Tekton 1.12 and later).
 * Refused when a default refers to a parameter that is not there, or to itself.
 */
export function resolveParams(
  declared: readonly ParamSpec[],
  given: readonly Param[],
): Result<Replacements, string> {
  const values = new Map(given.map(({ name, value }) => [name, value]));
  let known = replacementsOf("params", given);
  let waiting = declared.filter(({ name, default: fallback }) => fallback !== undefined || values.has(name));
  while (waiting.length > 0) {
    const ready = waiting.filter((spec) => values.has(spec.name) || isResolvable(spec, known));
    if (ready.length === 0) {
      const names = waiting.map(({ name }) => name).join(", ");
      return refuse(`the default of ${names} refers to a parameter that is not there, or to itself`);
    }
    const resolved = ready.flatMap((spec) => resolveOne(spec, values.get(spec.name), known));
    known = mergeReplacements(known, replacementsOf("params", resolved));
    waiting = waiting.filter((spec) => !ready.includes(spec));
  }
  return ok(known);
}

function isResolvable(spec: ParamSpec, known: Replacements): boolean {
  return variablesInValue(spec.default ?? "")
    .filter((variable) => variable.startsWith("params."))
    .every((variable) => known.texts.has(variable) || known.lists.has(variable.replace(/\[\*\]$/u, "")));
}

function resolveOne(spec: ParamSpec, given: ParamValue | undefined, known: Replacements): readonly Param[] {
  const value = valueOf(spec, given);
  if (value === undefined) return [];
  return [{ name: spec.name, value: given === undefined ? substituteValue(value, known) : value }];
}

/** The first reference to a result in parameters of a PipelineRun, where there are none yet. */
export function findResultReference(params: readonly Param[]): string | undefined {
  return params
    .flatMap(({ value }) => (typeof value === "string" ? variablesIn(value) : variablesInValue(value)))
    .find((variable) => parseResultReference(variable) !== undefined);
}
