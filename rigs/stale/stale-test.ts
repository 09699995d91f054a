// Two replicas over one cluster, through schedules of stale caches, broken connections and deaths, in virtual time.
//   --schedules N   how many; 540 when absent: 500, and 40 with messages
//   --seed N        this one alone; repeatable
//   --tell          line by line, with --seed
//   --first N       the first seed; 1 when absent
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { KEPT_SEEDS } from "./kept-seeds.ts";
import { makeSchedule } from "./make-schedule.ts";
import type { Counts, Outcome } from "./play-seeds.ts";
import { playSchedule } from "./play-schedule.ts";
import { CUTS } from "./schedule.ts";
import { tellStory } from "./tell-story.ts";

const LANES = Math.min(2, availableParallelism());

const { values } = parseArgs({
  options: {
    schedules: { type: "string", default: "540" },
    first: { type: "string", default: "1" },
    seed: { type: "string", multiple: true, default: [] },
    tell: { type: "boolean", default: false },
  },
});

if (values.tell) await tellSeeds(values.seed.map(Number));
const seeds = values.seed.length > 0 ? values.seed.map(Number) : listSeeds();
const startMs = performance.now();
console.log(`${seeds.length} schedules, seeds ${describeSeeds(seeds)}, on ${LANES} threads`);
const outcomes = await playAll(seeds);
report(outcomes);

function listSeeds(): readonly number[] {
  const first = Number(values.first);
  const fresh = Array.from({ length: Number(values.schedules) }, (_, index) => first + index);
  return [...new Set([...KEPT_SEEDS.flatMap(({ seeds }) => seeds), ...fresh])];
}

function describeSeeds(seeds: readonly number[]): string {
  return seeds.length <= 10 ? seeds.join(" ") : `${Math.min(...seeds)} to ${Math.max(...seeds)}`;
}

async function tellSeeds(seeds: readonly number[]): Promise<void> {
  for (const seed of seeds)
    for (const line of tellStory(await playSchedule(makeSchedule(seed)))) console.log(line);
}

/** Each lane has a thread of its own, since a schedule takes the process's chance and clock for itself. */
async function playAll(seeds: readonly number[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const rest = seeds.values();
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      const worker = new Worker(new URL("./play-seeds-worker.ts", import.meta.url));
      for (const seed of rest) outcomes.push(await askWorker(worker, seed));
      await worker.terminate();
    }),
  );
  return outcomes.sort((a, b) => a.seed - b.seed);
}

async function askWorker(worker: Worker, seed: number): Promise<Outcome> {
  return await new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (outcome: Outcome) => {
      worker.off("error", reject);
      for (const fault of outcome.faults) console.log(`FAIL seed ${seed}, ${outcome.pattern}: ${fault}`);
      resolve(outcome);
    });
    // A thread's, which has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(seed);
  });
}

function report(outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter(({ faults }) => faults.length > 0);
  const seconds = Math.round((performance.now() - startMs) / 1000);
  const total = (what: keyof Counts): number => outcomes.reduce((sum, { counts }) => sum + counts[what], 0);
  for (const [pattern, own] of Map.groupBy(outcomes, ({ pattern }) => pattern)) {
    console.log(`${own.length} schedules: ${pattern}`);
  }
  reportDeaths(outcomes);
  console.log(
    `${total("runs")} runs, ${total("approvals")} approvals of which we deleted ${total("deletedByUs")}, ` +
      `${total("votes")} votes recorded, ${total("decisions")} decisions, ${total("writes")} writes, ` +
      `${total("messages")} messages accepted; ${seconds} s`,
  );
  if (failed.length > 0) {
    console.log(`seeds that failed: ${failed.map(({ seed }) => seed).join(" ")}`);
    console.log("Repeat one with --seed N --tell, and keep it in rigs/stale/kept-seeds.ts.");
  }
  console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length === 0 && outcomes.length > 0 ? 0 : 1;
}

function reportDeaths(outcomes: readonly Outcome[]): void {
  const deaths = outcomes.flatMap(({ deaths }) => deaths);
  for (const [what, own] of Map.groupBy(deaths, ({ what }) => what)) {
    const counts = CUTS.map((cut) => `${own.filter((death) => death.cut === cut).length} ${cut}`);
    console.log(`killed at "${what}": ${counts.join(", ")}`);
  }
}
