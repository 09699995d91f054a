// Runs that nobody would serve: those that can mean nothing but an approval end at once, of others an Event tells.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAskingRun } from "../../test/kit/make-run.ts";
import { startProduct, untilAsked, untilEnded, type TestProduct } from "../../test/kit/start-product.ts";
import { attachTekton } from "../../test/kit/start-tekton.ts";
import { until } from "../../test/kit/until.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, EVENTS } from "../objects/resources.ts";
import type { CustomRun, CustomRunSpec } from "../objects/run/custom-run.ts";
import type { KubeEvent } from "./event-series.ts";

const apiVersion = "tekton.automatiko.io/v1beta1";
const kind = "ApprovalTask";
const ADVICE = "write apiVersion: tekton.automatiko.io/v1beta1 and kind: ApprovalTask in the task's taskRef";

async function createNaming(
  { api }: TestProduct,
  name: string,
  customRef: NonNullable<CustomRunSpec["customRef"]>,
): Promise<void> {
  await api.create(CUSTOM_RUNS, makeAskingRun(name, { approvers: ["ann"] }, { customRef }));
}

async function listEvents({ api }: TestProduct, reason: string): Promise<readonly KubeEvent[]> {
  const { items } = await api.list<KubeEvent>(EVENTS, { namespace: "default" });
  return items.filter((event) => event.reason === reason);
}

const readRun = ({ api }: TestProduct, name: string): Promise<CustomRun> =>
  api.get<CustomRun>(CUSTOM_RUNS, { namespace: "default", name });

test("our kind is served in any case", async (t) => {
  const product = await startProduct(t);
  await createNaming(product, "small", { apiVersion, kind: "approvaltask" });
  await createNaming(product, "capitals", {
    apiVersion: "Tekton.Automatiko.IO/V1beta1",
    kind: "APPROVALTASK",
  });
  for (const name of ["small", "capitals"]) {
    assert.deepEqual((await untilAsked(product, name)).spec.approvers, ["ann"]);
  }
});

test("a run that can mean nothing but an approval ends at once, with what to write and all results", async (t) => {
  const product = await startProduct(t);
  await createNaming(product, "former", { apiVersion: "tekton.automatiko.io/v1alpha1", kind });
  await createNaming(product, "no-kind", { apiVersion, kind: "Task" });
  for (const name of ["former", "no-kind"]) {
    const { status } = await untilEnded(product, name);
    const [condition] = status?.conditions ?? [];
    assert.deepEqual([condition?.status, condition?.reason], ["False", "ApprovalParametersInvalid"], name);
    assert.ok(condition?.message?.includes(ADVICE), condition?.message);
    assert.equal(status?.results?.find((result) => result.name === "decision")?.value, "false");
  }
  const { items } = await product.api.list(APPROVAL_TASKS, { namespace: "default" });
  assert.deepEqual(items, [], "nobody was asked");
});

test("a pipeline whose taskRef has no kind, which Tekton lets in, fails with what to write", async (t) => {
  const product = await startProduct(t);
  const tekton = await attachTekton(t, product);
  await tekton.run("p", { tasks: [{ name: "approve", taskRef: { apiVersion } }] });
  const { status } = await tekton.finished("p");
  assert.equal(status?.conditions?.[0]?.reason, "Failed");
  const run = await readRun(product, "p-approve");
  assert.ok(run.status?.conditions?.[0]?.message?.includes(ADVICE));
});

test("a kind of our group that is not known is told of once, and nothing is written to the run", async (t) => {
  const product = await startProduct(t);
  await createNaming(product, "plural", { apiVersion, kind: "ApprovalTasks" });
  const [event] = await until("an Event", async () => {
    const events = await listEvents(product, "ApprovalKindUnknown");
    return events.length > 0 ? events : undefined;
  });
  assert.equal(event?.type, "Warning");
  assert.equal(event?.involvedObject["name"], "plural");
  assert.match(event?.message ?? "", /^Nobody is asked, unless another controller serves this run\./u);
  assert.ok(event?.message.includes(ADVICE), event?.message);
  // Somebody else serves it after all, or changes it: nothing new to tell.
  const body = { metadata: { labels: { seen: "yes" } } };
  await product.api.patch(CUSTOM_RUNS, { namespace: "default", name: "plural" }, { type: "merge", body });
  await createNaming(product, "ours", { apiVersion, kind });
  await untilAsked(product, "ours");
  const events = await listEvents(product, "ApprovalKindUnknown");
  assert.deepEqual(
    events.map(({ count }) => count),
    [1],
  );
  assert.equal((await readRun(product, "plural")).status, undefined);
});

test("nothing is told of a run of our group that another controller has begun, nor of others", async (t) => {
  const product = await startProduct(t);
  await product.stop();
  await createNaming(product, "served", { apiVersion, kind: "Wait" });
  const status = {
    conditions: [
      { type: "Succeeded", status: "Unknown", reason: "Running", lastTransitionTime: "2026-11-24T10:00:00Z" },
    ],
  };
  const patch = { type: "merge", subresource: "status", body: { status } } as const;
  await product.api.patch(CUSTOM_RUNS, { namespace: "default", name: "served" }, patch);
  await createNaming(product, "foreign", { apiVersion: "wait.example/v1", kind: "Wait" });
  await createNaming(product, "waiting", { apiVersion, kind: "Wait" });
  const again = await startProduct(t, { cluster: product });
  const events = await until("the Event of the one that waits", async () => {
    const found = await listEvents(again, "ApprovalKindUnknown");
    return found.length > 0 ? found : undefined;
  });
  assert.deepEqual(
    events.map(({ involvedObject }) => involvedObject["name"]),
    ["waiting"],
  );
});
