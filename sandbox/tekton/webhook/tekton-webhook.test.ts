import assert from "node:assert/strict";
import { test } from "node:test";
import { AdmissionDenied, type AdmissionRequest } from "../../kube/admission.ts";
import type { JsonObject } from "../../kube/json-value.ts";
import { admitTekton } from "./tekton-webhook.ts";

interface Asked {
  readonly plural?: string;
  readonly version?: string;
  readonly old?: JsonObject;
  readonly name?: string;
}

function request(
  object: JsonObject,
  { plural = "customruns", version = "v1beta1", old, name = "x" }: Asked,
): AdmissionRequest {
  return {
    operation: old === undefined ? "CREATE" : "UPDATE",
    resource: { group: "tekton.dev", version, plural },
    object: { kind: "X", metadata: { name, ...(object["metadata"] as JsonObject) }, ...object },
    ...(old && { oldObject: { kind: "PipelineRun", ...old } }),
  };
}

// Tests look into objects of every shape; a wrong path fails the assertion.
// oxlint-disable-next-line typescript/no-explicit-any
function admit(object: JsonObject, asked: Asked = {}): any {
  return admitTekton(request(object, asked));
}

function denied(object: JsonObject, asked: Asked = {}): string {
  try {
    admit(object, asked);
  } catch (error) {
    assert.ok(error instanceof AdmissionDenied);
    return error.message;
  }
  return assert.fail("was admitted");
}

const customRef = { apiVersion: "tekton.automatiko.io/v1beta1", kind: "ApprovalTask" };

function pipelineRun(pipelineSpec: JsonObject, more: JsonObject = {}): JsonObject {
  return { spec: { pipelineSpec, ...more } };
}

const task = { name: "a", taskRef: { ...customRef } };
const runs = { plural: "pipelineruns", version: "v1" };

test("another group's objects pass untouched", () => {
  const object = { spec: { anything: 1 } };
  const asked = {
    ...request(object, {}),
    resource: { group: "example.org", version: "v1", plural: "customruns" },
  };
  assert.equal(admitTekton(asked), asked.object);
});

test("values of parameters are kept as texts, lists and maps of texts (contract C19)", () => {
  const { spec } = admit({
    spec: {
      customRef,
      params: [
        { name: "a", value: 5 },
        { name: "b", value: [1, 2] },
        { name: "c", value: ["x"] },
      ],
    },
  });
  assert.deepEqual(spec.params, [
    { name: "a", value: "5" },
    { name: "b", value: "[1,2]" },
    { name: "c", value: ["x"] },
  ]);
  assert.match(
    denied({ spec: { customRef, params: [{ name: "a", value: null }] } }),
    /spec\.params\[0\]\.value: is missing/u,
  );
});

test("a CustomRun gets a service account, and an embedded spec that is absent becomes null (contract C13)", () => {
  const { spec } = admit({ spec: { customSpec: customRef, timeout: "90m" } });
  assert.deepEqual(spec, {
    customSpec: { ...customRef, spec: null },
    serviceAccountName: "default",
    timeout: "1h30m0s",
  });
});

test("refuses of a CustomRun what contract C77 lists", () => {
  const cases: readonly (readonly [spec: JsonObject, RegExp])[] = [
    [{}, /expected exactly one, got neither/u],
    [{ customRef, customSpec: customRef }, /expected exactly one, got both/u],
    [{ customRef: { kind: "X" } }, /spec\.customRef\.apiVersion: is missing/u],
    [{ customSpec: { apiVersion: "g/v" } }, /spec\.customSpec\.kind: is missing/u],
    [{ customRef, statusMessage: "why" }, /spec\.statusMessage: should not be set/u],
    [
      {
        customRef,
        params: [
          { name: "a", value: "" },
          { name: "A", value: "" },
        ],
      },
      /names must be unique/u,
    ],
    [{ customRef, workspaces: [{ name: "w" }] }, /expected exactly one source, got 0/u],
    [{ customRef, timeout: "1d" }, /"1d" is not a duration/u],
  ];
  for (const [spec, message] of cases) assert.match(denied({ spec }), message);
  assert.match(denied({}), /missing field\(s\): spec/u);
  assert.match(denied({ spec: { customRef } }, { name: "a".repeat(64) }), /not a DNS subdomain/u);
});

