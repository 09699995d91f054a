import assert from "node:assert/strict";
import { test } from "node:test";

import { parseCpuMs, parseKb, readCpuMs, readMemory } from "./process-usage.ts";

const STAT = "4711 (node (main) 1) S 1 4711 4711 0 -1 4194304 9000 0 0 0 123 45 7 8 20 0 11 0 99 0 0";

test("CPU time is user and kernel mode together, whatever the process is called", () => {
  assert.equal(parseCpuMs(STAT), 1680);
});

test("memory is read by the exact name of its line", () => {
  const rollup = "Pss_Anon:    10 kB\nPss:         42 kB\nPss_File:    32 kB\n";
  assert.equal(parseKb(rollup, "Pss"), 42);
  assert.throws(() => parseKb(rollup, "VmRSS"), /nothing of VmRSS/u);
});

test("this process can be read", { skip: process.platform !== "linux" && "there is no /proc" }, () => {
  const { residentKb, peakKb } = readMemory(process.pid);
  assert.ok(residentKb > 10_000 && peakKb >= residentKb);
  assert.ok(readCpuMs(process.pid) > 0);
});
