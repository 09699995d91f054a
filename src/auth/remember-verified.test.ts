import assert from "node:assert/strict";
import { test } from "node:test";

import { ok, refuse } from "../std/result.ts";
import { rememberVerified } from "./remember-verified.ts";

const MINUTE_MS = 60_000;

function start(exp: number) {
  const clock = { nowMs: 1_000_000_000, now: () => clock.nowMs };
  const asked: string[] = [];
  const verify = rememberVerified(async (token) => {
    asked.push(token);
    return token === "good" ? ok({ sub: "17", exp }) : refuse({ kind: "invalid", why: "It is not." });
  }, clock);
  return { clock, asked, verify };
}

test("a token that was found good is not checked again within a minute", async () => {
  const { clock, asked, verify } = start(2_000_000);
  for (const afterMs of [0, 1, MINUTE_MS - 2]) {
    clock.nowMs += afterMs;
    assert.equal((await verify("good")).ok, true);
  }
  assert.equal(asked.length, 1);
  clock.nowMs += 1;
  await verify("good");
  assert.equal(asked.length, 2);
});

test("a token that has ended meanwhile is checked", async () => {
  const { clock, asked, verify } = start(1_000_010);
  await verify("good");
  clock.nowMs += 10_000;
  await verify("good");
  assert.equal(asked.length, 2);
});

test("a fault is found each time, and another token is another", async () => {
  const { asked, verify } = start(2_000_000);
  await verify("good");
  for (const token of ["bad", "bad", "good", "gooD"]) await verify(token);
  assert.deepEqual(asked, ["good", "bad", "bad", "gooD"]);
});
