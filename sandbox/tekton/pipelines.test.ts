import assert from "node:assert/strict";
import { test } from "node:test";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import type { CustomRun } from "./objects/custom-run.ts";
import type { PipelineRun, PipelineRunSpec } from "./objects/pipeline-run.ts";
import type { PipelineSpec, PipelineTask } from "./objects/pipeline.ts";
import { PIPELINES, TASK_RUNS, TASKS } from "./objects/resources.ts";
import type { TaskRun } from "./objects/task-run.ts";
import { APPROVED, approve, script, startTekton, type TestTekton } from "../../test/kit/start-tekton.ts";

const ref = { namespace: "default" };

/** Runs a pipeline of tasks alone and answers what each printed. */
async function play(
  { run, finished, tekton }: TestTekton,
  spec: PipelineSpec,
  more: Partial<PipelineRunSpec> = {},
): Promise<{ readonly done: PipelineRun; readonly printed: (task: string) => string | undefined }> {
  await run("r1", spec, more);
  const done = await finished("r1");
  return { done, printed: (task) => tekton.outputs.get("default", `r1-${task}`, "main")?.text.trimEnd() };
}

/** The names of the first TaskRuns in the order in which they were made. */
async function watchStarts({ api }: TestTekton, count: number): Promise<readonly string[]> {
  const { resourceVersion } = (await api.list(TASK_RUNS)).metadata;
  const names: string[] = [];
  for await (const event of api.watch(TASK_RUNS, { resourceVersion, signal: AbortSignal.timeout(10_000) })) {
    if (event.type === "ADDED") names.push(event.object.metadata.name);
    if (names.length === count) break;
  }
  return names;
}

function reasonOf({ status }: PipelineRun): string {
  const { status: value, reason } = status?.conditions?.[0] ?? {};
  return `${value} ${reason}`;
}

function withParam(name: string, value: PipelineTask["params"] & object): Partial<PipelineTask> {
  return {
    params: value,
    taskSpec: {
      params: value.map((param) => ({ name: param.name })),
      steps: [{ name: "main", image: "busybox", script: `echo "$(params.${name})"` }],
    },
  };
}

test("parameters reach the steps: texts, lists, objects, defaults, and those that are not declared", async (t) => {
  const { done, printed } = await play(
    await startTekton(t),
    {
      params: [
        { name: "who", default: "nobody" },
        { name: "list", type: "array" },
        { name: "image", type: "object", properties: { url: { type: "string" } } },
      ],
      tasks: [
        script(
          "a",
          'echo "$(params.who) $(params.list[1]) $(params.image.url) $(params.extra)"; : "\\$(params.unknown)"',
        ),
        {
          name: "b",
          params: [{ name: "all", value: ["$(params.list[*])"] }],
          taskSpec: {
            params: [{ name: "all", type: "array" }],
            steps: [
              { name: "main", image: "busybox", command: ["echo"], args: ["all:", "$(params.all[*])"] },
            ],
          },
        },
      ],
    },
    {
      params: [
        { name: "list", value: ["x", "y"] },
        { name: "image", value: { url: "example.org" } },
        { name: "extra", value: "more" },
      ],
    },
  );
  assert.equal(reasonOf(done), "True Succeeded");
  assert.equal(printed("a"), "nobody y example.org more");
  assert.equal(printed("b"), "all: x y");
  assert.deepEqual(done.status?.pipelineSpec?.tasks?.[1]?.params, [{ name: "all", value: ["x", "y"] }]);
});

