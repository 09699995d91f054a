import assert from "node:assert/strict";
import { test } from "node:test";
import { runProgram } from "./run-program.ts";

test("a program gets its input, and its output and exit code come back", async () => {
  const result = await runProgram("sh", ["-c", 'cat; echo "$WORD" >&2; exit 3'], {
    env: { ...process.env, WORD: "oh" },
    input: "größer",
  });
  assert.deepEqual(result, { code: 3, stdout: "größer", stderr: "oh\n" });
});

test("a program that ends without reading its input has ended as it says", async () => {
  const result = await runProgram("sh", ["-c", "exit 3"], { input: "x".repeat(1_000_000) });
  assert.deepEqual(result, { code: 3, stdout: "", stderr: "" });
});

test("a program that is not there is told", async () => {
  await assert.rejects(runProgram("no-such-program", []), /ENOENT/u);
});
