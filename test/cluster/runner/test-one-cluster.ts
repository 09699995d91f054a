import { join } from "node:path";
import type { OpenCluster } from "../open-cluster.ts";
import { type ClusterReport, isGreen, writeReport } from "./report.ts";
import { runSuites } from "./run-suites.ts";
import type { Suite } from "./suites.ts";

const ROOT = join(import.meta.dirname, "../../..");

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

/** Opens the cluster, runs the suites on it, and closes it whatever happens. Keeps the logs when a test failed. */
export async function testOneCluster(
  open: () => Promise<OpenCluster>,
  suites: readonly Suite[],
  reportFile: string,
): Promise<ClusterReport> {
  const started = performance.now();
  const cluster = await open();
  const start = secondsSince(started);
  let green = false;
  try {
    const outcomes = await runSuites(suites, cluster);
    const report = { cluster: cluster.name, seconds: { start, total: secondsSince(started) }, outcomes };
    writeReport(reportFile, report);
    green = isGreen(report);
    return report;
  } finally {
    if (!green && cluster.saveLogs !== undefined) {
      const logs = join(ROOT, ".cluster", "logs", cluster.name.replaceAll(" ", "-"));
      cluster.saveLogs(logs);
      console.error(`The logs of the control plane are in ${logs}`);
    }
    await cluster.close();
  }
}