test("a task runs after those that it names or whose results it uses", async (t) => {
  const tekton = await startTekton(t);
  const started = watchStarts(tekton, 3);
  const { done, printed } = await play(tekton, {
    tasks: [
      { ...script("third", "echo third"), runAfter: ["second"] },
      { name: "second", ...withParam("p", [{ name: "p", value: "got $(tasks.first.results.word)" }]) },
      {
        name: "first",
        taskSpec: {
          results: [{ name: "word" }],
          steps: [{ name: "main", image: "busybox", script: 'printf hello > "$(results.word.path)"' }],
        },
      },
    ],
    results: [{ name: "said", value: "$(tasks.first.results.word), it said" }],
  });
  assert.equal(printed("second"), "got hello");
  assert.deepEqual(
    done.status?.childReferences?.map(({ pipelineTaskName }) => pipelineTaskName),
    ["third", "second", "first"],
  );
  assert.deepEqual(done.status?.results, [{ name: "said", value: "hello, it said" }]);
  assert.deepEqual(await started, ["r1-first", "r1-second", "r1-third"]);
});

test("results are texts, lists and objects, and embedded steps may use them directly", async (t) => {
  const { done, printed } = await play(await startTekton(t), {
    tasks: [
      {
        name: "make",
        taskSpec: {
          results: [
            { name: "list", type: "array" },
            { name: "map", type: "object", properties: { a: {} } },
          ],
          steps: [
            {
              name: "main",
              image: "busybox",
              script: `printf '["x","y"]' > $(results.list.path)\nprintf '{"a":"b"}' > $(results.map.path)`,
            },
          ],
        },
      },
      script("use", "echo $(tasks.make.results.list[1]) $(tasks.make.results.map.a)"),
    ],
    results: [
      { name: "list", value: "$(tasks.make.results.list[*])" },
      { name: "map", value: "$(tasks.make.results.map[*])" },
    ],
  });
  assert.equal(printed("use"), "y b");
  assert.deepEqual(done.status?.results, [
    { name: "list", value: ["x", "y"] },
    { name: "map", value: { a: "b" } },
  ]);
});

test("context variables say which run, pipeline and task this is", async (t) => {
  const { done, printed } = await play(await startTekton(t), {
    tasks: [
      {
        name: "a",
        retries: 2,
        params: [
          {
            name: "run",
            value: "$(context.pipelineRun.namespace)/$(context.pipelineRun.name) $(context.pipelineRun.uid)",
          },
          { name: "retries", value: "$(context.pipelineTask.retries)" },
        ],
        taskSpec: {
          params: [{ name: "run" }, { name: "retries" }],
          steps: [
            {
              name: "main",
              image: "busybox",
              script: "echo $(params.run) $(params.retries) $(context.taskRun.name) $(context.pipeline.name)",
            },
          ],
        },
      },
    ],
  });
  assert.equal(printed("a"), `default/r1 ${done.metadata.uid} 2 r1-a r1`);
});

test("skips say why: when, the parent's skip, and a when that lets the next ones run", async (t) => {
  const never = [{ input: "a", operator: "in", values: ["b"] }];
  const { done, printed } = await play(await startTekton(t), {
    params: [{ name: "go", default: "no" }],
    tasks: [
      script("guarded", "echo no", { when: never }),
      script("after", "echo yes", { runAfter: ["guarded"] }),
      {
        name: "needy",
        runAfter: ["after"],
        ...withParam("p", [{ name: "p", value: "$(tasks.maker.results.word)" }]),
      },
      {
        name: "maker",
        when: [{ input: "$(params.go)", operator: "notin", values: ["no", "never"] }],
        taskSpec: {
          results: [{ name: "word" }],
          steps: [{ name: "main", image: "busybox", script: "true" }],
        },
      },
      script("behind", "echo no", { runAfter: ["needy"] }),
    ],
  });
  assert.equal(printed("after"), "yes");
  assert.deepEqual(
    done.status?.skippedTasks?.map(({ name, reason }) => [name, reason]),
    [
      ["guarded", "When Expressions evaluated to false"],
      ["needy", "Results were missing"],
      ["maker", "When Expressions evaluated to false"],
      ["behind", "Parent Tasks were skipped"],
    ],
  );
  assert.equal(
    done.status.conditions?.[0]?.message,
    "Tasks Completed: 1 (Failed: 0, Cancelled 0), Skipped: 4",
  );
});

