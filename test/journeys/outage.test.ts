// The API server goes away for a while and comes back: nobody waits for longer than it was away.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { ShiftedTime } from "../../src/std/testing/shifted-time.ts";
import { ask, startProduct, untilEnded, vote } from "../builders/start-product.ts";

const STEP_MS = 250;

test("a run is told of its decision within seconds of the API server's return, without a Lease too", async (t) => {
  const time = new ShiftedTime();
  const product = await startProduct(t, { time });
  const { kube } = product;
  await ask(product, "one", { approvers: ["mary"] });
  kube.setFaults(({ resource, verb }) =>
    resource === "customruns" && verb === "update" ? { drop: "before" } : undefined,
  );
  assert.equal((await vote(product, "one", "mary")).status, 201);
  kube.setFaults(() => ({ drop: "before" }));
  kube.closeWatches("cut");
  // Twenty minutes of failures in five seconds: the next try would be minutes away.
  for (let step = 0; step < 20; step += 1) {
    await sleep(STEP_MS);
    time.advance(60_000);
  }
  await sleep(STEP_MS);
  kube.setFaults(undefined);
  const run = await untilEnded(product, "one");
  assert.equal(run.status?.conditions?.[0]?.reason, "Approved");
});
