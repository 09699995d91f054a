// Runs the cluster suites: on control planes of our own, one after the other, or on the cluster of KUBECONFIG.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseTektonVersion } from "../test/cluster/control-plane/go-modules.ts";
import { openGivenCluster, startOwnCluster } from "../test/cluster/open-cluster.ts";
import { describeReport, isGreen, readReport } from "../test/cluster/runner/report.ts";
import { SUITES } from "../test/cluster/runner/suites.ts";
import { testOneCluster } from "../test/cluster/runner/test-one-cluster.ts";

const REPORTS = join(import.meta.dirname, "../.cluster/reports");
const NEWEST = "1.15.0";
/** Each is a process of its own: the test runner takes a file only once. */
const CONTROL_PLANES = [
  ["--tekton", NEWEST],
  ["--tekton", NEWEST, "--no-webhook"],
  ["--tekton", "1.9.0"],
  ["--tekton", "1.0.0"],
];

const { values } = parseArgs({
  options: {
    tekton: { type: "string" },
    "no-webhook": { type: "boolean", default: false },
    suite: { type: "string", multiple: true },
  },
});
const given = process.env["KUBECONFIG"] ?? "";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

function reportFile(name: string): string {
  return join(REPORTS, `${name}.json`);
}

function chooseSuites(all: boolean): typeof SUITES {
  const unknown = values.suite?.filter((name) => !SUITES.some((suite) => suite.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(
      `There is no suite ${unknown.join(", ")}; there are ${SUITES.map(({ name }) => name).join(", ")}.`,
    );
  }
  return SUITES.filter(({ name, once }) => values.suite?.includes(name) ?? (all || !once));
}

async function testOne(): Promise<boolean> {
  const webhook = !values["no-webhook"];
  const version = parseTektonVersion(values.tekton ?? NEWEST);
  const report = (line: string): void => console.error(line);
  const found =
    given === ""
      ? await testOneCluster(
          () => startOwnCluster({ tekton: version, webhook, report }),
          chooseSuites(version === NEWEST && webhook),
          reportFile(`tekton-${version}${webhook ? "" : "-no-webhook"}`),
        )
      : await testOneCluster(() => openGivenCluster(given), chooseSuites(true), reportFile("given"));
  console.log(describeReport(found));
  return isGreen(found);
}

async function runAgain(options: readonly string[]): Promise<number | null> {
  const suites = values.suite?.flatMap((name) => ["--suite", name]) ?? [];
  console.log(`\n# ${options.join(" ")}`);
  const child = spawn(process.execPath, [import.meta.filename, ...options, ...suites], { stdio: "inherit" });
  const end = (): void => void child.kill();
  process.once("exit", end);
  const [code] = (await once(child, "exit")) as [number | null];
  process.off("exit", end);
  return code;
}

/** Runs this script once for each control plane and prints all counts together at the end. */
async function testAll(): Promise<boolean> {
  const summaries: string[] = [];
  let green = true;
  for (const options of CONTROL_PLANES) {
    const [, version = "", noWebhook] = options;
    const file = reportFile(`tekton-${version}${noWebhook === undefined ? "" : "-no-webhook"}`);
    rmSync(file, { force: true });
    green = (await runAgain(options)) === 0 && green;
    summaries.push(existsSync(file) ? describeReport(readReport(file)) : `${options.join(" ")}: ended early`);
  }
  console.log(["\n# All control planes", ...summaries].join("\n"));
  return green;
}

const single = given !== "" || values.tekton !== undefined || values["no-webhook"];
const green = single ? await testOne() : await testAll();
process.exit(green ? 0 : 1);
