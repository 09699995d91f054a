// Runs the cluster suites: on control planes of our own, most of them two at a time, or on the cluster of KUBECONFIG.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildForSuites } from "../rigs/image-program.ts";
import { parseTektonVersion } from "../test/cluster/control-plane/go-modules.ts";
import { startEmbeddedCluster } from "../test/cluster/open-embedded-cluster.ts";
import { startOwnCluster } from "../test/cluster/open-cluster.ts";
import { openGivenCluster } from "../test/cluster/open-given-cluster.ts";
import { writeConformancePage } from "../test/cluster/runner/conformance-page.ts";
import { type ClusterReport, describeReport, isGreen } from "../test/cluster/runner/report.ts";
import { chooseSuites } from "../test/cluster/runner/suites.ts";
import { testAllClusters } from "../test/cluster/runner/test-all-clusters.ts";
import { testOneCluster } from "../test/cluster/runner/test-one-cluster.ts";

const REPORTS = join(import.meta.dirname, "../.cluster/reports");
const CONFORMANCE_PAGE = join(import.meta.dirname, "../docs/reference/conformance.md");
const NEWEST = "1.15.0";

const { values } = parseArgs({
  options: {
    embedded: { type: "boolean", default: false },
    tekton: { type: "string" },
    "no-webhook": { type: "boolean", default: false },
    suite: { type: "string", multiple: true },
    /** What its report is named by, of runs on one cluster. */
    report: { type: "string" },
  },
});
const given = process.env["KUBECONFIG"] ?? "";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

function reportFile(name: string): string {
  return join(REPORTS, `${values.report ?? name}.json`);
}

function printProgress(line: string): void {
  console.error(line);
}

async function testOne(): Promise<boolean> {
  const report = await chooseCluster();
  console.log(describeReport(report));
  return isGreen(report);
}

async function chooseCluster(): Promise<ClusterReport> {
  if (given !== "") {
    return await testOneCluster(
      () => openGivenCluster(given),
      chooseSuites("given", values.suite),
      reportFile("given"),
    );
  }
  if (values.embedded) {
    return await testOneCluster(
      () => startEmbeddedCluster(),
      chooseSuites("embedded", values.suite),
      reportFile("embedded"),
    );
  }
  const webhook = !values["no-webhook"];
  const tekton = parseTektonVersion(values.tekton ?? NEWEST);
  return await testOneCluster(
    () => startOwnCluster({ tekton, webhook, report: printProgress }),
    chooseSuites(tekton === NEWEST && webhook ? "newest" : "older", values.suite),
    reportFile(`tekton-${tekton}${webhook ? "" : "-no-webhook"}`),
  );
}

async function testAll(): Promise<boolean> {
  const { green, reports, isWhole } = await testAllClusters({
    script: import.meta.filename,
    ...(values.suite && { wanted: values.suite }),
    reportFile,
  });
  if (values.suite === undefined && isWhole) writeFileSync(CONFORMANCE_PAGE, writeConformancePage(reports));
  return green;
}

async function run(): Promise<boolean> {
  const asksForOne = values.embedded || values.tekton !== undefined || values["no-webhook"];
  if (given !== "" && asksForOne) {
    throw new Error(
      "KUBECONFIG names a cluster, and the flags name another: unset KUBECONFIG, or give no flags.",
    );
  }
  buildForSuites();
  return given !== "" || asksForOne ? await testOne() : await testAll();
}

const green = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return false;
});
process.exit(green ? 0 : 1);
