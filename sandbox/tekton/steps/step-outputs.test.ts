import assert from "node:assert/strict";
import { test } from "node:test";
import { OutputStore, OutputTail } from "./step-outputs.ts";

test("of much output the end is kept, whole characters only", () => {
  const tail = new OutputTail();
  const line = "ä".repeat(50);
  for (let count = 0; count < 2_000; count += 1) tail.append(Buffer.from(`${line}\n`));
  const { text, truncated } = tail.read();
  assert.equal(truncated, true);
  assert.ok(Buffer.byteLength(text) <= 64 * 1024 && text.length > 30_000);
  assert.equal(text.includes("\uFFFD"), false);
  assert.ok(text.endsWith(`${line}\n`));
});

test("one piece that is too long is cut at its front", () => {
  const tail = new OutputTail();
  tail.append(Buffer.from("a".repeat(70_000)));
  tail.append(Buffer.from("b"));
  const { text, truncated } = tail.read();
  assert.equal(text.length, 64 * 1024);
  assert.ok(text.endsWith("ab") && truncated);
});

test("a step that begins again has a new output, and all is forgotten with its TaskRun", () => {
  const store = new OutputStore();
  store.open("ns", "run", "main").append(Buffer.from("first"));
  assert.equal(store.get("ns", "run", "main")?.text, "first");
  store.open("ns", "run", "main").append(Buffer.from("second"));
  assert.deepEqual(store.get("ns", "run", "main"), { text: "second", truncated: false });
  assert.equal(store.get("other", "run", "main"), undefined);
  store.forget("ns", "run");
  assert.equal(store.get("ns", "run", "main"), undefined);
});
