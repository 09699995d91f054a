import type { CustomRun } from "../run/custom-run.ts";
import { AUTOMATIKO } from "./automatiko/automatiko.ts";
import type { Dialect } from "./dialect.ts";

const DIALECTS: readonly Dialect[] = [AUTOMATIKO];

/** Whose object an approval is, and whose words it has, whatever its run speaks. */
export const STORED_IN = AUTOMATIKO;

/**
 * The dialect in which a run asks for an approval: what it names in `customRef`, else in `customSpec` (contract C3).
 * `undefined`: it asks for none, and is somebody else's. Never throws, whatever the object looks like.
 */
function findDialect(run: Pick<CustomRun, "spec">): Dialect | undefined {
  const asked = run.spec?.customRef ?? run.spec?.customSpec;
  return DIALECTS.find(
    ({ resource: { group, version, kind } }) =>
      asked?.apiVersion === `${group}/${version}` && asked.kind === kind,
  );
}

/** The same of a run that is known to be ours. */
export function dialectOf(run: CustomRun): Dialect {
  const dialect = findDialect(run);
  if (dialect === undefined) throw new Error(`The run ${run.metadata.name} asks for no approval.`);
  return dialect;
}

export function isApprovalRun(run: Pick<CustomRun, "spec">): boolean {
  return findDialect(run) !== undefined;
}
