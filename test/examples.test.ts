// Each pipeline of examples/ does what its comment says, on the whole product: people answer over HTTP, the small Tekton
// goes on, and the steps print.
import assert from "node:assert/strict";
import { test } from "node:test";

import { PIPELINES, TASKS } from "../sandbox/tekton/objects/resources.ts";
import { attachTekton, type TestTekton } from "./kit/start-tekton.ts";
import type { KubeObject, Resource } from "../src/kube/kube-api.ts";
import { isAlreadyExists } from "../src/kube/kube-error.ts";
import { PIPELINE_RUNS } from "../src/objects/resources.ts";
import { startProduct, untilAsked, type TestProduct } from "./kit/start-product.ts";
import { readExamples, type Example } from "./examples/read-examples.ts";
import { readOutcomes, type Action, type Outcome } from "./examples/read-outcomes.ts";

const RESOURCES: Readonly<Record<string, Resource>> = {
  Task: TASKS,
  Pipeline: PIPELINES,
  PipelineRun: PIPELINE_RUNS,
};

/** Creates what a file holds, as `kubectl create -f` does; answers the PipelineRun's name. */
async function create({ api }: TestProduct, objects: readonly KubeObject[]): Promise<string> {
  let name = "";
  for (const object of objects) {
    const resource = RESOURCES[object.kind];
    assert.ok(resource, object.kind);
    const version = object.apiVersion.split("/")[1] ?? "";
    const placed = { ...object, metadata: { ...object.metadata, namespace: "default" } };
    try {
      ({ name } = (await api.create({ ...resource, version }, placed)).metadata);
    } catch (error) {
      // Of a file with a Pipeline in it, only the PipelineRun is new the second time.
      assert.ok(isAlreadyExists(error), String(error));
    }
  }
  return name;
}

/** The same pipeline with a short timeout where it has one, for nobody to answer within. */
function hurry(objects: readonly KubeObject[]): readonly KubeObject[] {
  return JSON.parse(
    JSON.stringify(objects, (key, value: unknown) => (key === "timeout" ? "1s" : value)),
  ) as KubeObject[];
}

async function answer(
  { url }: TestProduct,
  approval: string,
  { by, group, decision, comment }: Action,
): Promise<void> {
  const who = new URLSearchParams({ user: by, ...(group !== undefined && { group }) });
  const response = await fetch(`${url}/api/v1/approvals/default/${approval}/votes?${who.toString()}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ decision, comment }),
  });
  assert.equal(response.status, 201, await response.text());
}

async function check(
  product: TestProduct,
  tekton: TestTekton,
  { objects }: Example,
  outcome: Outcome,
): Promise<void> {
  const run = await create(product, outcome.actions.length === 0 ? hurry(objects) : objects);
  const approval = `${run}-approval`;
  await untilAsked(product, approval);
  for (const action of outcome.actions) await answer(product, approval, action);
  const { status } = await tekton.finished(run);
  assert.equal(status?.conditions?.[0]?.reason, outcome.reason);
  if (outcome.printed === undefined) return;
  const { task, text } = outcome.printed;
  const { steps } = (await tekton.taskRun(`${run}-${task}`)).status ?? {};
  const output = tekton.tekton.outputs.get("default", `${run}-${task}`, steps?.[0]?.name ?? "");
  assert.equal(output?.text, `${text}\n`);
}

test("every example does what its comment says", async (t) => {
  const product = await startProduct(t);
  const tekton = await attachTekton(t, product);
  for (const example of await readExamples()) {
    const outcomes = readOutcomes(example.text);
    assert.ok(outcomes.length >= 2, `${example.name}.yaml says what happens on approval and on rejection`);
    for (const outcome of outcomes) {
      await t.test(`${example.name}: ${outcome.line}`, () => check(product, tekton, example, outcome));
    }
  }
});
