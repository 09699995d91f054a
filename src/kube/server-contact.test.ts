import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { KubeError, KubeUnavailableError } from "./kube-error.ts";
import { ServerContact, waitForServer } from "./server-contact.ts";

const away = new KubeUnavailableError("no answer");
const refusedWith = (code: number): KubeError => new KubeError({ code, reason: "Tried", message: "x" });

let timers: FakeTimers;
let contact: ServerContact;
let returns: number;

beforeEach(() => {
  timers = new FakeTimers();
  contact = new ServerContact(timers);
  returns = 0;
  contact.onReturn(() => (returns += 1));
});

describe("the return of the server", () => {
  test("is told once, at the first answer after an outage", async () => {
    contact.noteError(away, "GET");
    await timers.advance(20_000);
    contact.noteError(away, "PUT");
    assert.equal(returns, 0);
    contact.noteAnswer();
    contact.noteAnswer();
    assert.equal(returns, 1);
  });

  test("is told after each outage, and to those alone who want to know", async () => {
    const unsubscribe = contact.onReturn(() => assert.fail("has unsubscribed"));
    unsubscribe();
    for (let outage = 0; outage < 3; outage += 1) {
      contact.noteError(away, "GET");
      await timers.advance(3000);
      contact.noteAnswer();
    }
    assert.equal(returns, 3);
  });

  test("is not told while others are answered: one request fails by itself", async () => {
    for (let second = 0; second < 60; second += 1) {
      contact.noteError(away, "PUT");
      await timers.advance(1000);
      contact.noteAnswer();
    }
    assert.equal(returns, 0);
  });

  for (const code of [429, 502, 503, 504]) {
    test(`is not seen in a ${code}`, async () => {
      contact.noteError(away, "GET");
      await timers.advance(5000);
      contact.noteError(refusedWith(code), "PUT");
      assert.equal(returns, 0);
    });
  }

  for (const code of [403, 404, 409, 410, 422]) {
    test(`is seen in a ${code}: it answers`, async () => {
      contact.noteError(refusedWith(503), "GET");
      await timers.advance(5000);
      contact.noteError(refusedWith(code), "PUT");
      assert.equal(returns, 1);
    });
  }

  test("a webhook that fails writes is no outage: whatever is read meanwhile, nothing returns", async () => {
    contact.noteError(refusedWith(500), "PUT");
    await timers.advance(60_000);
    contact.noteAnswer();
    assert.equal(returns, 0);
    contact.noteError(refusedWith(500), "GET");
    await timers.advance(60_000);
    contact.noteError(refusedWith(500), "PUT");
    assert.equal(returns, 0, "and it is no return either");
    contact.noteAnswer();
    assert.equal(returns, 1, "reads that fail are an outage");
  });
});

describe("waiting for the server", () => {
  const wait = async (waitMs: number, atLeastMs = 0): Promise<string> => {
    const startMs = timers.now();
    const stop = new AbortController();
    stops.push(stop);
    const isBack = await waitForServer({
      waitMs,
      atLeastMs,
      contact,
      timers,
      random: () => 1,
      signal: stop.signal,
    });
    return `${isBack ? "back" : "waited"} after ${timers.now() - startMs} ms`;
  };
  const stops: AbortController[] = [];

  async function returnAfter(ms: number): Promise<void> {
    contact.noteError(away, "GET");
    await timers.advance(ms);
    contact.noteAnswer();
  }

  test("takes its time, or ends within half a second of the return", async () => {
    const waits = [wait(4000), wait(60_000)];
    await returnAfter(5000);
    await timers.advance(500);
    assert.deepEqual(await Promise.all(waits), ["waited after 4000 ms", "back after 5500 ms"]);
    assert.deepEqual(timers.delays, []);
  });

  test("takes what the server asked for in any case", async () => {
    const waits = [wait(60_000, 20_000), wait(20_000, 20_000)];
    await returnAfter(5000);
    await timers.advance(15_500);
    assert.deepEqual(await Promise.all(waits), ["back after 20500 ms", "back after 20500 ms"]);
  });

  test("ends with its signal", async () => {
    const waiting = wait(60_000, 20_000);
    await timers.advance(1000);
    stops.at(-1)?.abort();
    assert.equal(await waiting, "waited after 1000 ms");
    assert.deepEqual(timers.delays, []);
  });
});
