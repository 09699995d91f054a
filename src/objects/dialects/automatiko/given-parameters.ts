import { ok, refuse, type Result } from "../../../std/result.ts";
import { cutTo } from "../../characters.ts";
import type { CustomRun } from "../../run/custom-run.ts";
import { type ParameterError, quoteValue } from "../../parameters/parameter-error.ts";
import { PARAMETER_NAMES, type ParameterName } from "./parameters.ts";
import { suggestName } from "../../../std/suggest-name.ts";

const BY_LOWER_CASE: ReadonlyMap<string, ParameterName> = new Map(
  PARAMETER_NAMES.map((name) => [name.toLowerCase(), name]),
);

const LONGEST_NAME = Math.max(...PARAMETER_NAMES.map(({ length }) => length));

/** Of an unknown name, in bytes as stored. */
const SHOWN_NAME = 50;

/** Each is described, so that all fit into one message; of more than these, how many there are. */
const DESCRIBED_NAMES = 5;

/** Values as they stand in the run, by the product's spelling of the name. */
export type GivenParameters = ReadonlyMap<ParameterName, unknown>;

interface Given {
  readonly name: string;
  readonly value: unknown;
  readonly place: "params" | "the embedded spec";
}

/**
 * Collects the parameters of a run from `params` and, for an embedded spec, from its keys. Names are matched without
 * regard to case, as Automatiko does and as Tekton keeps them unique (contract C20).
 */
export function collectParameters(run: CustomRun): Result<GivenParameters, readonly ParameterError[]> {
  const embedded = readEmbeddedSpec(run);
  const params = readParams(run);
  if (!embedded.ok) return refuse([embedded.error]);
  if (!params.ok) return refuse([params.error]);
  const refused: Refused[] = [];
  const found = new Map<ParameterName, Given>();
  for (const given of [...params.value, ...embedded.value]) {
    const known = findKnown(given.name);
    const before = known === undefined ? undefined : found.get(known);
    if (known === undefined) refused.push(() => refuseUnknown(given.name));
    else if (before !== undefined) refused.push(() => refuseTwice(known, before, given));
    else found.set(known, given);
  }
  if (refused.length > 0) return refuse(describeRefused(refused));
  return ok(new Map(found.entries().map(([name, { value }]) => [name, value])));
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

/** Describes a name that is not valid: looking for what was meant takes time, and there may be 60,000. */
type Refused = () => ParameterError;

function describeRefused(refused: readonly Refused[]): readonly ParameterError[] {
  const described = refused.slice(0, DESCRIBED_NAMES).map((describe) => describe());
  const others = refused.length - described.length;
  if (others === 0) return described;
  const are = others === 1 ? "One more param is" : `${others} more params are`;
  return [...described, { parameter: "params", message: `${are} unknown or given twice.` }];
}

function refuseUnknown(name: string): ParameterError {
  const suggestion = suggestName(name, PARAMETER_NAMES);
  const advice =
    suggestion === undefined
      ? `the known ones are ${PARAMETER_NAMES.join(", ")}`
      : `did you mean ${suggestion}?`;
  const shown = cutTo(name, SHOWN_NAME);
  return {
    parameter: shown,
    message: `Parameter ${quoteValue(shown)} is unknown: ${advice}${advice.endsWith("?") ? "" : "."}`,
  };
}

function refuseTwice(name: ParameterName, before: Given, again: Given): ParameterError {
  const places =
    before.place === again.place ? `twice in ${again.place}` : `in ${before.place} and in ${again.place}`;
  const spellings = before.name === again.name ? "" : `, as ${before.name} and as ${again.name}`;
  return { parameter: name, message: `Parameter ${name} is given ${places}${spellings}: give it once.` };
}