test("finally runs after a failure, and is skipped when it needs a result that is missing", async (t) => {
  const { done, printed } = await play(await startTekton(t), {
    tasks: [
      {
        name: "bad",
        taskSpec: {
          results: [{ name: "word" }],
          steps: [{ name: "main", image: "busybox", script: "exit 3" }],
        },
      },
      script("next", "echo no", { runAfter: ["bad"] }),
    ],
    finally: [
      {
        name: "report",
        ...withParam("p", [
          {
            name: "p",
            value: "$(tasks.bad.status) $(tasks.bad.reason) $(tasks.next.status) $(tasks.status)",
          },
        ]),
      },
      { name: "needy", ...withParam("p", [{ name: "p", value: "$(tasks.bad.results.word)" }]) },
      script("unless", "echo no", {
        when: [{ input: "$(tasks.status)", operator: "in", values: ["Succeeded"] }],
      }),
    ],
  });
  assert.equal(reasonOf(done), "False Failed");
  assert.equal(printed("report"), "Failed StepFailed None Failed");
  assert.deepEqual(
    done.status?.skippedTasks?.map(({ name, reason }) => [name, reason]),
    [
      ["next", "PipelineRun was stopping"],
      ["needy", "Results were missing"],
      ["unless", "When Expressions evaluated to false"],
    ],
  );
  assert.notEqual(done.status.finallyStartTime, undefined);
  assert.equal(
    done.status.conditions?.[0]?.message,
    "Tasks Completed: 2 (Failed: 1, Cancelled 0), Skipped: 3",
  );
});

test("a Pipeline and its Tasks are found by name, and what stands in the status is walked to the end", async (t) => {
  const tekton = await startTekton(t);
  await tekton.api.create(TASKS, {
    apiVersion: "tekton.dev/v1",
    kind: "Task",
    metadata: { name: "greet", ...ref },
    spec: {
      params: [{ name: "who" }],
      steps: [{ name: "main", image: "busybox", script: "echo hello $(params.who)" }],
    },
  } as object as TaskRun);
  await tekton.api.create({ ...PIPELINES, version: "v1beta1" }, {
    apiVersion: "tekton.dev/v1beta1",
    kind: "Pipeline",
    metadata: { name: "greeting", ...ref },
    spec: {
      params: [{ name: "who" }],
      tasks: [
        approve,
        {
          name: "greet",
          taskRef: { name: "greet" },
          runAfter: ["approve"],
          params: [{ name: "who", value: "$(params.who)" }],
        },
      ],
    },
  } as object as TaskRun);
  await tekton.api.create({ ...PIPELINE_RUNS, version: "v1beta1" }, {
    apiVersion: "tekton.dev/v1beta1",
    kind: "PipelineRun",
    metadata: { name: "r1", ...ref },
    spec: { pipelineRef: { name: "greeting" }, params: [{ name: "who", value: "world" }], timeout: "2h" },
  } as object as PipelineRun);
  await tekton.until<PipelineRun>(PIPELINE_RUNS, "r1", ({ status }) => status?.childReferences !== undefined);
  await tekton.api.delete(PIPELINES, { ...ref, name: "greeting" });
  await tekton.answer("r1-approve", APPROVED);
  const done = await tekton.finished("r1");
  assert.equal(reasonOf(done), "True Succeeded");
  assert.deepEqual(done.spec.timeouts, { pipeline: "2h0m0s" });
  const { metadata } = await tekton.taskRun("r1-greet");
  assert.equal(metadata.labels?.["tekton.dev/pipeline"], "greeting");
  assert.equal(metadata.labels["tekton.dev/task"], "greet");
  assert.equal(tekton.tekton.outputs.get("default", "r1-greet", "main")?.text, "hello world\n");
});

