import assert from "node:assert/strict";
import { test } from "node:test";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import type { CustomRun } from "./objects/custom-run.ts";
import type { PipelineRun } from "./objects/pipeline-run.ts";
import { TASK_RUNS } from "./objects/resources.ts";
import type { TaskRun } from "./objects/task-run.ts";
import { ShiftedTime } from "../../test/kit/shifted-time.ts";
import { APPROVED, approve, script, startTekton } from "../../test/kit/start-tekton.ts";

const CANCELLED = "CustomRun cancelled as the PipelineRun it belongs to has been cancelled.";
const TIMED_OUT = "CustomRun cancelled as the PipelineRun it belongs to has timed out.";

const report = script("report", "echo status=$(params.s) reason=$(params.r) all=$(params.a)", {
  params: [
    { name: "s", value: "$(tasks.approve.status)" },
    { name: "r", value: "$(tasks.approve.reason)" },
    { name: "a", value: "$(tasks.status)" },
  ],
});
const second = { ...approve, name: "second" };

function isCancelled({ spec }: CustomRun): boolean {
  return spec.status === "RunCancelled";
}

function reasonOf({ status }: PipelineRun): string | undefined {
  return status?.conditions?.[0]?.reason;
}

test("Cancelled: all children are asked to end, finished ones too, and the run ends at once without finally (C52)", async (t) => {
  const { run, answer, customRun, setStatus, finished, until, pipelineRun } = await startTekton(t);
  await run("r1", { tasks: [approve, second], finally: [report] });
  await answer("r1-approve", APPROVED);
  await customRun("r1-second");
  await until<PipelineRun>(PIPELINE_RUNS, "r1", ({ status }) => status?.childReferences?.length === 2);
  await setStatus("r1", "Cancelled");
  await finished("r1");
  const { status } = await pipelineRun("r1");
  assert.equal(status?.conditions?.[0]?.reason, "Cancelled");
  assert.equal(status.conditions[0].message, 'PipelineRun "r1" was cancelled');
  assert.notEqual(status.completionTime, undefined);
  for (const name of ["r1-approve", "r1-second"]) {
    const { spec } = await customRun(name);
    assert.equal(spec.status, "RunCancelled");
    assert.equal(spec.statusMessage, CANCELLED);
  }
});

test("CancelledRunFinally: waits for the cancelled, then finally sees what became of each (C52, C70)", async (t) => {
  const { run, answer, setStatus, until, finished, tekton } = await startTekton(t);
  await run("r1", { tasks: [approve, second], finally: [report] });
  await answer("r1-second", APPROVED);
  await setStatus("r1", "CancelledRunFinally");
  await until<CustomRun>(CUSTOM_RUNS, "r1-approve", isCancelled);
  await until<PipelineRun>(PIPELINE_RUNS, "r1", (run) => reasonOf(run) === "CancelledRunningFinally");
  await answer("r1-approve", { status: "False", reason: "CustomRunCancelled" });
  const done = await finished("r1");
  assert.equal(reasonOf(done), "Cancelled");
  assert.equal(
    tekton.outputs.get("default", "r1-report", "main")?.text,
    "status=Failed reason=CustomRunCancelled all=Failed\n",
  );
});

test("StoppedRunFinally: nothing is cancelled, what runs is waited for, what is left is skipped (C52)", async (t) => {
  const { run, answer, setStatus, finished, customRun, tekton } = await startTekton(t);
  await run("r1", { tasks: [approve, { ...second, runAfter: ["approve"] }], finally: [report] });
  await customRun("r1-approve");
  await setStatus("r1", "StoppedRunFinally");
  assert.equal((await customRun("r1-approve")).spec.status, undefined);
  await answer("r1-approve", APPROVED);
  const { status } = await finished("r1");
  assert.equal(status?.conditions?.[0]?.reason, "Cancelled");
  assert.deepEqual(status.skippedTasks, [{ name: "second", reason: "PipelineRun was gracefully stopped" }]);
  assert.equal(
    tekton.outputs.get("default", "r1-report", "main")?.text,
    "status=Succeeded reason=Approved all=Completed\n",
  );
});

