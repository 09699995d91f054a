// Runs the suites on every cluster: each a process of its own, most of them two at a time, since most of a suite is waiting.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { buildBinaries } from "../control-plane/build-binaries.ts";
import { ETCD, KUBE, tektonModule, type TektonVersion } from "../control-plane/go-modules.ts";
import { type ClusterReport, describeReport, readReport, thatEnded } from "./report.ts";

interface ClusterRun {
  /** Of its report, without the ending. */
  readonly name: string;
  /** Of the command that tests it alone. */
  readonly options: readonly string[];
  /** What it needs to be built. */
  readonly tekton?: TektonVersion;
}

const EMBEDDED: ClusterRun = { name: "embedded", options: ["--embedded"] };
const NEWEST = onTekton("1.15.0");
const NO_WEBHOOK = onTekton("1.15.0", "--no-webhook");
const [OLDER, OLDEST] = [onTekton("1.9.0"), onTekton("1.0.0")];

/** As the page shows them. */
const RUNS: readonly ClusterRun[] = [EMBEDDED, NEWEST, NO_WEBHOOK, OLDER, OLDEST];

/**
 * What is in a lane runs one after the other. The embedded one is first: it needs no build and tells of mistakes at once.
 * The newest is alone at the end: its suites race, and look at the clock.
 */
const LANES: readonly (readonly ClusterRun[])[] = [
  [EMBEDDED, OLDER],
  [NO_WEBHOOK, OLDEST],
];

function onTekton(tekton: TektonVersion, ...more: readonly "--no-webhook"[]): ClusterRun {
  return {
    name: `tekton-${tekton}${more.join("").slice(1)}`,
    options: ["--tekton", tekton, ...more],
    tekton,
  };
}

export interface AllClusters {
  /** The script that tests one cluster, and what it is told beside the cluster. */
  readonly script: string;
  readonly more: readonly string[];
  readonly reportFile: (name: string) => string;
}

export interface AllClustersOutcome {
  readonly green: boolean;
  /** In the order of the page; of each cluster whose suites ended. */
  readonly reports: readonly ClusterReport[];
  readonly isWhole: boolean;
}

/** Prints what they say while they run, each line with its cluster's name, and all counts together at the end. */
export async function testAllClusters(all: AllClusters): Promise<AllClustersOutcome> {
  for (const { name } of RUNS) rmSync(all.reportFile(name), { force: true });
  const built = buildInOrder();
  const runLane = async (lane: readonly ClusterRun[]): Promise<readonly (number | null)[]> => {
    const ended: (number | null)[] = [];
    for (const run of lane) {
      await built(run);
      ended.push(await runAlone(run, all));
    }
    return ended;
  };
  const codes = [...(await Promise.all(LANES.map(runLane))), await runLane([NEWEST])];
  const files = RUNS.map(({ name }) => all.reportFile(name));
  const reports = files.filter((file) => existsSync(file)).map(readReport);
  const missing = RUNS.filter(({ name }) => !existsSync(all.reportFile(name)));
  const told = [
    ...reports.map(describeReport),
    ...missing.map(({ options }) => `${options.join(" ")} ended before its suites did`),
  ];
  const outcomes = reports.flatMap((report) => report.outcomes);
  const count = (outcome: "passed" | "failed"): number => thatEnded(outcomes, outcome).length;
  console.log(`\n# All clusters\n${told.join("\n")}\n${count("passed")} passed, ${count("failed")} failed`);
  return { green: codes.flat().every((code) => code === 0), reports, isWhole: missing.length === 0 };
}

/** Builds one after the other what is not in the cache, so that no two runs build the same; gives what waits for a run's. */
function buildInOrder(): (run: ClusterRun) => Promise<unknown> {
  const report = (line: string): void => console.error(line);
  let last: Promise<unknown> = buildBinaries(ETCD, report).then(() => buildBinaries(KUBE, report));
  const built = new Map<TektonVersion, Promise<unknown>>();
  for (const { tekton } of [NO_WEBHOOK, OLDER, OLDEST]) {
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

async function runAlone(
  { name, options }: ClusterRun,
  { script, more }: AllClusters,
): Promise<number | null> {
  const child = spawn(process.execPath, [script, ...options, ...more], { stdio: ["ignore", "pipe", "pipe"] });
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
