import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./until.ts";

const SOON = { withinMs: 50, everyMs: 5 };

test("asks until there is an answer", async () => {
  let asked = 0;
  const answer = await until(
    "the answer",
    async () => {
      asked += 1;
      return asked === 3 ? "yes" : undefined;
    },
    SOON,
  );
  assert.equal(answer, "yes");
});

test("gives up in time, and says what it waited for and why in vain", async () => {
  const probe = async (): Promise<undefined> => {
    throw new Error("nobody is there");
  };
  await assert.rejects(
    until("the answer", probe, SOON),
    /Waited 0.05 s in vain: the answer. Last: nobody is there/u,
  );
});

test("does not wait for what can no longer come", async () => {
  const died = Promise.reject(new Error("it died"));
  const never = until("the answer", async () => undefined, { withinMs: 60_000, unless: died });
  await assert.rejects(never, /^Error: it died$/u);
});

test("false is not yet, and whatever else there is comes back", async () => {
  let asked = 0;
  assert.equal(await until("the second look", () => (asked += 1) === 2, SOON), true);
  assert.equal(await until("nought", () => 0, SOON), 0);
});