test("StoppedRunFinally: the reason says so, unless a task is skipped before the one it waits for has ended (C52)", async (t) => {
  const { run, answer, setStatus, until, finished } = await startTekton(t);
  const third = { ...second, name: "third", runAfter: ["approve"] };
  await run("free", { tasks: [approve, second] });
  await run("held", { tasks: [approve, second, third] });
  for (const name of ["free", "held"]) {
    await until<PipelineRun>(PIPELINE_RUNS, name, ({ status }) => status?.childReferences?.length === 2);
    await setStatus(name, "StoppedRunFinally");
    await answer(`${name}-second`, APPROVED);
  }
  await until<PipelineRun>(PIPELINE_RUNS, "free", (one) => reasonOf(one) === "StoppedRunningFinally");
  const held = await until<PipelineRun>(PIPELINE_RUNS, "held", () => true);
  assert.equal(reasonOf(held), "Running");
  await answer("held-approve", APPROVED);
  assert.equal(reasonOf(await finished("held")), "Cancelled");
});

test("a pipeline's timeout asks all children to end and fails the run at once (C45)", async (t) => {
  const time = new ShiftedTime();
  const { run, customRun, finished, until } = await startTekton(t, { clock: time, timers: time });
  await run("r1", { tasks: [approve], finally: [report] }, { timeouts: { pipeline: "10m" } });
  await customRun("r1-approve");
  await until<PipelineRun>(PIPELINE_RUNS, "r1", ({ status }) => status?.childReferences !== undefined);
  time.advance(9 * 60_000);
  assert.equal((await customRun("r1-approve")).spec.status, undefined);
  time.advance(61_000);
  const { status } = await finished("r1");
  assert.equal(status?.conditions?.[0]?.reason, "PipelineRunTimeout");
  assert.equal(status.conditions[0].message, 'PipelineRun "r1" failed to finish within "10m0s"');
  const { spec } = await customRun("r1-approve");
  assert.deepEqual([spec.status, spec.statusMessage], ["RunCancelled", TIMED_OUT]);
});

test("a tasks timeout cancels what runs, and finally begins when that is done (C46)", async (t) => {
  const time = new ShiftedTime();
  const { run, answer, until, finished, customRun, tekton } = await startTekton(t, {
    clock: time,
    timers: time,
  });
  const spec = { timeouts: { pipeline: "1h", tasks: "10m" } };
  await run("r1", { tasks: [approve, second], finally: [report] }, spec);
  await answer("r1-second", APPROVED);
  await customRun("r1-approve");
  await until<PipelineRun>(PIPELINE_RUNS, "r1", ({ status }) => status?.childReferences?.length === 2);
  time.advance(601_000);
  const cancelled = await until<CustomRun>(CUSTOM_RUNS, "r1-approve", isCancelled);
  assert.equal(cancelled.spec.statusMessage, TIMED_OUT);
  await until<PipelineRun>(
    PIPELINE_RUNS,
    "r1",
    (run) => reasonOf(run) === "PipelineRunTimeoutRunningFinally",
  );
  assert.equal((await customRun("r1-second")).spec.status, undefined, "only what runs");
  await answer("r1-approve", { status: "False", reason: "CustomRunCancelled" });
  const done = await finished("r1");
  assert.equal(reasonOf(done), "PipelineRunTimeout");
  assert.equal(
    tekton.outputs.get("default", "r1-report", "main")?.text,
    "status=Failed reason=CustomRunCancelled all=Failed\n",
  );
});

test("a finally timeout cancels what runs there", async (t) => {
  const time = new ShiftedTime();
  const { run, answer, until, finished } = await startTekton(t, { clock: time, timers: time });
  await run("r1", { tasks: [approve], finally: [second] }, { timeouts: { pipeline: "1h", finally: "10m" } });
  await answer("r1-approve", APPROVED);
  const late = await until<CustomRun>(CUSTOM_RUNS, "r1-second", () => true);
  assert.equal(late.metadata.labels?.["tekton.dev/memberOf"], "finally");
  await until<PipelineRun>(PIPELINE_RUNS, "r1", ({ status }) => status?.finallyStartTime !== undefined);
  time.advance(601_000);
  await until<CustomRun>(CUSTOM_RUNS, "r1-second", isCancelled);
  await answer("r1-second", { status: "False", reason: "CustomRunCancelled" });
  assert.equal(reasonOf(await finished("r1")), "Failed");
});

