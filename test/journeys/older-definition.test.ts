// The definition in the cluster is older than the product. By itself an API server drops what it does not know, and answers as if
// all of it had been stored.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { readIfThere } from "../../src/kube/read-if-there.ts";
import { CUSTOM_RUNS } from "../../src/objects/resources.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { makeAskingRun } from "../kit/make-run.ts";
import { APPROVAL_DEFINITION, startCluster } from "../kit/start-cluster.ts";
import { ask, startProduct, type TestProduct, untilAsked, vote } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";

type Fields = Record<string, unknown>;

/** On a cluster whose definition lacks the last field of the path: `status.properties.votes`. */
async function startWithout(t: TestContext, path: string): Promise<TestProduct> {
  const definition = structuredClone(APPROVAL_DEFINITION) as {
    readonly spec: {
      readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Fields } }[];
    };
  };
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let holder = definition.spec.versions[0]?.schema.openAPIV3Schema["properties"] as Fields;
  for (const key of keys) holder = holder[key] as Fields;
  assert.ok(last in holder, path);
  delete holder[last];
  return await startProduct(t, { cluster: await startCluster(t, definition) });
}

test("a vote that it has no room for is not recorded, and nobody is told that it is", async (t) => {
  const product = await startWithout(t, "status.properties.votes.items.properties.operation");
  await ask(product, "deploy", { approvers: ["ann"] });
  const refused = await vote(product, "deploy", "ann", { headers: { "Idempotency-Key": "one" } });
  assert.equal(refused.status, 503);
  assert.match(await refused.text(), /refuses to record it.+400 BadRequest/u);
  const { status } = await untilAsked(product, "deploy");
  assert.deepEqual([status?.status, status?.votes], ["pending", []]);
  assert.equal((await vote(product, "deploy", "ann")).status, 201, "one that has room is taken");
});

test("a run whose approval it has no room for is held up, and says what to apply", async (t) => {
  const product = await startWithout(t, "spec.properties.onReject");
  await product.api.create(CUSTOM_RUNS, makeAskingRun("deploy", { approvers: ["ann"] }));
  const said = await until("the run says why", async () => {
    const run = await readIfThere<CustomRun>(product.api, CUSTOM_RUNS, {
      namespace: "default",
      name: "deploy",
    });
    const [condition] = run?.status?.conditions ?? [];
    return condition?.message?.includes("deploy/crds") === true ? condition : undefined;
  });
  assert.deepEqual([said.status, said.reason], ["Unknown", "Pending"]);
  assert.match(
    said.message ?? "",
    /definition of ApprovalTasks in the cluster is older than this Countersign/u,
  );
});
