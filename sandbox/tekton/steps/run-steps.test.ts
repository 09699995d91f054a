import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { makeFolder } from "../../../test/kit/make-folder.ts";
import { systemClock } from "../../../src/std/clock.ts";
import { silentLogger } from "../../../src/std/logger.ts";
import { systemTimers } from "../../../src/std/timers.ts";
import { ShiftedTime } from "../../../test/kit/shifted-time.ts";
import { until } from "../../../test/kit/until.ts";
import type { Step, TaskSpec } from "../objects/task.ts";
import { OutputStore } from "./step-outputs.ts";
import { TaskJob, type TaskJobOptions } from "./task-job.ts";

interface Played {
  readonly job: TaskJob;
  readonly folder: string;
  readonly printed: (step: string) => string | undefined;
}

function createJob(t: TestContext, spec: TaskSpec, more: Partial<TaskJobOptions> = {}): Played {
  const folder = makeFolder(t);
  const outputs = new OutputStore();
  const job = new TaskJob({
    namespace: "ns",
    taskRun: "run",
    spec,
    parentFolder: folder,
    outputs,
    clock: systemClock,
    timers: systemTimers,
    logger: silentLogger,
    onChange: () => {},
    ...more,
  });
  return { job, folder, printed: (step) => outputs.get("ns", "run", step)?.text };
}

async function play(t: TestContext, spec: TaskSpec): Promise<Played> {
  const played = createJob(t, spec);
  played.job.start();
  await played.job.ended();
  return played;
}

function step(name: string, script: string, more: Partial<Step> = {}): Step {
  return { name, image: "busybox", script, ...more };
}

test("steps run one after another in one folder, which is gone afterwards", async (t) => {
  const { job, folder, printed } = await play(t, {
    steps: [step("write", "echo hello > file; pwd"), step("read", "cat file")],
  });
  assert.equal(printed("read"), "hello\n");
  assert.ok(printed("write")?.startsWith(folder));
  assert.deepEqual(readdirSync(folder), []);
  assert.deepEqual(job.end, { results: [] });
  assert.deepEqual(
    job.steps.map(({ name, container, terminationReason, terminated }) => [
      name,
      container,
      terminationReason,
      terminated?.exitCode,
    ]),
    [
      ["write", "step-write", "Completed", 0],
      ["read", "step-read", "Completed", 0],
    ],
  );
});

test("a step that fails ends the task with its exit code, and the others are skipped", async (t) => {
  const { job, printed } = await play(t, {
    steps: [step("bad", "exit 3"), { image: "busybox", script: "echo no" }],
  });
  assert.deepEqual(job.end?.failure, {
    reason: "StepFailed",
    message: '"step-bad" exited with code 3: Error',
  });
  assert.equal(job.steps[1]?.name, "unnamed-1");
  assert.equal(job.steps[1].terminationReason, "Skipped");
  assert.equal(printed("unnamed-1"), undefined);
});

test("a failure that is to be ignored is kept in the step alone", async (t) => {
  const { job, printed } = await play(t, {
    steps: [step("bad", "exit 3", { onError: "continue" }), step("next", "echo yes")],
  });
  assert.equal(job.end?.failure, undefined);
  assert.equal(job.steps[0]?.terminated?.exitCode, 3);
  assert.equal(job.steps[0].terminationReason, "Continued");
  assert.equal(job.steps[0].terminated?.reason, "Completed");
  assert.equal(printed("next"), "yes\n");
});

test("a script without an interpreter stops at its first error, and one with it is run by it", async (t) => {
  const { job, printed } = await play(t, {
    steps: [
      step("own", "#!/bin/cat\nnot a shell script\n"),
      step("args", '#!/bin/sh -u\necho "$1"', { args: ["one two"] }),
      step("plain", "false\necho no"),
    ],
  });
  assert.equal(printed("own"), "#!/bin/cat\nnot a shell script\n");
  assert.equal(printed("args"), "one two\n");
  assert.equal(printed("plain"), "");
  assert.equal(job.steps[2]?.terminated?.exitCode, 1);
});

