// Somebody cancels an approval, before the whole product: what is written, in which order, and where it is told.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../src/kube/kube-api.ts";
import { EVENTS } from "../../src/objects/resources.ts";
import { nameWrites } from "../kit/start-cluster.ts";
import { ask, startProduct, untilEnded } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";

interface Event extends KubeObject {
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string };
}

test("cancelling is three writes, an Event on both objects, and a count that names nobody", async (t) => {
  const product = await startProduct(t);
  await ask(product, "release", { approvers: ["mary"], strategy: "SINGLE" }, { retries: 2, timeout: "1h" });
  product.writes.length = 0;
  const answer = await fetch(`${product.url}/api/v1/approvals/default/release/cancel?user=ines`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ reason: "wrong version" }),
  });
  assert.equal(answer.status, 201, await answer.clone().text());

  const { status, spec } = await untilEnded(product, "release");
  const [condition] = status?.conditions ?? [];
  assert.deepEqual([condition?.status, condition?.reason], ["False", "CustomRunCancelled"]);
  assert.equal(condition?.message, "Cancelled by ines: “wrong version”.");
  assert.equal(spec?.status, undefined);
  const wanted = ["update approvaltasks/status", "update customruns/status", "patch approvaltasks"];
  await until("all is written", async () => nameWrites(product.writes).length >= wanted.length);
  assert.deepEqual(nameWrites(product.writes), wanted);

  const told = await until("both are told", async () => {
    const { items } = await product.api.list<Event>(EVENTS, { namespace: "default" });
    const cancelled = items.filter(({ reason }) => reason === "Cancelled");
    return cancelled.length >= 2 ? cancelled : undefined;
  });
  assert.deepEqual(told.map(({ involvedObject }) => involvedObject.kind).toSorted(), [
    "ApprovalTask",
    "CustomRun",
  ]);
  for (const { message } of told) assert.equal(message, "Cancelled by ines: “wrong version”.");

  const metrics = await (await fetch(`${product.probeUrl}/metrics`)).text();
  assert.match(metrics, /^countersign_cancels_total\{outcome="recorded"\} 1$/mu);
  assert.doesNotMatch(metrics, /ines|mary|release|wrong version/u);
});
