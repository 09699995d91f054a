import { refuse, type Result } from "../../std/result.ts";
import type { ParameterError } from "../parameters/parameter-error.ts";
import type { CustomRun } from "../run/custom-run.ts";
import { AUTOMATIKO } from "./automatiko/automatiko.ts";
import type { ApprovalParameters, Dialect } from "./dialect.ts";
import { describeMisnaming, judgeNaming, type Naming } from "./naming.ts";

const DIALECTS: readonly Dialect[] = [AUTOMATIKO];

/** Whose object an approval is, and whose words it has, whatever its run speaks. */
export const STORED_IN = AUTOMATIKO;

type Asking = Pick<CustomRun, "spec">;

/**
 * What a run is to us, by what it names in `customRef`, else in `customSpec` (contract C3). `undefined`: it names none of
 * our groups, and is somebody else's. Never throws, whatever the object looks like.
 */
function findNaming(run: Asking): (Naming & { readonly dialect: Dialect }) | undefined {
  const named = run.spec?.customRef ?? run.spec?.customSpec;
  for (const dialect of DIALECTS) {
    const naming = judgeNaming(dialect, named);
    if (naming !== undefined) return { ...naming, dialect };
  }
  return undefined;
}

function findDialect(run: Asking): Dialect | undefined {
  const naming = findNaming(run);
  return naming === undefined || naming.standing === "unknown" ? undefined : naming.dialect;
}

/** The dialect of a run that is known to be ours. */
export function dialectOf(run: CustomRun): Dialect {
  const dialect = findDialect(run);
  if (dialect === undefined) throw new Error(`The run ${run.metadata.name} asks for no approval.`);
  return dialect;
}

/** Also true of a run that can mean nothing else, though what it names is not served: that one is ended. */
export function isApprovalRun(run: Asking): boolean {
  return findDialect(run) !== undefined;
}

/** What a run of ours asks for. All that is wrong is reported together, what it names first. */
export function readApprovalParameters(
  run: CustomRun,
): Result<ApprovalParameters, readonly ParameterError[]> {
  const naming = findNaming(run);
  const parameters = dialectOf(run).readParameters(run);
  if (naming?.standing !== "misnamed") return parameters;
  const misnamed = { parameter: "taskRef", message: describeMisnaming(naming) };
  return refuse([misnamed, ...(parameters.ok ? [] : parameters.error)]);
}

/**
 * A sentence about a run that names our group and a kind or version of it that is not known here: perhaps misspelt, perhaps
 * another controller's. `undefined` for every other run.
 */
export function findUnknownNaming(run: Asking): string | undefined {
  const naming = findNaming(run);
  return naming?.standing === "unknown" ? describeMisnaming(naming) : undefined;
}
