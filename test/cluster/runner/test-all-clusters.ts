// Runs the suites on every cluster: each a process of its own, most of them two at a time, since most of a suite is waiting.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { buildBinaries } from "../control-plane/build-binaries.ts";
import { ETCD, KUBE, tektonModule, type TektonVersion } from "../control-plane/go-modules.ts";
import { type ClusterReport, describeReport, readReport, thatEnded } from "./report.ts";
import { chooseSuites, type ClusterKind } from "./suites.ts";

interface ClusterRun {
  /** Of its report, without the ending. */
  readonly name: string;
  readonly kind: ClusterKind;
  /** Of the command that tests it by itself. */
  readonly options: readonly string[];
  /** What it needs to be built. */
  readonly tekton?: TektonVersion;
  /** Those of its suites that it runs; all when absent. */
  readonly runs?: (suite: string) => boolean;
}

const EMBEDDED: ClusterRun = { name: "embedded", kind: "embedded", options: ["--embedded"] };
const NEWEST = onTekton("newest", "1.15.0");
/** They race, look at the clock, or start clusters of their own, and bear no other cluster beside theirs. */
const ALONE: readonly string[] = ["parts", "races", "restarts"];
const NEWEST_BESIDE: ClusterRun = { ...NEWEST, runs: (suite) => !ALONE.includes(suite) };
const NEWEST_ALONE: ClusterRun = {
  ...NEWEST,
  name: `${NEWEST.name}-alone`,
  runs: (suite) => ALONE.includes(suite),
};
const NO_WEBHOOK = onTekton("older", "1.15.0", "--no-webhook");
const [OLDER, OLDEST] = [onTekton("older", "1.9.0"), onTekton("older", "1.0.0")];

/** Two at a time, in this order. The embedded one is first: it needs no build and tells of mistakes at once. */
const SIDE_BY_SIDE: readonly ClusterRun[] = [EMBEDDED, NEWEST_BESIDE, NO_WEBHOOK, OLDER, OLDEST];

function onTekton(kind: ClusterKind, tekton: TektonVersion, ...more: readonly "--no-webhook"[]): ClusterRun {
  return {
    name: `tekton-${tekton}${more.join("").slice(1)}`,
    kind,
    options: ["--tekton", tekton, ...more],
    tekton,
  };
}

export interface AllClusters {
  /** The script that tests one cluster. */
  readonly script: string;
  /** The names of suites; all of them when absent. */
  readonly wanted?: readonly string[];
  readonly reportFile: (name: string) => string;
}

export interface AllClustersOutcome {
  readonly green: boolean;
  /** Of each run whose suites ended, in the order in which the page shows its clusters. */
  readonly reports: readonly ClusterReport[];
  readonly isWhole: boolean;
}

/** Prints what they say while they run, each line with its cluster's name, and all counts together at the end. */
export async function testAllClusters(all: AllClusters): Promise<AllClustersOutcome> {
  const hasSuites = (run: ClusterRun): boolean => suitesOf(run, all).length > 0;
  const sideBySide = SIDE_BY_SIDE.filter(hasSuites);
  const alone = [NEWEST_ALONE].filter(hasSuites);
  const runs = [...sideBySide, ...alone];
  for (const { name } of runs) rmSync(all.reportFile(name), { force: true });
  const built = buildInOrder();
  const codes: (number | null)[] = [];
  const runInTurn = async (turns: Iterable<ClusterRun>): Promise<void> => {
    for (const run of turns) {
      await built(run);
      codes.push(await runAlone(run, all));
    }
  };
  // Both take the next from the same list.
  const next = sideBySide.values();
  await Promise.all([runInTurn(next), runInTurn(next)]);
  await runInTurn(alone);
  const files = runs.map(({ name }) => all.reportFile(name));
  const reports = files.filter((file) => existsSync(file)).map(readReport);
  const missing = runs.filter(({ name }) => !existsSync(all.reportFile(name)));
  const told = [
    ...reports.map(describeReport),
    ...missing.map(({ options }) => `${options.join(" ")} ended before its suites did`),
  ];
  const outcomes = reports.flatMap((report) => report.outcomes);
  const count = (outcome: "passed" | "failed"): number => thatEnded(outcomes, outcome).length;
  console.log(`\n# All clusters\n${told.join("\n")}\n${count("passed")} passed, ${count("failed")} failed`);
  return { green: codes.every((code) => code === 0), reports, isWhole: missing.length === 0 };
}

/** Builds one after the other what is not in the cache, so that no two runs build the same; gives what waits for a run's. */
function buildInOrder(): (run: ClusterRun) => Promise<unknown> {
  const report = (line: string): void => console.error(line);
  let last: Promise<unknown> = buildBinaries(ETCD, report).then(() => buildBinaries(KUBE, report));
  const built = new Map<TektonVersion, Promise<unknown>>();
  for (const { tekton } of SIDE_BY_SIDE) {
    if (tekton === undefined || built.has(tekton)) continue;
    last = last.then(() => buildBinaries(tektonModule(tekton), report));
    // A run whose build failed starts all the same: it says why.
    built.set(
      tekton,
      last.catch(() => undefined),
    );
  }
  return async ({ tekton }) => tekton && (await built.get(tekton));
}

function suitesOf({ kind, runs = () => true }: ClusterRun, { wanted }: AllClusters): readonly string[] {
  return chooseSuites(kind, wanted)
    .map(({ name }) => name)
    .filter(runs);
}

async function runAlone(run: ClusterRun, all: AllClusters): Promise<number | null> {
  const { name, options } = run;
  const suites = suitesOf(run, all).flatMap((suite) => ["--suite", suite]);
  const args = [all.script, ...options, ...suites, "--report", name];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const end = (): void => void child.kill();
  process.once("exit", end);
  printLines(child.stdout, name);
  printLines(child.stderr, name);
  const [code] = (await once(child, "close")) as [number | null];
  process.off("exit", end);
  return code;
}

function printLines(stream: Readable, name: string): void {
  createInterface({ input: stream }).on("line", (line) => console.log(`${name}: ${line}`));
}
