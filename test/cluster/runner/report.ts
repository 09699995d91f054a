import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { TestOutcome } from "./run-suites.ts";

/** What one run of suites on one cluster came to. */
export interface ClusterReport {
  readonly cluster: string;
  readonly seconds: { readonly start: number; readonly total: number };
  readonly outcomes: readonly TestOutcome[];
}

export function writeReport(file: string, report: ClusterReport): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

export function readReport(file: string): ClusterReport {
  return JSON.parse(readFileSync(file, "utf8")) as ClusterReport;
}

/** Those of the tests that ended so. */
export function thatEnded(
  outcomes: readonly TestOutcome[],
  outcome: TestOutcome["outcome"],
): readonly TestOutcome[] {
  return outcomes.filter((test) => test.outcome === outcome);
}

function describeCounts(outcomes: readonly TestOutcome[]): string {
  return (["passed", "failed", "skipped"] as const)
    .map((outcome) => `${thatEnded(outcomes, outcome).length} ${outcome}`)
    .join(", ");
}

/** One line for each suite, one for the whole, one for each test that was skipped, and what failed, with its message. */
export function describeReport({ cluster, seconds, outcomes }: ClusterReport): string {
  const suites = [...new Set(outcomes.map(({ suite }) => suite))];
  const lines = suites.map((suite) => {
    const own = outcomes.filter((test) => test.suite === suite);
    return `  ${suite}: ${describeCounts(own)}`;
  });
  const reasons = (["skipped", "failed"] as const).flatMap((outcome) =>
    thatEnded(outcomes, outcome).map(
      ({ suite, name, reason = "" }) => `  ${outcome}: ${suite}: ${name}: ${indent(reason)}`,
    ),
  );
  const times = `ready after ${seconds.start.toFixed(1)} s, ${seconds.total.toFixed(0)} s in all`;
  return [`${cluster}: ${describeCounts(outcomes)} (${times})`, ...lines, ...reasons].join("\n");
}

function indent(text: string): string {
  return text.trim().replaceAll("\n", "\n    ");
}

/** Nothing failed, and something was run. */
export function isGreen({ outcomes }: ClusterReport): boolean {
  return thatEnded(outcomes, "failed").length === 0 && thatEnded(outcomes, "passed").length > 0;
}
