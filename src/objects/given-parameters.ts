import { ok, refuse, type Result } from "../std/result.ts";
import type { CustomRun } from "./custom-run.ts";
import { type ParameterError, quoteValue } from "./parameter-error.ts";
import { suggestName } from "./suggest-name.ts";

/** All parameters there are, in the order of the reference. */
export const PARAMETERS = [
  "pipeline",
  "title",
  "description",
  "approvers",
  "groups",
  "strategy",
  "approvalsRequired",
  "onReject",
  "notifyOnSlack",
  "notifyOnTeams",
] as const;

export type ParameterName = (typeof PARAMETERS)[number];

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
  if (!embedded.ok) return refuse([embedded.error]);
  const params = (run.spec?.params ?? []).map(({ name, value }): Given => ({ name, value, place: "params" }));

  const errors: ParameterError[] = [];
  const found = new Map<ParameterName, Given>();
  for (const given of [...params, ...embedded.value]) {
    const known = PARAMETERS.find((name) => name.toLowerCase() === given.name.toLowerCase());
    const before = known === undefined ? undefined : found.get(known);
    if (known === undefined) errors.push(refuseUnknown(given.name));
    else if (before !== undefined) errors.push(refuseTwice(known, before, given));
    else found.set(known, given);
  }
  if (errors.length > 0) return refuse(errors);
  return ok(new Map(found.entries().map(([name, { value }]) => [name, value])));
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

function refuseUnknown(name: string): ParameterError {
  const suggestion = suggestName(name, PARAMETERS);
  const advice =
    suggestion === undefined ? `the known ones are ${PARAMETERS.join(", ")}` : `did you mean ${suggestion}?`;
  return {
    parameter: name,
    message: `Parameter ${quoteValue(name)} is unknown: ${advice}${advice.endsWith("?") ? "" : "."}`,
  };
}

function refuseTwice(name: ParameterName, before: Given, again: Given): ParameterError {
  const places =
    before.place === again.place ? `twice in ${again.place}` : `in ${before.place} and in ${again.place}`;
  const spellings = before.name === again.name ? "" : `, as ${before.name} and as ${again.name}`;
  return { parameter: name, message: `Parameter ${name} is given ${places}${spellings}: give it once.` };
}
