import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder } from "../../kit/make-folder.ts";
import { ProcessGroup } from "./process-group.ts";
import { until } from "../../kit/until.ts";

const folder = makeFolder();

let count = 0;

function start(script: string): ProcessGroup {
  count += 1;
  const logFile = join(folder, `${count}.log`);
  return ProcessGroup.start({ name: "a program", command: "/bin/sh", args: ["-c", script], logFile });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A process that has ended and was not waited for still answers.
  return !/^\d+ \(.*\) Z/u.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

async function readPid(file: string): Promise<number> {
  return await until("the pid", async () =>
    existsSync(file) ? Number(readFileSync(file, "utf8")) || undefined : undefined,
  );
}

async function isGone(pid: number): Promise<void> {
  await until(`${pid} to end`, async () => !isRunning(pid));
}

test("a program that dies is told of, with how and its last lines", async () => {
  const { died } = start("echo something went wrong >&2; exit 3");
  await assert.rejects(died, /a program ended with exit code 3 .*\nsomething went wrong$/u);
});

test("a program that dies of a taken port says what to do", async () => {
  const { died } = start("echo 'listen tcp 127.0.0.1:80: bind: address already in use'; exit 1");
  await assert.rejects(died, /A port that it was given is taken by another program; start again/u);
});

test("a program that was stopped is no death, and what it started goes with it", async () => {
  const pidFile = join(folder, "child-pid");
  const group = start(`sleep 600 & echo $! > ${pidFile}; wait`);
  const child = await readPid(pidFile);
  await group.stop();
  await isGone(child);
  await isGone(group.pid);
  const outcome = await Promise.race([group.died, Promise.resolve("not told of")]);
  assert.equal(outcome, "not told of");
});

test("a program that is asked to stop may end in its own way", async () => {
  const file = join(folder, "said-goodbye");
  const group = start(`trap 'echo bye > ${file}; exit 0' TERM; echo ready; while :; do sleep 0.05; done`);
  await until("the trap", async () => group.lastLines() === "ready");
  await group.stop({ graceMs: 5_000 });
  assert.equal(readFileSync(file, "utf8"), "bye\n");
});

test("a program does not outlive this process, even if that is killed", async () => {
  const pidFile = join(folder, "orphan-pid");
  const module = join(import.meta.dirname, "process-group.ts");
  const script = `
    import { ProcessGroup } from ${JSON.stringify(module)};
    ProcessGroup.start({ name: "x", command: "/bin/sh", logFile: ${JSON.stringify(join(folder, "orphan.log"))},
      args: ["-c", "echo $$ > ${pidFile}; exec sleep 600"] });`;
  const parent = spawn(process.execPath, ["--input-type=module-typescript", "-e", script]);
  const orphan = await readPid(pidFile);
  assert.ok(isRunning(orphan));
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await isGone(orphan);
});