test("a step has its own variables and few others, and uses them as Kubernetes does", async (t) => {
  process.env["COUNTERSIGN_TEST_SECRET"] = "s3cret";
  t.after(() => delete process.env["COUNTERSIGN_TEST_SECRET"]);
  const env = [
    { name: "A", value: "1" },
    { name: "B", value: "$(A)2 $(NOBODY) $$(A)" },
  ];
  const { printed } = await play(t, {
    stepTemplate: {
      env: [
        { name: "A", value: "template" },
        { name: "T", value: "t" },
      ],
    },
    steps: [
      step("env", "env", { env }),
      { name: "command", image: "busybox", command: ["echo"], args: ["$(A)", "$(B)", "$(T)"], env },
    ],
  });
  assert.equal(printed("command"), "1 12 $(NOBODY) $(A) t\n");
  const names = (printed("env") ?? "").split("\n").map((line) => line.split("=")[0]);
  assert.equal(names.includes("COUNTERSIGN_TEST_SECRET"), false);
  for (const name of ["A", "B", "T", "HOME", "PATH", "TMPDIR", "LANG"]) assert.ok(names.includes(name), name);
});

test("results are read by their type; one that is not written is left out", async (t) => {
  const { job } = await play(t, {
    results: [
      { name: "text" },
      { name: "list", type: "array" },
      { name: "map", type: "object", properties: { a: {} } },
      { name: "none" },
    ],
    steps: [
      step(
        "main",
        `printf 'a\nb' > $(results.text.path)
         printf '["x"]' > $(results["list"].path)
         printf '{"a":"b"}' > "$(results['map'].path)"`,
      ),
    ],
  });
  assert.deepEqual(job.end?.results, [
    { name: "text", type: "string", value: "a\nb" },
    { name: "list", type: "array", value: ["x"] },
    { name: "map", type: "object", value: { a: "b" } },
  ]);
});

test("results of a failed task are kept", async (t) => {
  const { job } = await play(t, {
    results: [{ name: "why" }],
    steps: [step("main", "printf because > $(results.why.path); exit 1")],
  });
  assert.deepEqual(job.end?.results, [{ name: "why", type: "string", value: "because" }]);
});

test("a result of another type, one too long, and one that is no file fail the task or are left out", async (t) => {
  const mismatched = await play(t, {
    results: [{ name: "list", type: "array" }],
    steps: [step("main", "printf text > $(results.list.path)")],
  });
  assert.equal(mismatched.job.end?.failure?.reason, "TaskRunValidationFailed");
  const long = await play(t, {
    results: [{ name: "a" }],
    steps: [step("main", "head -c 5000 /dev/zero > $(results.a.path)")],
  });
  assert.equal(long.job.end?.failure?.reason, "TaskRunResultLargerThanAllowedLimit");
  const pipe = await play(t, { results: [{ name: "a" }], steps: [step("main", "mkfifo $(results.a.path)")] });
  assert.deepEqual(pipe.job.end, { results: [] });
});

test("a step that takes longer than it may is killed, and the reason says so", async (t) => {
  const time = new ShiftedTime();
  const { job } = createJob(
    t,
    { steps: [step("slow", "sleep 100", { timeout: "1m", onError: "continue" })] },
    { clock: time, timers: time },
  );
  job.start();
  await until("the step runs", () => job.steps[0]?.running !== undefined);
  time.advance(61_000);
  await job.ended();
  assert.match(
    job.end?.failure?.message ?? "",
    /"step-slow" exited because the step exceeded the specified timeout limit/u,
  );
  assert.equal(job.steps[0]?.terminationReason, "TimeoutExceeded");
});

test("a job that is stopped kills its step, starts no other, and keeps the first cause", async (t) => {
  const begun = Promise.withResolvers<void>();
  const { job, folder } = createJob(
    t,
    { steps: [step("a", "sleep 100", { onError: "continue" }), step("b", "echo no")] },
    { onChange: () => begun.resolve() },
  );
  job.start();
  await begun.promise;
  job.stop("cancelled");
  job.stop("timedOut");
  await job.ended();
  assert.equal(job.end?.stoppedBy, "cancelled");
  assert.deepEqual(readdirSync(folder), []);
  job.stop("gone");
  assert.equal(job.end.stoppedBy, "cancelled");
});

test("a folder that cannot be made fails the task and does not end the controller", async (t) => {
  const { job } = createJob(t, { steps: [step("a", "true")] }, { parentFolder: "/no/such/folder" });
  job.start();
  await job.ended();
  assert.match(job.end?.failure?.message ?? "", /the steps could not be run: .*ENOENT/u);
  assert.equal(existsSync("/no/such/folder"), false);
});
