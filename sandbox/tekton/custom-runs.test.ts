import assert from "node:assert/strict";
import { test } from "node:test";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import type { CustomRun } from "./objects/custom-run.ts";
import type { PipelineRun } from "./objects/pipeline-run.ts";
import type { PipelineTask } from "./objects/pipeline.ts";
import { PIPELINES } from "./objects/resources.ts";
import { APPROVED, approve, script, startTekton } from "../../test/kit/start-tekton.ts";

const ref = { namespace: "default" };

test("a CustomRun has the labels, annotations and owner that the contract says (C23, C24, C26)", async (t) => {
  const { api, customRun } = await startTekton(t);
  await api.create(PIPELINES, {
    apiVersion: "tekton.dev/v1",
    kind: "Pipeline",
    metadata: { name: "release", ...ref, labels: { team: "web" } },
    spec: {
      params: [{ name: "who" }],
      tasks: [{ ...approve, params: [{ name: "approvers", value: ["$(params.who)"] }] }],
    },
  } as object as PipelineRun);
  const run = await api.create<PipelineRun>(PIPELINE_RUNS, {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: {
      ...ref,
      name: "r1",
      labels: { mine: "yes" },
      annotations: { note: "kept", "chains.tekton.dev/transparency": "dropped" },
    },
    spec: { pipelineRef: { name: "release" }, params: [{ name: "who", value: "mary" }] },
  });
  const { metadata, spec } = await customRun("r1-approve");
  assert.deepEqual(metadata.labels, {
    team: "web",
    mine: "yes",
    "tekton.dev/pipeline": "release",
    "tekton.dev/pipelineRun": "r1",
    "tekton.dev/pipelineRunUID": run.metadata.uid,
    "tekton.dev/pipelineTask": "approve",
    "tekton.dev/memberOf": "tasks",
  });
  assert.deepEqual(metadata.annotations, { note: "kept" });
  assert.deepEqual(metadata.ownerReferences, [
    {
      apiVersion: "tekton.dev/v1",
      kind: "PipelineRun",
      name: "r1",
      uid: run.metadata.uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ]);
  assert.deepEqual(spec, {
    customRef: approve.taskRef,
    params: [{ name: "approvers", value: ["mary"] }],
    serviceAccountName: "default",
  });
});

test("an embedded spec arrives with its variables as they are (C10, C12)", async (t) => {
  const { run, customRun } = await startTekton(t);
  const { apiVersion, kind } = approve.taskRef;
  const taskSpec = {
    apiVersion,
    kind,
    metadata: { labels: { a: "b" } },
    spec: { approvers: ["$(params.who)"] },
  };
  await run("r1", { tasks: [{ name: "approve", taskSpec }] }, { params: [{ name: "who", value: "mary" }] });
  const { spec, metadata } = await customRun("r1-approve");
  assert.deepEqual(spec.customSpec, taskSpec);
  assert.equal(metadata.labels?.["a"], undefined, "its labels are not those of the run (C14)");
});

test("an embedded spec that is absent fails the PipelineRun (C13)", async (t) => {
  const { run, finished } = await startTekton(t);
  const { apiVersion, kind } = approve.taskRef;
  await run("r1", { tasks: [{ name: "approve", taskSpec: { apiVersion, kind } }] });
  const { status } = await finished("r1");
  assert.equal(status?.conditions?.[0]?.reason, "CreateRunFailed");
  assert.match(status?.conditions?.[0]?.message ?? "", /spec\.customSpec\.spec/u);
});

test("two parameters that differ in case alone fail the PipelineRun (C20)", async (t) => {
  const { run, finished } = await startTekton(t);
  const params = [
    { name: "a", value: "1" },
    { name: "A", value: "2" },
  ];
  await run("r1", { tasks: [{ ...approve, params }] });
  assert.equal((await finished("r1")).status?.conditions?.[0]?.reason, "CreateRunFailed");
});

test("the timeout of a CustomRun comes from where contract C39 says", async (t) => {
  const { run, customRun } = await startTekton(t);
  const cases: readonly (readonly [
    name: string,
    task: Partial<PipelineTask>,
    spec: object,
    timeout: string | undefined,
  ])[] = [
    ["a", {}, { timeouts: { pipeline: "3h" } }, undefined],
    ["b", {}, { timeouts: { pipeline: "3h", finally: "10m" } }, "2h50m0s"],
    ["c", {}, { timeouts: { pipeline: "0", tasks: "0" } }, "0s"],
    ["d", {}, { timeouts: { pipeline: "0" } }, undefined],
    ["e", { timeout: "5m" }, { timeouts: { pipeline: "3h", finally: "10m" } }, "5m0s"],
    ["f", { timeout: "5m" }, { taskRunSpecs: [{ pipelineTaskName: "approve", timeout: "7m" }] }, "7m0s"],
    ["g", {}, { timeouts: { pipeline: "50m", tasks: "40m" } }, undefined],
  ];
  for (const [name, task, spec, timeout] of cases) {
    await run(name, { tasks: [{ ...approve, ...task }] }, spec);
    assert.equal((await customRun(`${name}-approve`)).spec.timeout, timeout, name);
  }
});

test("retries and service account are handed on", async (t) => {
  const { run, customRun } = await startTekton(t);
  await run(
    "r1",
    { tasks: [{ ...approve, retries: 2 }] },
    { taskRunTemplate: { serviceAccountName: "robot" } },
  );
  const { spec } = await customRun("r1-approve");
  assert.equal(spec.retries, 2);
  assert.equal(spec.serviceAccountName, "robot");
});

test("a CustomRun that is deleted is made again, also an approved one (C29)", async (t) => {
  const { api, run, customRun, answer, until, finished } = await startTekton(t);
  await run("r1", { tasks: [approve, { ...approve, name: "second" }] });
  await customRun("r1-second");
  const approved = await answer("r1-approve", APPROVED);
  await api.delete(CUSTOM_RUNS, { ...ref, name: "r1-approve" });
  const again = await until<CustomRun>(
    CUSTOM_RUNS,
    "r1-approve",
    ({ metadata }) => metadata.uid !== approved.metadata.uid,
  );
  assert.equal(again.status, undefined);
  await answer("r1-approve", APPROVED);
  await answer("r1-second", APPROVED);
  assert.equal((await finished("r1")).status?.conditions?.[0]?.reason, "Succeeded");
});

test("a CustomRun of the right name is taken for the task's, whoever made it (C31)", async (t) => {
  const { api, answer, run, finished } = await startTekton(t);
  await api.create<CustomRun>(CUSTOM_RUNS, {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: { ...ref, name: "r1-approve" },
    spec: { customRef: { apiVersion: "example.org/v1", kind: "Foreign" } },
  });
  await answer("r1-approve", APPROVED);
  await run("r1", { tasks: [approve] });
  const { status } = await finished("r1");
  assert.equal(status?.conditions?.[0]?.status, "True");
  assert.equal(status.childReferences?.[0]?.name, "r1-approve");
});

test("the label of an inline pipeline is what the name was generated from", async (t) => {
  const { api, until } = await startTekton(t);
  const { metadata } = await api.create<PipelineRun>(PIPELINE_RUNS, {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { ...ref, name: "", generateName: "single-" },
    spec: { pipelineSpec: { tasks: [approve] } },
  });
  const child = await until<CustomRun>(CUSTOM_RUNS, `${metadata.name}-approve`, () => true);
  assert.equal(child.metadata.labels?.["tekton.dev/pipeline"], "single");
});

test("a name beyond 63 characters is hashed, and the PipelineRun finds its child again (C33)", async (t) => {
  const { run, finished, answer, until, pipelineRun } = await startTekton(t);
  const name = "p".repeat(60);
  await run(name, { tasks: [approve] });
  await until<PipelineRun>(PIPELINE_RUNS, name, ({ status }) => status?.childReferences !== undefined);
  const child = (await pipelineRun(name)).status?.childReferences?.[0]?.name ?? "";
  assert.equal(child.length, 63);
  await answer(child, APPROVED);
  assert.equal((await finished(name)).status?.conditions?.[0]?.status, "True");
});

test("values of a CustomRun's results are not replaced again, and a JSON array becomes a list (C61, C67)", async (t) => {
  const { run, answer, customRun } = await startTekton(t);
  const next = (name: string, value: string): PipelineTask => ({
    ...approve,
    name,
    params: [{ name: "p", value }],
  });
  await run(
    "r1",
    {
      tasks: [
        approve,
        next("b", "$(tasks.approve.results.comment)"),
        next("c", "say $(tasks.approve.results.comment)"),
        next("d", "$(tasks.approve.results.other)"),
      ],
    },
    { params: [{ name: "secret", value: "s3cret" }] },
  );
  await answer("r1-approve", { ...APPROVED, results: { comment: '["x","y"]', other: "$(params.secret)" } });
  assert.deepEqual((await customRun("r1-b")).spec.params, [{ name: "p", value: ["x", "y"] }]);
  assert.deepEqual((await customRun("r1-c")).spec.params, [
    { name: "p", value: "say $(tasks.approve.results.comment)" },
  ]);
  assert.deepEqual((await customRun("r1-d")).spec.params, [{ name: "p", value: "$(params.secret)" }]);
});

test("a result that is missing on a successful CustomRun makes the next task invalid (C64), and other approvals with it (C56)", async (t) => {
  const { run, answer, customRun, finished } = await startTekton(t);
  const needy: PipelineTask = {
    ...approve,
    name: "needy",
    params: [{ name: "p", value: "$(tasks.approve.results.nothing)" }],
  };
  await run("r1", { tasks: [approve, { ...approve, name: "other" }, needy] });
  await customRun("r1-other");
  await answer("r1-approve", APPROVED);
  const { status } = await finished("r1");
  assert.equal(status?.conditions?.[0]?.reason, "PipelineValidationFailed");
  assert.match(
    status.conditions[0].message,
    /Failed Validation: 2 \(task "approve" completed successfully but did not emit the result "nothing"/u,
  );
  assert.equal((await customRun("r1-other")).spec.status, undefined, "nobody cancels it");
});

test("a result that the pipeline's results need and a successful CustomRun lacks fails the PipelineRun (C65)", async (t) => {
  const { run, answer, finished } = await startTekton(t);
  const results = [
    { name: "who", value: "$(tasks.approve.results.approvedBy)" },
    { name: "none", value: "$(tasks.approve.results.nothing)" },
  ];
  await run("r1", { tasks: [approve], results });
  await answer("r1-approve", APPROVED);
  const { status } = await finished("r1");
  assert.equal(status?.conditions?.[0]?.reason, "CouldntGetPipelineResult");
  assert.deepEqual(status.results, [{ name: "who", value: "mary" }]);
});

test("results of a failed CustomRun can be used, and those it lacks are left out (C63, C65)", async (t) => {
  const { run, answer, finished, tekton } = await startTekton(t);
  await run("r1", {
    tasks: [
      { ...approve, onError: "continue" },
      script("next", "echo $(params.who)", {
        params: [{ name: "who", value: "$(tasks.approve.results.rejectedBy)" }],
      }),
    ],
    results: [
      { name: "who", value: "$(tasks.approve.results.rejectedBy)" },
      { name: "none", value: "$(tasks.approve.results.nothing)" },
    ],
  });
  await answer("r1-approve", { status: "False", reason: "Rejected", results: { rejectedBy: "john" } });
  const { status } = await finished("r1");
  assert.equal(
    status?.conditions?.[0]?.message,
    "Tasks Completed: 2 (Failed: 1 (Ignored: 1), Cancelled 0), Skipped: 0",
  );
  assert.equal(status.conditions[0].reason, "Succeeded");
  assert.deepEqual(status.results, [{ name: "who", value: "john" }]);
  assert.equal(tekton.outputs.get("default", "r1-next", "main")?.text, "john\n");
});

test("only CustomRunCancelled counts as cancelled, and onError does not ignore it (C49, C69)", async (t) => {
  const { run, answer, finished } = await startTekton(t);
  const expected: readonly (readonly [reason: string, onError: string, outcome: string])[] = [
    ["CustomRunCancelled", "stopAndFail", "False Cancelled"],
    ["CustomRunCancelled", "continue", "False Cancelled"],
    ["CustomRunTimedOut", "stopAndFail", "False Failed"],
    ["Rejected", "stopAndFail", "False Failed"],
    ["Rejected", "continue", "True Succeeded"],
  ];
  for (const [index, [reason, onError, outcome]] of expected.entries()) {
    await run(`r${index}`, { tasks: [{ ...approve, onError }] });
    await answer(`r${index}-approve`, { status: "False", reason });
    const { status, reason: actual } = (await finished(`r${index}`)).status?.conditions?.[0] ?? {};
    assert.equal(`${status} ${actual}`, outcome);
  }
});

test("a failed CustomRun does not end its siblings, which block the end of the PipelineRun (C54)", async (t) => {
  const { run, answer, customRun, until, finished } = await startTekton(t);
  await run("r1", {
    tasks: [approve, { ...approve, name: "other" }, { ...approve, name: "later", runAfter: ["approve"] }],
  });
  await answer("r1-approve", { status: "False", reason: "Rejected" });
  await until<PipelineRun>(
    PIPELINE_RUNS,
    "r1",
    ({ status }) => status?.conditions?.[0]?.reason === "PipelineRunStopping",
  );
  assert.equal((await customRun("r1-other")).spec.status, undefined);
  await answer("r1-other", APPROVED);
  const { status } = await finished("r1");
  assert.equal(status?.conditions?.[0]?.reason, "Failed");
  assert.equal(status.skippedTasks?.[0]?.reason, "PipelineRun was stopping");
});
