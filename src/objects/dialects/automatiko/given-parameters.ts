import { ok, refuse, type Result } from "../../../std/result.ts";
import { cutTo } from "../../characters.ts";
import type { CustomRun } from "../../run/custom-run.ts";
import { type ParameterError, quoteValue } from "../../parameters/parameter-error.ts";
import { PARAMETER_NAMES, type ParameterName, PARAMETERS } from "./parameters.ts";
import { isBlank } from "../../parameters/read-value.ts";
import { simplify, suggestName } from "../../../std/suggest-name.ts";
import { MEANT_PARAMETERS, NO_PARAMETERS } from "./neighbours.ts";

const BY_LOWER_CASE: ReadonlyMap<string, ParameterName> = new Map(
  PARAMETER_NAMES.map((name) => [name.toLowerCase(), name]),
);

const LONGEST_NAME = Math.max(...PARAMETER_NAMES.map(({ length }) => length));

/** Of an unknown name, in bytes as stored. */
const SHOWN_NAME = 50;

/** Each is described, so that all fit into one message; of more than these, how many there are. */
const DESCRIBED_NAMES = 5;

export interface GivenParameters {
  /**
   * Values as they stand in the run, by the product's spelling of the name, without blank ones that are as good as none; and of names that are not
   * known the values under those that were probably meant, so that all that is wrong is told at once.
   */
  readonly values: ReadonlyMap<ParameterName, unknown>;
  readonly errors: readonly ParameterError[];
  /** Of which nobody knows what counts, as of one that is given twice. */
  readonly unclear: ReadonlySet<ParameterName>;
}

interface Given {
  readonly name: string;
  readonly value: unknown;
  readonly place: "params" | "the embedded spec";
}

/**
 * Collects the parameters of a run from `params` and, for an embedded spec, from its keys. Names are matched without
 * regard to case, as Automatiko does and as Tekton keeps them unique (contract C20).
 */
export function collectParameters(run: CustomRun): GivenParameters {
  const embedded = readEmbeddedSpec(run);
  const params = readParams(run);
  const unreadable = [embedded, params].flatMap((read) => (read.ok ? [] : [read.error]));
  const found = new Map<ParameterName, Given>();
  const unknown: Given[] = [];
  const twice: ParameterError[] = [];
  for (const given of [...(params.ok ? params.value : []), ...(embedded.ok ? embedded.value : [])]) {
    const known = findKnown(given.name);
    const before = known === undefined ? undefined : found.get(known);
    if (known === undefined) unknown.push(given);
    else if (before === undefined) found.set(known, given);
    else twice.push(refuseTwice(known, before, given));
  }
  // What is not even described may mean anything.
  const isUnclear = unreadable.length > 0 || unknown.length > DESCRIBED_NAMES;
  const unclear = PARAMETER_NAMES.filter(
    (name) => isUnclear || twice.some(({ parameter }) => parameter === name),
  );
  const errors = [...unreadable, ...refuseUnknown(unknown, found), ...twice.slice(0, DESCRIBED_NAMES)];
  const values = [...found].map(([name, { value }]) => [name, value] as const);
  return {
    values: new Map(values.filter(([name, value]) => PARAMETERS[name].refusesBlank || !isBlank(value))),
    errors,
    unclear: new Set(unclear),
  };
}

/** A name that is longer than any is not even written in lower case. */
function findKnown(name: string): ParameterName | undefined {
  return name.length > LONGEST_NAME ? undefined : BY_LOWER_CASE.get(name.toLowerCase());
}

/** Without Tekton's webhook any JSON may stand there (contract C19). */
function readParams(run: CustomRun): Result<readonly Given[], ParameterError> {
  const params: unknown = run.spec?.params ?? [];
  const given = Array.isArray(params) ? params.map(readParam) : [undefined];
  const fault = given.indexOf(undefined);
  if (fault === -1) return ok(given.filter((param) => param !== undefined));
  const shown = Array.isArray(params) ? `Entry ${fault + 1} of params is` : "The params are";
  const message = `${shown} ${quoteValue(Array.isArray(params) ? params[fault] : params)}: give a list of names and values, like [{"name":"approvers","value":["ann"]}].`;
  return refuse({ parameter: "params", message });
}

function readParam(param: unknown): Given | undefined {
  if (typeof param !== "object" || param === null || !("name" in param)) return undefined;
  const { name } = param;
  const value = "value" in param ? param.value : undefined;
  return typeof name === "string" ? { name, value, place: "params" } : undefined;
}

/** A spec of `null` is what Tekton's webhook makes of an empty one (contract C13). */
function readEmbeddedSpec(run: CustomRun): Result<readonly Given[], ParameterError> {
  const { customRef, customSpec } = run.spec ?? {};
  const spec = customRef ? {} : (customSpec?.spec ?? {});
  if (typeof spec !== "object" || Array.isArray(spec)) {
    const message = `The embedded spec is ${quoteValue(spec)}: it must be an object whose keys are parameters.`;
    return refuse({ parameter: "spec", message });
  }
  return ok(
    Object.entries(spec).map(([name, value]): Given => ({ name, value, place: "the embedded spec" })),
  );
}

/**
 * Describes the first of those names, because looking for what was meant takes time and there may be 60,000, and counts the
 * others. What a name probably means is put among what was `found`.
 */
function refuseUnknown(
  unknown: readonly Given[],
  found: Map<ParameterName, Given>,
): readonly ParameterError[] {
  const errors: ParameterError[] = [];
  let isListed = false;
  for (const given of unknown.slice(0, DESCRIBED_NAMES)) {
    const meant = suggestName(given.name, PARAMETER_NAMES, MEANT_PARAMETERS);
    const advice = adviseName(given.name, meant !== undefined && found.has(meant), meant);
    errors.push(describeUnknown(given.name, advice ?? (isListed ? undefined : KNOWN_ONES)));
    isListed ||= advice === undefined;
    if (meant !== undefined && !found.has(meant)) found.set(meant, given);
  }
  const others = unknown.length - errors.length;
  if (others === 0) return errors;
  const are = others === 1 ? "One more of the params is" : `${others} more params are`;
  return [...errors, { parameter: "params", message: `${are} unknown.` }];
}

const KNOWN_ONES = `the known ones are ${PARAMETER_NAMES.join(", ")}`;

/** What to do about a name that is not known; `undefined`: nobody knows what it means. */
function adviseName(name: string, isGiven: boolean, meant: ParameterName | undefined): string | undefined {
  const field = name.length > LONGEST_NAME ? "" : simplify(name);
  if (Object.hasOwn(NO_PARAMETERS, field)) return NO_PARAMETERS[field];
  if (meant === undefined) return undefined;
  return isGiven ? `if you mean ${meant}, which is given too, give it once` : `did you mean ${meant}?`;
}

function describeUnknown(name: string, advice: string | undefined): ParameterError {
  const shown = cutTo(name, SHOWN_NAME);
  const end = advice === undefined ? "" : `: ${advice}`;
  const message = `Parameter ${quoteValue(shown)} is unknown${end}${end.endsWith("?") ? "" : "."}`;
  return { parameter: shown, message };
}

function refuseTwice(name: ParameterName, before: Given, again: Given): ParameterError {
  const places =
    before.place === again.place ? `twice in ${again.place}` : `in ${before.place} and in ${again.place}`;
  const spellings = before.name === again.name ? "" : `, as ${before.name} and as ${again.name}`;
  return { parameter: name, message: `Parameter ${name} is given ${places}${spellings}: give it once.` };
}