test("accepts the oddities of contract C78", () => {
  for (const spec of [
    { customRef: { apiVersion: "v1", kind: "Anything" } },
    { customRef, timeout: "-5s", retries: -1, status: "Whatever" },
  ]) {
    assert.equal(admit({ spec }, { name: "a.b.c" }).kind, "X");
  }
});

test("times in a CustomRun's status are whole seconds, but not in extraFields (contract C38a)", () => {
  const attempt = { startTime: "2026-11-24T10:00:00.999Z", conditions: [] };
  const { status } = admit({
    spec: { customRef },
    status: {
      startTime: "2026-11-24T10:00:00.123Z",
      completionTime: "2026-11-24T10:00:01Z",
      conditions: [{ type: "Succeeded", status: "True", lastTransitionTime: "2026-11-24T10:00:00.5Z" }],
      retriesStatus: [attempt],
      extraFields: { at: "2026-11-24T10:00:00.123Z" },
    },
  });
  assert.equal(status.startTime, "2026-11-24T10:00:00Z");
  assert.equal(status.conditions[0].lastTransitionTime, "2026-11-24T10:00:00Z");
  assert.equal(status.retriesStatus[0].startTime, "2026-11-24T10:00:00Z");
  assert.equal(status.extraFields.at, "2026-11-24T10:00:00.123Z");
});

test("a condition without a time gets null, which the schema refuses (contract C38)", () => {
  const { status } = admit({
    spec: { customRef },
    status: { conditions: [{ type: "Succeeded", status: "Unknown" }] },
  });
  assert.equal(status.conditions[0].lastTransitionTime, null);
});

test("refuses of a CustomRun's status what contract C38c lists", () => {
  const cases: readonly (readonly [status: JsonObject, RegExp])[] = [
    [{ results: [{ name: "a", value: 1 }] }, /status\.results\[0\]\.value: must be of type string/u],
    [{ startTime: "yesterday" }, /status\.startTime: "yesterday" is not an RFC 3339 time/u],
    [{ retriesStatus: [{ mine: 1 }] }, /status\.retriesStatus\[0\]\.mine: unknown field/u],
  ];
  for (const [status, message] of cases) assert.match(denied({ spec: { customRef }, status }), message);
});

test("a PipelineRun gets the hour and the service account, its tasks the kind of their reference", () => {
  const { spec } = admit(
    pipelineRun({ tasks: [{ name: "a", taskRef: { name: "build" }, timeout: "90s" }] }),
    runs,
  );
  assert.deepEqual(spec, {
    pipelineSpec: { tasks: [{ name: "a", taskRef: { name: "build", kind: "Task" }, timeout: "1m30s" }] },
    timeouts: { pipeline: "1h0m0s" },
    taskRunTemplate: { serviceAccountName: "default" },
  });
});

test("a PipelineRun of v1beta1 is kept with the fields of v1", () => {
  const old = pipelineRun(
    { tasks: [task] },
    {
      timeout: "3h",
      serviceAccountName: "robot",
      taskRunSpecs: [{ pipelineTaskName: "a", taskServiceAccountName: "ann" }],
    },
  );
  const { spec } = admit(old, { plural: "pipelineruns", version: "v1beta1" });
  assert.deepEqual(spec.timeouts, { pipeline: "3h0m0s" });
  assert.deepEqual(spec.taskRunTemplate, { serviceAccountName: "robot" });
  assert.deepEqual(spec.taskRunSpecs, [{ pipelineTaskName: "a", serviceAccountName: "ann" }]);
});

