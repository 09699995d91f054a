// The floor is honest: the bare client does what the product does, write by write and field by field.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject, Resource } from "../src/kube/kube-api.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../src/objects/resources.ts";
import { nameWrites } from "../test/kit/start-cluster.ts";
import {
  BASE_URL,
  startProduct,
  untilAsked,
  untilEnded,
  type TestProduct,
} from "../test/kit/start-product.ts";
import { decideBare, labelBare, openBare } from "./bare-client.ts";
import { castVote } from "./cast-vote.ts";
import { createRun } from "./pending.ts";
import { isLabelled } from "./states.ts";
import { until } from "../test/kit/until.ts";

const NAMESPACE = "default";

/** What an approval left behind: its writes in order, its run and its ApprovalTask. */
interface Left {
  readonly writes: readonly string[];
  readonly opened: readonly unknown[];
  readonly decided: readonly unknown[];
}

/** Both objects without what differs between any two approvals. */
async function readBoth({ api }: TestProduct, name: string): Promise<readonly unknown[]> {
  const read = async (resource: Resource): Promise<unknown> =>
    withoutIdentity(await api.get(resource, { namespace: NAMESPACE, name }), name);
  return [await read(CUSTOM_RUNS), await read(APPROVAL_TASKS)];
}

function withoutIdentity(object: KubeObject, name: string): unknown {
  const text = JSON.stringify({ ...object, metadata: { ...object.metadata, managedFields: [] } })
    .replaceAll(name, "NAME")
    .replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gu, "UID")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "TIME")
    .replaceAll(/sha256:[\da-f]{64}/gu, "DIGEST")
    .replaceAll(/"resourceVersion":"\d+"/gu, '"resourceVersion":"VERSION"');
  return JSON.parse(text);
}

async function playProduct(product: TestProduct, name: string): Promise<Left> {
  await createRun(product.api, NAMESPACE, name);
  await untilAsked(product, name);
  const opened = await readBoth(product, name);
  await castVote(product.url, NAMESPACE, name);
  await untilEnded(product, name);
  await until("the labels are written", async () => {
    return isLabelled(await product.api.get(APPROVAL_TASKS, { namespace: NAMESPACE, name }));
  });
  return { writes: nameWrites(product.writes.splice(0)), opened, decided: await readBoth(product, name) };
}

async function playBare(product: TestProduct, name: string): Promise<Left> {
  const pair = await openBare(product.api, await createRun(product.api, NAMESPACE, name), BASE_URL);
  const opened = await readBoth(product, name);
  await labelBare(product.api, await decideBare(product.api, pair, "mary"));
  return { writes: nameWrites(product.writes.splice(0)), opened, decided: await readBoth(product, name) };
}

test("the bare client does the product's writes, with the same content", async (t) => {
  const product = await startProduct(t);
  const ofProduct = await playProduct(product, "of-the-product");
  await product.stop();
  product.writes.splice(0);
  const ofBare = await playBare(product, "of-the-bare-client");
  assert.deepEqual(ofBare, ofProduct);
  assert.equal(ofBare.writes.length, 7, "the run's creation and six writes");
});
