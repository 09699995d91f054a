import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { Figure } from "./figure.ts";
import { writePerformancePage } from "./performance-page.ts";
import type { SectionName } from "./sections.ts";

const MONDAY = { cluster: "a cluster", machine: "2 cores", node: "24.1.0", date: "2026-11-23" };
const TUESDAY = { ...MONDAY, machine: "4 cores", date: "2026-11-24" };

function figureOf(what: string): Figure {
  const goal = { atMost: 2 };
  return { what, value: 1, unit: "×", range: { min: 1, max: 1 }, goal, detail: "" };
}

function measure(...names: readonly SectionName[]): ReadonlyMap<SectionName, readonly Figure[]> {
  return new Map(names.map((name) => [name, [figureOf(`${name} of it`)]]));
}

test("each part has a section with its figures and its day, in the order of the parts", () => {
  const page = writePerformancePage("", measure("inbox", "rate"), MONDAY);
  assert.deepEqual(page.match(/^## .*|^Measured.*|^\| \w+ of it/gmu), [
    "## How many a second",
    "Measured on 2026-11-23: a cluster; 2 cores; Node 24.1.0.",
    "| rate of it",
    "## The inbox",
    "Measured on 2026-11-23: a cluster; 2 cores; Node 24.1.0.",
    "| inbox of it",
  ]);
});

test("a part that is measured again leaves the others with their own day", () => {
  const before = writePerformancePage("", measure("rate", "inbox"), MONDAY);
  const after = writePerformancePage(before, measure("inbox", "mail"), TUESDAY);
  assert.deepEqual(after.match(/^## .*|^Measured on [\d-]+/gmu), [
    "## How many a second",
    "Measured on 2026-11-23",
    "## The inbox",
    "Measured on 2026-11-24",
    "## Mail",
    "Measured on 2026-11-24",
  ]);
});

test("the page that is there is kept to the letter where nothing was measured", () => {
  const page = readFileSync(join(import.meta.dirname, "../docs/reference/performance.md"), "utf8");
  assert.equal(writePerformancePage(page, measure(), TUESDAY), page);
});
