import assert from "node:assert/strict";
import { test } from "node:test";

import { KeyedMutex } from "./keyed-mutex.ts";

test("work of one key never overlaps, work of another does not wait for it", async () => {
  const mutex = new KeyedMutex();
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = mutex.run("a", async () => {
    seen.push("a1 starts");
    await gate.promise;
    seen.push("a1 ends");
  });
  const second = mutex.run("a", async () => {
    seen.push("a2");
  });
  await mutex.run("b", async () => {
    seen.push("b");
  });
  gate.resolve();
  await Promise.all([first, second]);
  assert.deepEqual(seen, ["a1 starts", "b", "a1 ends", "a2"]);
});

test("a failure reaches its own caller and does not stop the next", async () => {
  const mutex = new KeyedMutex();
  const failing = mutex.run("a", async () => {
    throw new Error("lost");
  });
  const next = mutex.run("a", async () => "done");
  await assert.rejects(failing, /lost/u);
  assert.equal(await next, "done");
});
