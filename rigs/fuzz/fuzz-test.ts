// The whole product, in a process of its own on the embedded cluster, under hostile requests and hostile objects.
//   --seed N        the same cases again; a seed of its own, which is printed, when absent
//   --only PART     requests, objects, or kept: the cases that failed once; all of it when absent
//   --requests N    how many at least; 20,000 when absent
//   --objects N     how many at least; 5,000 when absent
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { Checks } from "./checks.ts";
import { KeptCases } from "./kept-cases.ts";
import { ObjectFuzz } from "./objects/fuzz-objects.ts";
import type { ObjectCase } from "./objects/object-case.ts";
import { People } from "./objects/people.ts";
import { WatchedProduct } from "./product/watched-product.ts";
import { RequestFuzz } from "./requests/fuzz-requests.ts";
import type { RequestCase } from "./requests/request-case.ts";
import { FuzzCluster } from "./world/fuzz-cluster.ts";

const LONGEST_SILENCE_MS = 250;
/** Approvals that wait from the beginning. */
const WAITING = 5;
/** So long what a restart sets off may take to begin. */
const RESTART_MS = 3_000;
/** How often one object may be tried after a restart: so often does a backoff from 5 ms on come round in `RESTART_MS`. */
const MOST_AFTER_RESTART = 10;

const { values: options } = parseArgs({
  options: {
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
    only: { type: "string" },
    requests: { type: "string", default: "20000" },
    objects: { type: "string", default: "5000" },
  },
});
const seed = Number(options.seed);
const isKept = options.only === "kept";
const checks = new Checks();
const folder = mkdtempSync(join(tmpdir(), "countersign-fuzz-"));
const cluster = await FuzzCluster.start(folder);
const product = await WatchedProduct.prepare(folder, cluster.kubeconfig);
const startedMs = performance.now();

console.log(`seed ${seed}`);
try {
  await product.start();
  if (options.only !== "objects") await fuzzRequests();
  if (options.only !== "requests") await fuzzObjects();
  checkPulse();
} catch (error) {
  checks.fail("it could not go on", error instanceof Error ? error.message : String(error));
  checkPulse();
} finally {
  await product.stop();
  await cluster.stop();
  rmSync(folder, { recursive: true });
}
checks.report();
process.exitCode = checks.hasFailed ? 1 : 0;

async function fuzzRequests(): Promise<void> {
  const kept = new KeptCases<RequestCase>("requests");
  const requests = isKept ? 0 : Number(options.requests);
  const keep = (failed: RequestCase): void => kept.keep(failed);
  const fuzz = new RequestFuzz({ cluster, product, checks, seed, requests, kept: kept.all(), keep });
  await fuzz.play();
  tell(fuzz.describe());
}

async function fuzzObjects(): Promise<void> {
  const kept = new KeptCases<ObjectCase>("objects");
  const objects = isKept ? 0 : Number(options.objects);
  const keep = (failed: ObjectCase): void => kept.keep(failed);
  const people = new People({ cluster, product, checks });
  const fuzz = new ObjectFuzz({ cluster, product, checks, seed, objects, kept: kept.all(), keep });
  for (let number = 0; number < WAITING; number += 1) await people.open();
  await Promise.all([fuzz.arrive().finally(() => people.rest()), people.work()]);
  tell(fuzz.describe());
  await fuzz.settle();
  tell("every run has been looked at");
  await restart();
  await fuzz.cancelAll();
  tell("every run was cancelled");
  await fuzz.checkWrites();
  await people.finish();
  tell(people.describe());
}

/** As after a crash, with all that the objects left behind: it gets ready, and there is nothing to write. */
async function restart(): Promise<void> {
  checkPulse();
  const counts = cluster.writes.begin();
  await product.stop();
  await product.start();
  await sleep(RESTART_MS);
  const busy = counts.busierThan(MOST_AFTER_RESTART);
  checks.check(busy.length === 0, "a restart writes what was written", JSON.stringify(busy.slice(0, 3)));
  tell(`restarted, ${counts.total} writes`);
}

/** It lives, and was never silent for long since it was started. */
function checkPulse(): void {
  checks.check(product.isRunning, "the product is gone", product.log.slice(-2_000));
  const silences = product.silences.toSorted((a, b) => b.busyMs - a.busyMs).slice(0, 3);
  for (const { busyMs, silentMs, endedMs } of silences) {
    const told = `${Math.round(busyMs)} ms at work in a silence of ${Math.round(silentMs)} ms`;
    tell(`${told}; then came ${cluster.writes.after(endedMs).join(", ")}`);
  }
  const longestMs = silences[0]?.busyMs ?? 0;
  checks.check(longestMs <= LONGEST_SILENCE_MS, "the event loop was silent", `${Math.round(longestMs)} ms`);
}

function tell(what: string): void {
  console.log(`${((performance.now() - startedMs) / 1000).toFixed(1)} s: ${what}`);
}