test("a field that the small Tekton does not know is refused with its path", () => {
  const spec = { tasks: [{ ...task, workspaces: [{ name: "w" }] }], workspaces: [] };
  const message = denied(pipelineRun(spec, { podTemplate: {} }), runs);
  assert.match(message, /spec\.pipelineSpec\.tasks\[0\]\.workspaces: unknown field/u);
  assert.match(message, /spec\.pipelineSpec\.workspaces: unknown field/u);
  assert.match(message, /spec\.podTemplate: unknown field/u);
  assert.match(
    denied(pipelineRun({ tasks: "a" }), runs),
    /spec\.pipelineSpec\.tasks: must be of type array/u,
  );
});

test("refuses pipelines that could not run", () => {
  const step = { name: "s", image: "busybox", script: "true" };
  const cases: readonly (readonly [pipelineSpec: JsonObject, RegExp])[] = [
    [{}, /a pipeline needs a task/u],
    [{ tasks: [{ name: "A", taskRef: customRef }] }, /"A" is not a DNS label/u],
    [{ tasks: [task, task] }, /task names must be unique, "a" is there already/u],
    [{ tasks: [{ name: "a" }] }, /expected exactly one of taskRef and taskSpec/u],
    [{ tasks: [{ name: "a", taskRef: { kind: "X" } }] }, /custom task must specify apiVersion/u],
    [
      { tasks: [{ name: "a", taskRef: { apiVersion: "v1", kind: "X" } }] },
      /must be in the format "group\/version"/u,
    ],
    [{ tasks: [{ name: "a", taskSpec: { customSpec: customRef } }] }, /taskSpec\.customSpec: unknown field/u],
    [{ tasks: [{ name: "a", taskSpec: { steps: [{ script: "true" }] } }] }, /steps\[0\]\.image: is missing/u],
    [{ tasks: [{ name: "a", taskSpec: { steps: [{ image: "x" }] } }] }, /needs a script or a command/u],
    [{ tasks: [{ ...task, onError: "continue", retries: 1 }] }, /cannot be set to "continue" when retries/u],
    [
      { tasks: [{ ...task, when: [{ input: "a", operator: "is", values: ["b"] }] }] },
      /operator "is" is not recognized/u,
    ],
    [{ tasks: [{ ...task, when: [{ cel: "true" }] }] }, /when\[0\]\.cel: unknown field/u],
    [{ tasks: [{ ...task, runAfter: ["b"] }] }, /depends on b, which is not in the pipeline/u],
    [
      { tasks: [{ ...task, params: [{ name: "p", value: "$(tasks.status)" }] }] },
      /can not refer to execution status/u,
    ],
    [{ tasks: [{ ...task, params: [{ name: "p", value: "$(HOME)" }] }] }, /must start with a valid prefix/u],
    [
      { tasks: [task], finally: [{ name: "f", taskSpec: { steps: [step] }, runAfter: ["a"] }] },
      /finally tasks start together/u,
    ],
    [
      {
        tasks: [task],
        finally: [
          { name: "f", taskSpec: { steps: [step] }, params: [{ name: "p", value: "$(tasks.x.status)" }] },
        ],
      },
      /pipeline task x is not defined in tasks/u,
    ],
    [
      { tasks: [task], results: [{ name: "r", value: "text" }] },
      /expected pipeline results to be task result expressions/u,
    ],
    [
      { tasks: [task], results: [{ name: "r", value: "$(tasks.b.results.x)" }] },
      /referencing a nonexistent task b/u,
    ],
    [{ tasks: [{ ...task, params: [{ name: "p" }] }] }, /params\[0\]\.value: is missing/u],
    [
      { params: [{ name: "p", type: "array", default: "x" }], tasks: [task] },
      /is of type string, but the type is array/u,
    ],
  ];
  for (const [pipelineSpec, message] of cases) assert.match(denied(pipelineRun(pipelineSpec), runs), message);
});

