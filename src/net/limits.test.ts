import assert from "node:assert/strict";
import { once } from "node:events";
import { Readable } from "node:stream";
import { test } from "node:test";
import { readBody, withDeadline } from "./limits.ts";

test("what takes too long is told so, by the reason of its signal", async () => {
  const asked = withDeadline(20, async (signal) => {
    await once(signal, "abort");
    throw signal.reason;
  });
  await assert.rejects(asked, /not complete after 20 ms/u);
});

test("what is done in time is not ended any more", async () => {
  const signal = await withDeadline(1, async (given) => await Promise.resolve(given));
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(signal.aborted, false);
});

test("a body is read as one text, also where a character comes in two pieces", async () => {
  const bytes = Buffer.from("größer");
  assert.equal(await readBody(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]), 8), "größer");
});

test("a body that is too long is not read to its end", async () => {
  const body = Readable.from([Buffer.alloc(5), Buffer.alloc(5), Buffer.alloc(5)]);
  await assert.rejects(readBody(body, 8), /longer than 8 bytes/u);
  assert.equal(body.destroyed, true);
});