test("what cannot run fails with Tekton's reason", async (t) => {
  const tekton = await startTekton(t);
  const cases: readonly (readonly [reason: string, spec: object])[] = [
    ["CouldntGetPipeline", { pipelineRef: { name: "nobody" } }],
    ["CouldntGetTask", { pipelineSpec: { tasks: [{ name: "a", taskRef: { name: "nobody" } }] } }],
    ["ParameterMissing", { pipelineSpec: { params: [{ name: "p" }], tasks: [approve] } }],
    [
      "ParameterTypeMismatch",
      { pipelineSpec: { params: [{ name: "p" }], tasks: [approve] }, params: [{ name: "p", value: ["x"] }] },
    ],
    [
      "ObjectParameterMissKeys",
      {
        pipelineSpec: {
          params: [{ name: "p", type: "object", properties: { k: { type: "string" } } }],
          tasks: [approve],
        },
        params: [{ name: "p", value: {} }],
      },
    ],
    [
      "PipelineValidationFailed",
      { pipelineSpec: { params: [{ name: "p", default: "$(params.p)" }], tasks: [approve] } },
    ],
    [
      "PipelineValidationFailed",
      {
        pipelineSpec: {
          tasks: [
            { name: "a", taskSpec: { params: [{ name: "x" }], steps: [{ image: "b", script: "true" }] } },
          ],
        },
      },
    ],
    [
      "InvalidTaskResultReference",
      {
        pipelineSpec: {
          tasks: [
            script("a", "true"),
            { ...approve, params: [{ name: "p", value: "$(tasks.a.results.x)" }] },
          ],
        },
      },
    ],
    [
      "InvalidPipelineResultReference",
      {
        pipelineSpec: {
          tasks: [script("a", "true")],
          results: [{ name: "r", value: "$(tasks.a.results.x)" }],
        },
      },
    ],
  ];
  for (const [index, [reason, spec]] of cases.entries()) {
    const name = `r${index}`;
    await tekton.api.create<PipelineRun>(PIPELINE_RUNS, {
      apiVersion: "tekton.dev/v1",
      kind: "PipelineRun",
      metadata: { name, ...ref },
      spec,
    });
    const done = await tekton.finished(name);
    assert.equal(reasonOf(done), `False ${reason}`, name);
    assert.notEqual(done.status?.completionTime, undefined);
  }
  assert.deepEqual((await tekton.api.list(CUSTOM_RUNS)).items, []);
});

test("without the webhook a pipeline that could not run fails, and values are kept in order", async (t) => {
  const tekton = await startTekton(t, { webhook: false });
  await tekton.run("bad", { tasks: [{ ...approve, runAfter: ["nobody"] }] });
  assert.equal(reasonOf(await tekton.finished("bad")), "False PipelineValidationFailed");
  await tekton.run(
    "good",
    { tasks: [{ ...approve, params: [{ name: "n", value: "$(params.n)" }] }] },
    { params: [{ name: "n", value: 5 as never }] },
  );
  const { spec } = await tekton.customRun("good-approve");
  assert.deepEqual(spec.params, [{ name: "n", value: "5" }]);
  assert.equal(spec.serviceAccountName, undefined);
});

test("a matrix makes a run for each combination, and fails when any failed and all are done (C73)", async (t) => {
  const { api, run, answer, finished, until } = await startTekton(t);
  const matrix = {
    params: [{ name: "region", value: ["eu", "us"] }],
    include: [
      {
        name: "Europe",
        params: [
          { name: "region", value: "eu" },
          { name: "lead", value: "ann" },
        ],
      },
    ],
  };
  await run("r1", { tasks: [{ ...approve, displayName: "Region $(params.region)", matrix }] });
  const first = await until<CustomRun>(CUSTOM_RUNS, "r1-approve-0", () => true);
  assert.deepEqual(first.spec.params, [
    { name: "lead", value: "ann" },
    { name: "region", value: "eu" },
    { name: "approvers", value: ["john", "mary"] },
  ]);
  const waiting = await until<PipelineRun>(
    PIPELINE_RUNS,
    "r1",
    ({ status }) => status?.childReferences?.length === 2,
  );
  assert.deepEqual(
    waiting.status?.childReferences?.map(({ name, displayName }) => [name, displayName]),
    [
      ["r1-approve-0", "Europe"],
      ["r1-approve-1", "Region us"],
    ],
  );
  await answer("r1-approve-0", { status: "False", reason: "Rejected" });
  assert.equal(
    (await api.get<PipelineRun>(PIPELINE_RUNS, { ...ref, name: "r1" })).status?.completionTime,
    undefined,
  );
  await answer("r1-approve-1", APPROVED);
  assert.equal(reasonOf(await finished("r1")), "False Failed");
});