test("a run that is cancelled because the time was up counts as failed (C50)", async (t) => {
  const time = new ShiftedTime();
  const { run, answer, until, finished } = await startTekton(t, { clock: time, timers: time });
  await run("r1", { tasks: [approve], finally: [report] }, { timeouts: { pipeline: "1h", tasks: "10m" } });
  await until<PipelineRun>(PIPELINE_RUNS, "r1", ({ status }) => status?.childReferences !== undefined);
  time.advance(601_000);
  await until<CustomRun>(CUSTOM_RUNS, "r1-approve", isCancelled);
  await answer("r1-approve", { status: "False", reason: "CustomRunCancelled" });
  const unfinished = await until<PipelineRun>(
    PIPELINE_RUNS,
    "r1",
    ({ status }) => status?.finallyStartTime !== undefined,
  );
  assert.match(unfinished.status?.conditions?.[0]?.message ?? "", /\(Failed: 1, Cancelled 0\)/u);
  await finished("r1");
});

test("a pending PipelineRun makes nothing until it is let go (C72)", async (t) => {
  const { api, run, until, setStatus, customRun } = await startTekton(t);
  await run("r1", { tasks: [approve] }, { status: "PipelineRunPending" });
  const { status } = await until<PipelineRun>(
    PIPELINE_RUNS,
    "r1",
    (run) => reasonOf(run) === "PipelineRunPending",
  );
  assert.equal(status?.startTime, undefined);
  assert.deepEqual((await api.list(CUSTOM_RUNS)).items, []);
  await setStatus("r1", "");
  await customRun("r1-approve");
});

test("a PipelineRun of another manager is left alone (C72)", async (t) => {
  const { api, run, customRun, pipelineRun } = await startTekton(t);
  await run("theirs", { tasks: [approve] }, { managedBy: "example.org/other" });
  await run("ours", { tasks: [approve] });
  await customRun("ours-approve");
  assert.equal((await pipelineRun("theirs")).status, undefined);
  assert.equal((await api.list(CUSTOM_RUNS)).items.length, 1);
});

test("a task's timeout and a cancel kill its processes", async (t) => {
  const time = new ShiftedTime();
  const { run, until, setStatus, finished, tekton, taskRun } = await startTekton(t, {
    clock: time,
    timers: time,
  });
  await run("late", { tasks: [{ ...script("a", "echo begun; sleep 100"), timeout: "1m" }] });
  await run("gone", { tasks: [script("a", "echo begun; sleep 100")] });
  for (const name of ["late-a", "gone-a"]) {
    await until<TaskRun>(TASK_RUNS, name, ({ status }) => status?.steps?.[0]?.running !== undefined);
  }
  time.advance(61_000);
  await setStatus("gone", "Cancelled");
  assert.equal(reasonOf(await finished("late")), "Failed");
  assert.equal(reasonOf(await finished("gone")), "Cancelled");
  const late = await taskRun("late-a");
  assert.equal(late.status?.conditions?.[0]?.reason, "TaskRunTimeout");
  assert.equal(late.status.conditions[0].message, 'TaskRun "late-a" failed to finish within "1m0s"');
  const gone = await until<TaskRun>(
    TASK_RUNS,
    "gone-a",
    ({ status }) => status?.completionTime !== undefined,
  );
  assert.equal(gone.status?.conditions?.[0]?.reason, "TaskRunCancelled");
  assert.equal(gone.status.steps?.[0]?.terminationReason, "TaskRunCancelled");
  assert.match(tekton.outputs.get("default", "gone-a", "main")?.text ?? "", /^(?:begun\n)?$/u);
});
