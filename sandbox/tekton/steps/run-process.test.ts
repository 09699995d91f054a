import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { isAlive } from "../../../test/kit/is-alive.ts";
import { until } from "../../../test/kit/until.ts";
import { runProcess } from "./run-process.ts";
import { OutputTail } from "./step-outputs.ts";

const never = new AbortController().signal;

function shell(script: string): Parameters<typeof runProcess>[0] {
  return { file: "/bin/sh", args: ["-c", script], env: { PATH: "/usr/bin:/bin" }, cwd: tmpdir() };
}

test("answers the exit code, and keeps both outputs in order", async () => {
  const output = new OutputTail();
  assert.equal(await runProcess(shell("echo one; echo two >&2; exit 7"), output, never), 7);
  assert.deepEqual(output.read().text.split("\n").toSorted(), ["", "one", "two"]);
});

test("a program that is not there is 127, and the output says so", async () => {
  const output = new OutputTail();
  const command = { ...shell(""), file: "/no/such/program" };
  assert.equal(await runProcess(command, output, never), 127);
  assert.match(output.read().text, /cannot start \/no\/such\/program: .*ENOENT/u);
});

test("an abort kills the process and what it has started", async () => {
  const output = new OutputTail();
  const abort = new AbortController();
  const running = runProcess(shell("sleep 100 & echo $!; wait"), output, abort.signal);
  await until("its child runs", () => output.read().text !== "");
  abort.abort();
  assert.equal(await running, 137);
  const child = Number(output.read().text);
  await until("its child is dead", () => !isAlive(child), { withinMs: 2_000 });
});

test("what is left running in the background ends with the step", async () => {
  const output = new OutputTail();
  const startMs = performance.now();
  assert.equal(await runProcess(shell("sleep 100 & echo begun"), output, never), 0);
  assert.ok(performance.now() - startMs < 5_000);
  assert.equal(output.read().text, "begun\n");
});

test("after an abort nothing is started", async () => {
  const output = new OutputTail();
  assert.equal(await runProcess(shell("echo no"), output, AbortSignal.abort()), 137);
  assert.equal(output.read().text, "");
});
