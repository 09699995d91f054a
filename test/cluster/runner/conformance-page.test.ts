import assert from "node:assert/strict";
import { test } from "node:test";
import { SCENARIOS, writeConformancePage } from "./conformance-page.ts";
import type { ClusterReport } from "./report.ts";
import type { TestOutcome } from "./run-suites.ts";

function outcome(name: string, changes: Partial<TestOutcome> = {}): TestOutcome {
  return { suite: "conformance", name, outcome: "passed", ...changes };
}

function report(cluster: string, outcomes: readonly TestOutcome[]): ClusterReport {
  return { cluster, seconds: { start: 1, total: 2 }, outcomes };
}

const PAGE = writeConformancePage([
  report("one", [
    outcome("Scenario 7: stays | approved"),
    outcome("Scenario 7: stays, timed out", { outcome: "failed", reason: "it did not" }),
    outcome("Scenario 8: closes"),
    outcome("a smoke", { suite: "smoke" }),
  ]),
  report("two", [
    outcome("Scenario 7: stays | approved", { outcome: "skipped", reason: "no webhook" }),
    outcome("Scenario 8: closes"),
  ]),
  report("two", [outcome("a race", { suite: "races" })]),
]);
const ROWS = PAGE.split("\n").filter((line) => line.startsWith("| "));

test("each scenario has one row, with its tests' titles and a cell for each cluster", () => {
  assert.equal(ROWS.length, 2 + SCENARIOS + 1);
  assert.ok(
    ROWS.includes(
      String.raw`| 7 | stays \| approved<br>stays, timed out | 1 passed, **1 failed** | 1 skipped (no webhook) |`,
    ),
    PAGE,
  );
  assert.ok(ROWS.includes("| 8 | closes | 1 passed | 1 passed |"));
});

test("a scenario that did not run is seen", () => {
  assert.ok(ROWS.includes("| 9 |  | – | – |"));
});

test("a scenario beyond the last row is an error, not left out", () => {
  const more = [report("one", [outcome(`Scenario ${SCENARIOS + 1}: more`)])];
  assert.throws(() => writeConformancePage(more), /there is a scenario/u);
});

test("the last row counts the whole suite, and no other", () => {
  assert.equal(ROWS.at(-1), "|  | all | 2 passed, **1 failed** | 1 passed, 1 skipped (no webhook) |");
});
