// What the API server and Tekton's webhook together make of a CustomRun that somebody writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeApi } from "../../src/kube/kube-api.ts";
import { KubeError } from "../../src/kube/kube-error.ts";
import { CUSTOM_RUNS } from "../../src/objects/resources.ts";
import type { CustomRun } from "./objects/custom-run.ts";
import { startTekton } from "../../test/kit/start-tekton.ts";

const ref = { namespace: "default", name: "r1" };
const customRef = { apiVersion: "tekton.automatiko.io/v1beta1", kind: "ApprovalTask" };

function create(api: KubeApi, spec: object = { customRef }): Promise<CustomRun> {
  return api.create<CustomRun>(CUSTOM_RUNS, {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: ref,
    spec,
  });
}

function writeStatus(api: KubeApi, status: object): Promise<CustomRun> {
  return api.patch<CustomRun>(CUSTOM_RUNS, ref, { type: "merge", subresource: "status", body: { status } });
}

async function codeOf(write: Promise<unknown>): Promise<number> {
  try {
    await write;
    return 200;
  } catch (error) {
    assert.ok(error instanceof KubeError, String(error));
    return error.status.code;
  }
}

const condition = { type: "Succeeded", status: "True", reason: "Approved", message: "" };
const lastTransitionTime = "2026-11-24T10:00:00Z";

test("a condition without a time is 422 with the webhook, and accepted without (C38)", async (t) => {
  const { api } = await startTekton(t);
  await create(api);
  assert.equal(await codeOf(writeStatus(api, { conditions: [condition] })), 422);
  assert.equal(await codeOf(writeStatus(api, { conditions: [{ ...condition, lastTransitionTime }] })), 200);

  const bare = await startTekton(t, { webhook: false });
  await create(bare.api);
  assert.equal(await codeOf(writeStatus(bare.api, { conditions: [condition] })), 200);
});

test("fields of a status that nobody knows are dropped, and extraFields keeps what it has (C38)", async (t) => {
  const { api } = await startTekton(t);
  await create(api);
  const extraFields = { mine: { at: "2026-11-24T10:00:00.123Z", list: [1, null] } };
  const { status } = await writeStatus(api, { mine: 1, extraFields, startTime: "2026-11-24T10:00:00.999Z" });
  assert.deepEqual(status, { extraFields, startTime: "2026-11-24T10:00:00Z" });
});

test("a result that is no text is 400 with the webhook and 422 without, an attempt with an unknown field 400 (C38c)", async (t) => {
  const { api } = await startTekton(t);
  await create(api);
  const numeric = { results: [{ name: "decision", value: 1 }] };
  assert.equal(await codeOf(writeStatus(api, numeric)), 400);
  assert.equal(await codeOf(writeStatus(api, { retriesStatus: [{ mine: 1 }] })), 400);
  assert.equal(await codeOf(writeStatus(api, { completionTime: "soon" })), 400);

  const bare = await startTekton(t, { webhook: false });
  await create(bare.api);
  assert.equal(await codeOf(writeStatus(bare.api, numeric)), 422);
  assert.equal(await codeOf(writeStatus(bare.api, { retriesStatus: [{ mine: 1 }] })), 200);
});

test("an earlier attempt whose condition has no time can be written again as it then stands", async (t) => {
  const { api } = await startTekton(t);
  await create(api);
  const attempt = { conditions: [{ type: "Succeeded", status: "False" }] };
  const { status } = await writeStatus(api, { retriesStatus: [attempt] });
  assert.equal(
    await codeOf(writeStatus(api, { ...status, conditions: [{ ...condition, lastTransitionTime }] })),
    200,
  );
});

test("writing the same status again changes nothing, milliseconds or not (C38a)", async (t) => {
  const { api } = await startTekton(t);
  await create(api);
  const status = {
    conditions: [{ ...condition, lastTransitionTime }],
    startTime: "2026-11-24T10:00:00.500Z",
  };
  const first = await writeStatus(api, status);
  const second = await writeStatus(api, status);
  assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
});

test("an embedded spec that is null or absent is 422, an empty one is fine (C13)", async (t) => {
  const { api } = await startTekton(t);
  assert.equal(await codeOf(create(api, { customSpec: customRef })), 422);
  await assert.rejects(create(api, { customSpec: customRef }), {
    message:
      '422 Invalid: CustomRun.tekton.dev "r1" is invalid: spec.customSpec.spec: Invalid value: "null": ' +
      'spec.customSpec.spec in body must be of type object: "null"',
  });
  assert.equal(await codeOf(create(api, { customSpec: { ...customRef, spec: {} } })), 200);
});

test("the spec can be changed by anybody who may, and a cancel counts as one generation (C15, C17)", async (t) => {
  const { api } = await startTekton(t);
  const { metadata } = await create(api);
  assert.equal(metadata.generation, 1);
  const patch = {
    type: "merge",
    body: { spec: { status: "RunCancelled", params: [{ name: "a", value: 1 }] } },
  } as const;
  const changed = await api.patch<CustomRun>(CUSTOM_RUNS, ref, patch);
  assert.equal(changed.metadata.generation, 2);
  assert.deepEqual(changed.spec.params, [{ name: "a", value: "1" }]);
});

test("runs cannot be selected by a field of their spec (C2)", async (t) => {
  const { api } = await startTekton(t);
  assert.equal(
    await codeOf(api.list(CUSTOM_RUNS, { fieldSelector: "spec.customRef.kind=ApprovalTask" })),
    400,
  );
});

test("a timeout is kept as Go writes it, and one that is none is refused (C44)", async (t) => {
  const { api } = await startTekton(t);
  assert.equal(await codeOf(create(api, { customRef, timeout: "1d" })), 400);
  assert.equal((await create(api, { customRef, timeout: "90m" })).spec.timeout, "1h30m0s");
});
