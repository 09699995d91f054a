// The API server goes away, or holds something back, and comes back: nobody waits for longer than that.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { silentLogger, type Logger } from "../../src/std/logger.ts";
import { ShiftedTime } from "../kit/shifted-time.ts";
import { makeAskingRun } from "../kit/make-run.ts";
import { ask, startProduct, untilAsked, untilEnded, vote } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";
import { makePipelineRun, ownedBy } from "../kit/make-pipeline-run.ts";

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
  let failures = 0;
  kube.setFaults(() => {
    failures += 1;
    return { drop: "before" };
  });
  kube.closeWatches("cut");
  // Twenty minutes of failures in five seconds: the next try would be minutes away.
  for (let step = 0; step < 20; step += 1) {
    await sleep(STEP_MS);
    time.advance(60_000);
  }
  await sleep(STEP_MS);
  assert.ok(failures > 20, `${failures} requests failed`);
  kube.setFaults(undefined);
  const run = await untilEnded(product, "one");
  assert.equal(run.status?.conditions?.[0]?.reason, "Approved");
});

test("a replica whose watch does not bring what it wrote itself is not ready, and says so; it heals itself", async (t) => {
  const time = new ShiftedTime();
  const product = await startProduct(t, { time });
  const { kube, url } = product;
  await ask(product, "held", { approvers: ["mary"] });
  kube.setFaults(({ resource, verb }) => {
    if (resource !== "approvaltasks") return undefined;
    if (verb === "watch") return { hang: true };
    return verb === "list" ? { refuse: { code: 503 } } : undefined;
  });
  kube.closeWatches("end");
  assert.equal((await vote(product, "held", "mary")).status, 201);
  await untilEnded(product, "held");
  assert.equal((await fetch(`${url}/readyz`)).status, 200, "it may be late for a while");
  time.advance(11_000);
  const answer = await fetch(`${url}/readyz`);
  assert.equal(answer.status, 503);
  assert.match(
    await answer.text(),
    /watch of approvals has been behind what this process knows since \d{4}-/u,
  );
  kube.setFaults(undefined);
  await until("it is ready again", async () => (await fetch(`${url}/readyz`)).ok);
});

test("a watch of PipelineRuns that is held up is found out by what is read of them", async (t) => {
  const time = new ShiftedTime();
  const anew: unknown[] = [];
  const warn: Logger["warn"] = ({ resource }, message) =>
    void (message.endsWith("listing again") && anew.push(resource));
  const product = await startProduct(t, { time, logger: { ...silentLogger, warn } });
  const { api, kube } = product;
  kube.setFaults(({ resource, verb }) =>
    resource === "pipelineruns" && verb === "watch" ? { hang: true } : undefined,
  );
  kube.closeWatches("end");
  const metadata = ownedBy(await api.create(PIPELINE_RUNS, makePipelineRun("release")));
  await api.create(CUSTOM_RUNS, makeAskingRun("owned", { approvers: ["mary"] }, { metadata }));
  await untilAsked(product, "owned");
  time.advance(11_000);
  await until("PipelineRuns are listed again", async () => anew.includes("pipelineruns"));
});
