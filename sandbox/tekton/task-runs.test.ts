import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { makeFolder } from "../../test/kit/make-folder.ts";
import { isAlive } from "../../test/kit/is-alive.ts";
import { silentLogger } from "../../src/std/logger.ts";
import type { TaskRun } from "./objects/task-run.ts";
import { TASK_RUNS } from "./objects/resources.ts";
import { SmallTekton } from "./small-tekton.ts";
import { startTekton, type TestTekton } from "../../test/kit/start-tekton.ts";
import { until } from "../../test/kit/until.ts";

const ref = { namespace: "default" };

function create({ api }: TestTekton, name: string, spec: TaskRun["spec"]): Promise<TaskRun> {
  return api.create<TaskRun>(TASK_RUNS, {
    apiVersion: "tekton.dev/v1",
    kind: "TaskRun",
    metadata: { ...ref, name },
    spec,
  });
}

function ended({ until }: TestTekton, name: string): Promise<TaskRun> {
  return until<TaskRun>(TASK_RUNS, name, ({ status }) => status?.completionTime !== undefined);
}

function script(text: string): TaskRun["spec"] {
  return { taskSpec: { steps: [{ name: "main", image: "busybox", script: text }] } };
}

test("a TaskRun of its own runs, and its status is that of Tekton", async (t) => {
  const tekton = await startTekton(t);
  await create(tekton, "t1", {
    params: [{ name: "who", value: "world" }],
    taskSpec: {
      params: [{ name: "who" }],
      results: [{ name: "said" }],
      steps: [
        { name: "main", image: "busybox", script: "printf 'hello $(params.who)' | tee $(results.said.path)" },
      ],
    },
  });
  const { status, metadata } = await ended(tekton, "t1");
  const { steps, startTime, completionTime, taskSpec, conditions, ...rest } = status ?? {};
  assert.deepEqual(rest, { podName: "", results: [{ name: "said", type: "string", value: "hello world" }] });
  assert.equal(conditions?.[0]?.reason, "Succeeded");
  assert.equal(conditions[0].message, "All Steps have completed executing");
  assert.equal(steps?.[0]?.terminated?.reason, "Completed");
  assert.match(taskSpec?.steps?.[0]?.script ?? "", /hello world/u);
  for (const time of [startTime, completionTime])
    assert.match(time ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
  assert.equal(metadata.labels?.["app.kubernetes.io/managed-by"], "tekton-pipelines");
  assert.equal(tekton.tekton.outputs.get("default", "t1", "main")?.text, "hello world");
});

test("a TaskRun whose Task is not there, or whose parameters do not fit, fails and says why", async (t) => {
  const tekton = await startTekton(t);
  await create(tekton, "t1", { taskRef: { name: "nobody" } });
  await create(tekton, "t2", {
    taskSpec: { params: [{ name: "p" }], steps: [{ name: "a", image: "b", script: "true" }] },
  });
  const missing = (await ended(tekton, "t1")).status?.conditions?.[0];
  assert.equal(missing?.reason, "TaskRunResolutionFailed");
  assert.match(missing.message, /Task "nobody" is not in namespace default/u);
  const unfit = (await ended(tekton, "t2")).status?.conditions?.[0];
  assert.equal(unfit?.reason, "TaskRunValidationFailed");
  assert.match(unfit.message, /missing values for these params which have no default values: \[p\]/u);
});

test("a TaskRun that is deleted is killed, and its output is forgotten", async (t) => {
  const tekton = await startTekton(t);
  await create(tekton, "t1", script("echo $$; exec sleep 100"));
  await tekton.until<TaskRun>(TASK_RUNS, "t1", ({ status }) => status?.steps?.[0]?.running !== undefined);
  const pid = Number(
    await until("its output", () => tekton.tekton.outputs.get("default", "t1", "main")?.text || undefined),
  );
  await tekton.api.delete(TASK_RUNS, { ...ref, name: "t1" });
  await until("the process ends", () => !isAlive(pid));
  await until(
    "its output is forgotten",
    () => tekton.tekton.outputs.get("default", "t1", "main") === undefined,
  );
});

test("the end of the small Tekton kills what runs and removes its folder", async (t) => {
  const workDir = makeFolder(t);
  const tekton = await startTekton(t, { workDir });
  await create(tekton, "t1", script("echo $$; exec sleep 100"));
  const pid = Number(
    await until("its output", () => tekton.tekton.outputs.get("default", "t1", "main")?.text || undefined),
  );
  assert.equal(readdirSync(workDir).length, 1);
  await tekton.tekton.stop();
  assert.equal(isAlive(pid), false);
  assert.deepEqual(readdirSync(workDir), []);

  const next = new SmallTekton({ api: tekton.api, logger: silentLogger });
  t.after(() => next.stop());
  await next.start();
  const lost = (await ended(tekton, "t1")).status?.conditions?.[0];
  assert.equal(lost?.status, "False");
  assert.match(lost.message, /was running in a process that is gone/u);
});

test("what waited for an approval when the small Tekton ended goes on with the next one", async (t) => {
  const tekton = await startTekton(t);
  await tekton.run("r1", {
    tasks: [
      { name: "wait", taskRef: { apiVersion: "example.org/v1", kind: "Wait" } },
      {
        name: "next",
        runAfter: ["wait"],
        taskSpec: { steps: [{ name: "main", image: "b", script: "true" }] },
      },
    ],
  });
  await tekton.customRun("r1-wait");
  await tekton.tekton.stop();
  await tekton.answer("r1-wait", { status: "True", reason: "Waited" });
  const next = new SmallTekton({ api: tekton.api, logger: silentLogger });
  t.after(() => next.stop());
  await next.start();
  assert.equal((await tekton.finished("r1")).status?.conditions?.[0]?.reason, "Succeeded");
});