test("of a matrix a run that is deleted is not made again, and the task is judged on the rest (C30)", async (t) => {
  const { api, run, answer, finished, until } = await startTekton(t);
  await run("r1", { tasks: [{ ...approve, matrix: { params: [{ name: "region", value: ["eu", "us"] }] } }] });
  await until<PipelineRun>(PIPELINE_RUNS, "r1", ({ status }) => status?.childReferences?.length === 2);
  await answer("r1-approve-0", APPROVED);
  await api.delete(CUSTOM_RUNS, { ...ref, name: "r1-approve-1" });
  assert.equal(reasonOf(await finished("r1")), "True Succeeded");
});

test("a matrix over results of a task, and over an empty list", async (t) => {
  const { done, printed } = await play(await startTekton(t), {
    tasks: [
      {
        name: "make",
        taskSpec: {
          results: [{ name: "list", type: "array" }],
          steps: [{ name: "main", image: "busybox", script: `printf '["x","y"]' > $(results.list.path)` }],
        },
      },
      {
        name: "each",
        matrix: { params: [{ name: "p", value: "$(tasks.make.results.list[*])" }] },
        taskSpec: {
          params: [{ name: "p" }],
          steps: [{ name: "main", image: "busybox", script: "echo $(params.p)" }],
        },
      },
      {
        name: "none",
        matrix: { params: [{ name: "p", value: [] }] },
        ...withParam("p", [{ name: "q", value: "" }]),
      },
    ],
  });
  assert.equal(printed("each-0"), "x");
  assert.equal(printed("each-1"), "y");
  assert.deepEqual(done.status?.skippedTasks, [
    { name: "none", reason: "Matrix Parameters have an empty array" },
  ]);
});

test("a TaskRun is tried again as often as retries say, each attempt kept", async (t) => {
  const tekton = await startTekton(t);
  const { done } = await play(tekton, {
    tasks: [{ ...script("a", 'test "$(context.task.retry-count)" = 2'), retries: 2 }],
  });
  assert.equal(reasonOf(done), "True Succeeded");
  const { status } = await tekton.taskRun("r1-a");
  assert.equal(status?.retriesStatus?.length, 2);
  assert.equal(status.retriesStatus[0]?.conditions?.[0]?.reason, "StepFailed");
  assert.equal(status.retriesStatus[1]?.retriesStatus, undefined);
});

test("a write that the API server refuses is tried again until it is taken", async (t) => {
  const { run, finished, kube } = await startTekton(t);
  await run("r0", { tasks: [script("a", "echo a")] });
  await finished("r0");
  const refused = new Set<string>();
  await run("r1", { tasks: [script("a", "sleep 0.2"), script("b", "echo b", { runAfter: ["a"] })] });
  kube.setFaults(({ verb, resource, subresource }) => {
    const key = `${verb} ${resource} ${subresource}`;
    if (!["create", "update", "patch"].includes(verb) || refused.has(key)) return undefined;
    refused.add(key);
    return { refuse: { code: 500 } };
  });
  assert.equal(reasonOf(await finished("r1")), "True Succeeded");
  assert.ok(
    refused.has("update pipelineruns status") && refused.has("update taskruns status"),
    [...refused].join(),
  );
});
