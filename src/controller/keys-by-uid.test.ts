import assert from "node:assert/strict";
import { test } from "node:test";

import { KeysByUid } from "./keys-by-uid.ts";

test("a key leaves its old UID when it gets a new one", () => {
  const keys = new KeysByUid();
  keys.set("a/1", "u1");
  keys.set("a/2", "u1");
  keys.set("a/1", "u2");
  assert.deepEqual([...keys.get("u1")], ["a/2"]);
  assert.deepEqual([...keys.get("u2")], ["a/1"]);
});

test("a key that depends on nothing is not kept", () => {
  const keys = new KeysByUid();
  keys.set("a/1", "u1");
  keys.set("a/1", undefined);
  assert.deepEqual([...keys.get("u1")], []);
});
