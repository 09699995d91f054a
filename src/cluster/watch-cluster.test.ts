import assert from "node:assert/strict";
import { test } from "node:test";

import { startCluster } from "../../test/kit/start-cluster.ts";
import { until } from "../../test/kit/until.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { silentLogger } from "../std/logger.ts";
import { holdCluster } from "../../test/kit/hold-cluster.ts";
import { watchCluster } from "./watch-cluster.ts";

test("what this process wrote or read is known and told at once, and only once", async (t) => {
  const { api } = await startCluster(t);
  const cluster = holdCluster(api);
  const heard: string[] = [];
  const end = cluster.subscribe({ onRun: ({ type, ref }) => heard.push(`${type} ${ref.name}`) });
  const run = makeReferringRun({ approvers: ["mary"] });
  cluster.runs.observe(run);
  cluster.runs.observe(run);
  assert.deepEqual(heard, [`upsert ${run.metadata.name}`]);
  assert.deepEqual(cluster.runs.get(run.metadata)?.spec, run.spec);
  end();
  cluster.runs.observe({ ...run, metadata: { ...run.metadata, name: "another" } });
  assert.equal(heard.length, 1, "who has left hears nothing");
});

test("a cluster is ready when each kind is listed, and says which is not", async (t) => {
  const { api, kube } = await startCluster(t);
  kube.setFaults(({ resource }) => (resource === "pipelineruns" ? { hang: true } : undefined));
  const cluster = watchCluster({ api, logger: silentLogger });
  t.after(() => cluster.stop());
  const stopped = assert.rejects(cluster.start(), /stopped before the first list of pipelineruns/u);
  const silent = "The Kubernetes API server has said nothing about pipelineRuns for too long.";
  await until("only pipeline runs are not listed", () => cluster.isReady() === silent);
  await cluster.stop();
  await stopped;
});

test("a cluster that is all there is ready", async (t) => {
  const { api } = await startCluster(t);
  const cluster = watchCluster({ api, logger: silentLogger });
  t.after(() => cluster.stop());
  await cluster.start();
  assert.equal(cluster.isReady(), true);
});