test("an embedded spec in a pipeline may be any JSON, as in Tekton: the CustomRun made of it is what is refused", () => {
  for (const spec of ["text", 5, ["a"], {}]) {
    const embedded = { name: "e", taskSpec: { apiVersion: "example.test/v1", kind: "Question", spec } };
    const { pipelineSpec } = admit(pipelineRun({ tasks: [embedded] }), runs).spec;
    assert.deepEqual(pipelineSpec.tasks[0].taskSpec.spec, spec);
  }
});

test("an unknown parameter is refused in a Pipeline and left alone inline in a PipelineRun", () => {
  const spec = { tasks: [{ ...task, params: [{ name: "p", value: "$(params.nobody)" }] }] };
  assert.match(
    denied({ spec }, { plural: "pipelines", version: "v1" }),
    /non-existent variable in "\$\(params\.nobody\)"/u,
  );
  assert.equal(admit(pipelineRun(spec), runs).spec.pipelineSpec.tasks[0].params[0].value, "$(params.nobody)");
});

test("timeouts must fit into each other (contract C42)", () => {
  const withTimeouts = (timeouts: JsonObject): JsonObject => pipelineRun({ tasks: [task] }, { timeouts });
  assert.match(denied(withTimeouts({ tasks: "2h" }), runs), /2h0m0s should be <= pipeline duration/u);
  assert.match(denied(withTimeouts({ tasks: "0" }), runs), /0s should be <= pipeline duration/u);
  assert.match(
    denied(withTimeouts({ pipeline: "0", tasks: "1m", finally: "1m" }), runs),
    /1m0s \+ 1m0s should be/u,
  );
  assert.match(denied(withTimeouts({ pipeline: "-1m" }), runs), /should be >= 0/u);
  assert.deepEqual(admit(withTimeouts({ pipeline: "0", tasks: "0" }), runs).spec.timeouts, {
    pipeline: "0s",
    tasks: "0s",
  });
});

test("of a PipelineRun only spec.status may change, and nothing once it is done", () => {
  const before = pipelineRun({ tasks: [task] });
  const cancelled = pipelineRun({ tasks: [task] }, { status: "Cancelled" });
  assert.equal(admit(cancelled, { ...runs, old: before }).spec.status, "Cancelled");
  assert.match(
    denied(pipelineRun({ tasks: [task] }, { params: [{ name: "p", value: "x" }] }), { ...runs, old: before }),
    /only status updates are allowed/u,
  );
  const done = { ...before, status: { conditions: [{ type: "Succeeded", status: "True" }] } };
  assert.match(denied(cancelled, { ...runs, old: done }), /complete, no updates are allowed/u);
  assert.match(denied(pipelineRun({ tasks: [task] }, { status: "Stop" }), runs), /Stop should be Cancelled/u);
});

test("annotations of Tekton Chains are dropped, and a TaskRun says who manages it", () => {
  const metadata = { annotations: { "chains.tekton.dev/signed": "true", kept: "yes" } };
  const run = admit({ ...pipelineRun({ tasks: [task] }), metadata: { name: "x", ...metadata } }, runs);
  assert.deepEqual(run.metadata.annotations, { kept: "yes" });
  const taskRun = admit({ spec: { taskRef: { name: "build" } } }, { plural: "taskruns", version: "v1" });
  assert.deepEqual(taskRun.metadata.labels, { "app.kubernetes.io/managed-by": "tekton-pipelines" });
});

test("a reference is a qualified name", () => {
  const refer = (name: string): JsonObject => ({ spec: { pipelineRef: { name } } });
  for (const name of ["p".repeat(64), "a b", "-a", "a/b/c", "A_/b"]) {
    assert.match(denied(refer(name), runs), /spec\.pipelineRef\.name: "[^"]*" can be no name/u);
  }
  for (const name of ["p".repeat(63), "A_b.c", "example.test/a"]) admit(refer(name), runs);
});
