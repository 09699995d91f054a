import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createJsonLogger } from "../std/json-logger.ts";
import { type Logger, silentLogger } from "../std/logger.ts";
import { FakeTimers, settle } from "../../test/kit/fake-timers.ts";
import { KubeError } from "./kube-error.ts";
import { type WorkHandler, WorkQueue } from "./work-queue.ts";

let timers: FakeTimers;
beforeEach(() => {
  timers = new FakeTimers();
});

function createQueue(workers = 8, logger: Logger = silentLogger): WorkQueue {
  return new WorkQueue({ logger, workers, timers, clock: timers, random: () => 1 });
}

/** A handler whose work ends when the test says so. */
function controlled(): {
  handler: WorkHandler;
  readonly begun: string[];
  readonly finish: (error?: Error) => Promise<void>;
} {
  const begun: string[] = [];
  const open: ((error?: Error) => void)[] = [];
  return {
    begun,
    handler(key) {
      begun.push(key);
      return new Promise((resolve, reject) => {
        open.push((error) => (error === undefined ? resolve() : reject(error)));
      });
    },
    async finish(error) {
      open.shift()?.(error);
      await settle();
    },
  };
}

test("a key that is added many times is worked on once", async () => {
  const queue = createQueue();
  const { handler, begun } = controlled();
  for (const key of ["a", "b", "a", "a"]) queue.add(key);
  assert.equal(queue.load.ready, 2);
  queue.start(handler);
  await settle();
  assert.deepEqual(begun, ["a", "b"]);
  assert.deepEqual([queue.load.ready, queue.load.running], [0, 2]);
});

test("a key is never worked on twice at a time; added meanwhile, it is worked on once more", async () => {
  const queue = createQueue();
  const { handler, begun, finish } = controlled();
  queue.start(handler);
  queue.add("a");
  await settle();
  queue.add("a");
  queue.add("a");
  queue.add("b");
  await settle();
  assert.deepEqual(begun, ["a", "b"]);
  await finish();
  assert.deepEqual(begun, ["a", "b", "a"]);
  await finish();
  await finish();
  assert.deepEqual([begun.length, queue.load.running, queue.load.ready], [3, 0, 0]);
});

test("no more keys at a time than there are workers, in the order of their adding", async () => {
  const queue = createQueue(2);
  const { handler, begun, finish } = controlled();
  queue.start(handler);
  for (const key of ["a", "b", "c", "d"]) queue.add(key);
  await settle();
  assert.deepEqual(begun, ["a", "b"]);
  await finish();
  assert.deepEqual(begun, ["a", "b", "c"]);
  assert.deepEqual([queue.load.running, queue.load.ready], [2, 1]);
});

test("the handler begins after whoever added the key is done", async () => {
  const queue = createQueue();
  const order: string[] = [];
  queue.start(async (key) => void order.push(key));
  queue.add("a");
  order.push("added");
  await settle();
  assert.deepEqual(order, ["added", "a"]);
});

test("of several delays the earliest counts", async () => {
  const queue = createQueue();
  const done: string[] = [];
  queue.start(async (key) => void done.push(`${key}@${timers.now() - start}`));
  const start = timers.now();
  queue.addAfter("a", 1000);
  queue.addAfter("a", 500);
  queue.addAfter("a", 2000);
  queue.addAfter("b", 0);
  assert.equal(queue.load.delayed, 1);
  await timers.advance(5000);
  assert.deepEqual(done, ["b@0", "a@500"]);
});

test("a failure is tried again with growing pauses, up to five minutes, and a success forgets them", async () => {
  const queue = createQueue();
  let failing = true;
  const times: number[] = [];
  queue.start(async () => {
    times.push(timers.now());
    if (failing) throw new Error("no");
  });
  queue.add("a");
  await timers.advance(60 * 60_000);
  const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  assert.deepEqual(pauses.slice(0, 5), [5, 10, 20, 40, 80]);
  assert.equal(pauses.at(-1), 300_000);
  assert.equal(queue.load.failing, 1);
  failing = false;
  await timers.advance(300_000);
  assert.equal(queue.load.failing, 0);
  failing = true;
  times.length = 0;
  queue.add("a");
  await timers.advance(5);
  assert.equal(times.length, 2);
});

test("what the server asks to wait is waited for", async () => {
  const queue = createQueue();
  let tries = 0;
  queue.start(async () => {
    tries += 1;
    throw new KubeError({ code: 429, reason: "TooManyRequests", message: "x", retryAfterMs: 30_000 });
  });
  queue.add("a");
  await timers.advance(29_999);
  assert.equal(tries, 1);
  await timers.advance(1);
  assert.equal(tries, 2);
});

