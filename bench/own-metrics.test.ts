import assert from "node:assert/strict";
import { test } from "node:test";

import { Metrics } from "../src/std/metrics.ts";
import { countSent, countWrites, readHeapKb } from "./own-metrics.ts";

function metricsOf(...requests: readonly (readonly [verb: string, plural: string])[]): Promise<string> {
  const metrics = new Metrics();
  for (const [verb, plural] of requests) {
    metrics.observeKubeRequest({ verb, resource: { plural }, code: 200, durationMs: 3 });
  }
  return metrics.toText();
}

test("every request that changes something is counted, whatever its answer", async () => {
  const text = await metricsOf(
    ["update", "customruns"],
    ["update", "customruns"],
    ["create", "approvaltasks"],
    ["patch", "approvaltasks"],
    ["delete", "approvaltasks"],
  );
  assert.equal(countWrites(text), 5);
});

test("reads are not counted, and Leases are not", async () => {
  const text = await metricsOf(
    ["list", "customruns"],
    ["watch", "approvaltasks"],
    ["get", "customruns"],
    ["update", "leases"],
  );
  assert.equal(countWrites(text), 0);
});

test("messages that were accepted are counted, by their channel", async () => {
  const metrics = new Metrics();
  for (const [channel, kind, outcome] of [
    ["slack", "request", "sent"],
    ["slack", "outcome", "sent"],
    ["slack", "request", "refused"],
    ["mail", "request", "sent"],
  ] as const)
    metrics.countNotice({ channel, kind, outcome });
  const text = await metrics.toText();
  assert.deepEqual([countSent(text, "slack"), countSent(text, "mail"), countSent(text, "teams")], [2, 1, 0]);
});

test("the heap in use is read", async () => {
  assert.ok(readHeapKb(await metricsOf()) > 1000);
});
