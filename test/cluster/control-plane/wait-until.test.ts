import assert from "node:assert/strict";
import { test } from "node:test";
import { waitUntil } from "./wait-until.ts";

const SOON = { what: "the answer", timeoutMs: 50, everyMs: 5 };

test("asks until there is an answer", async () => {
  let asked = 0;
  const answer = await waitUntil(async () => {
    asked += 1;
    return asked === 3 ? "yes" : undefined;
  }, SOON);
  assert.equal(answer, "yes");
});

test("gives up in time, and says what it waited for and why in vain", async () => {
  const probe = async (): Promise<undefined> => {
    throw new Error("nobody is there");
  };
  await assert.rejects(
    waitUntil(probe, SOON),
    /Waited 0.05 s for the answer in vain. Last: nobody is there/u,
  );
});

test("does not wait for what can no longer come", async () => {
  const died = Promise.reject(new Error("it died"));
  const never = waitUntil(async () => undefined, { ...SOON, timeoutMs: 60_000, unless: died });
  await assert.rejects(never, /^Error: it died$/u);
});