test("a failure of one key holds up no other, and the log shows what it was on", async () => {
  const logged: unknown[] = [];
  const write = (line: string): void => {
    logged.push((JSON.parse(line) as Record<string, unknown>)["object"]);
  };
  const queue = createQueue(1, createJsonLogger("warn", { write }));
  const done: string[] = [];
  queue.start(async (key) => {
    if (key === "bad") throw new Error("no");
    done.push(key);
  });
  for (const key of ["bad", "good"]) queue.add(key);
  await settle();
  assert.deepEqual([done, logged], [["good"], ["bad"]]);
});

test("after an outage what failed is tried again at once, and its pauses are short again", async () => {
  const queue = createQueue();
  const times: number[] = [];
  queue.start(async () => {
    times.push(timers.now());
    throw new Error("away");
  });
  queue.add("a");
  await timers.advance(6 * 60_000);
  const [wait = 0] = timers.delays;
  assert.ok(wait > 60_000, `it would wait for ${wait} ms`);
  times.length = 0;
  const returnMs = timers.now();
  queue.retryFailed();
  await timers.advance(2_000);
  assert.deepEqual(
    times.map((time) => time - returnMs),
    [10, 650, 1930],
  );
});

test("a key that is worked on when the outage ends, and fails, has a short pause too", async () => {
  const queue = createQueue();
  let hang = false;
  const gate = Promise.withResolvers<void>();
  queue.start(async () => {
    if (hang) await gate.promise;
    throw new Error("away");
  });
  queue.add("a");
  await timers.advance(6 * 60_000);
  hang = true;
  queue.add("a");
  await settle();
  queue.retryFailed();
  await timers.advance(10);
  gate.resolve();
  await settle();
  assert.ok((timers.delays[0] ?? Number.NaN) <= 1280, `${timers.delays[0]} ms`);
});

test("after an outage, keys that wait for a time of their own go on waiting", async () => {
  const queue = createQueue();
  const done: string[] = [];
  queue.start(async (key) => void done.push(key));
  queue.addAfter("deadline", 60_000);
  queue.retryFailed();
  await timers.advance(59_000);
  assert.deepEqual(done, []);
});

test("after an outage, what the server asked to wait is waited for", async () => {
  const queue = createQueue();
  let tries = 0;
  queue.start(async () => {
    tries += 1;
    throw new KubeError({ code: 429, reason: "TooManyRequests", message: "x", retryAfterMs: 30_000 });
  });
  queue.add("a");
  await timers.advance(5_000);
  queue.retryFailed();
  await timers.advance(24_999);
  assert.equal(tries, 1);
  await timers.advance(1);
  assert.equal(tries, 2);
});

test("after an outage, many keys are spread over a second", async () => {
  let seed = 0;
  const random = (): number => (seed = (seed + 0.618) % 1);
  const queue = new WorkQueue({ logger: silentLogger, timers, clock: timers, random });
  let failing = true;
  const times: number[] = [];
  queue.start(async () => {
    if (failing) throw new Error("away");
    times.push(timers.now());
  });
  for (let i = 0; i < 500; i += 1) queue.add(`key-${i}`);
  await timers.advance(60_000);
  failing = false;
  const returnMs = timers.now();
  queue.retryFailed();
  await timers.advance(1_000);
  assert.equal(times.length, 500);
  const soon = times.filter((time) => time - returnMs <= 500).length;
  assert.ok(soon > 200 && soon < 300, `${soon} in the first half second`);
});

test("stopping waits for what is worked on, and drops what waits", async () => {
  const queue = createQueue(1);
  const { handler, begun, finish } = controlled();
  queue.start(handler);
  queue.add("a");
  queue.add("b");
  queue.addAfter("c", 10);
  await settle();
  let stopped = false;
  const stop = queue.stop().then(() => (stopped = true));
  await settle();
  assert.equal(stopped, false);
  await finish(new Error("failed at the end"));
  await stop;
  queue.add("d");
  await timers.advance(1000);
  assert.deepEqual([begun, timers.delays, queue.load.ready], [["a"], [], 0]);
});

test("ten thousand keys are worked through at once", async () => {
  const queue = createQueue();
  let done = 0;
  queue.start(async () => void (done += 1));
  // What this process takes, whatever else the machine has to do.
  const begun = process.cpuUsage();
  for (let i = 0; i < 10_000; i += 1) queue.add(`key-${i}`);
  while (queue.load.ready + queue.load.running > 0) await settle();
  assert.equal(done, 10_000);
  const { user, system } = process.cpuUsage(begun);
  assert.ok(user + system < 1_000_000, `${user + system} µs`);
});

test("hastened, all keys that wait for a time are worked on now, once, and wait for what they are given then", async () => {
  const queue = createQueue();
  const { handler, begun, finish } = controlled();
  queue.start(handler);
  queue.addAfter("a", 60_000);
  queue.addAfter("b", 3_600_000);
  queue.hasten();
  await settle();
  assert.deepEqual(begun, ["a", "b"]);
  assert.equal(queue.load.delayed, 0);
  queue.addAfter("a", 7_200_000);
  await finish();
  await finish();
  assert.deepEqual(timers.delays, [7_200_000]);
});
