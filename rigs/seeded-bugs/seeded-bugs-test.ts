// Shows that the tests can fail: puts one bug after the other into a copy of the tree, and sees whether they catch it.
import { parseArgs } from "node:util";
import { startOwnCluster } from "../../test/cluster/open-cluster.ts";
import { UNIT_BUGS } from "./unit-bugs.ts";
import { SUITE_BUGS } from "./suite-bugs.ts";
import type { Trial } from "./trial.ts";
import { trySuiteBugs } from "./try-suite-bugs.ts";
import { tryUnitBugs } from "./try-unit-bugs.ts";

const { values } = parseArgs({
  options: {
    /** The bugs that suites on clusters, with kubectl and with a browser must catch, instead of those of `npm test`. */
    suites: { type: "boolean", default: false },
    /** Of these, only those on these grounds: embedded, real or none. */
    on: { type: "string", multiple: true },
    /** Only bugs with this in their name. */
    only: { type: "string", default: "" },
    /** Of those of `npm test`, one in so many, taken evenly: of each list some. */
    "one-in": { type: "string", default: "1" },
    /** `npm test` has just passed: what bugs are caught by is not run without one first. */
    "tests-passed": { type: "boolean", default: false },
  },
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

function isWanted({ name }: { readonly name: string }): boolean {
  return name.includes(values.only);
}

async function tryUnits(): Promise<Trial> {
  const oneIn = Number(values["one-in"]);
  if (!Number.isInteger(oneIn) || oneIn < 1)
    throw new Error(`--one-in is ${values["one-in"]}; give 1 or more.`);
  const bugs = UNIT_BUGS.filter(isWanted).filter((_, index) => index % oneIn === 0);
  return await tryUnitBugs(bugs, { testsPassed: values["tests-passed"] });
}

async function trySuites(): Promise<Trial> {
  const bugs = SUITE_BUGS.filter((bug) => isWanted(bug) && (values.on ?? [bug.on]).includes(bug.on));
  const needsReal = bugs.some(({ on }) => on === "real");
  const real = needsReal
    ? await startOwnCluster({ tekton: "1.15.0", webhook: true, report: (line) => console.error(line) })
    : undefined;
  try {
    const trial = trySuiteBugs(bugs, real);
    return await (real === undefined ? trial : Promise.race([trial, real.failed]));
  } finally {
    await real?.close();
  }
}

const { caught, missed } = await (values.suites ? trySuites() : tryUnits());
console.log(`${caught} passed, ${missed} failed`);
process.exit(missed === 0 && caught > 0 ? 0 : 1);
