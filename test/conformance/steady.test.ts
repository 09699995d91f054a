// Nothing is written without need, and nothing that others write is taken for ours.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { suite } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeObject, Resource } from "../../src/kube/kube-api.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, EVENTS } from "../../src/objects/resources.ts";
import { formatTime } from "../../src/std/clock.ts";
import { NAMESPACES } from "../cluster/cluster-under-test.ts";
import { until } from "../kit/until.ts";
import { approval, handMadeRun, type Values } from "./pipelines.ts";
import { cluster, scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** A whole minute once, where Tekton is newest; elsewhere long enough for whatever would loop. */
const QUIET_MS = cluster.tekton === "1.15.0" && cluster.webhook ? 60_000 : 10_000;
const MANY = 300;
const AT_ONCE = 20;
const MANY_MAY_TAKE_MB = 250;
const HOLD = "example.test/hold";

interface EventObject extends KubeObject {
  readonly type?: string;
  readonly reason?: string;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
}

/** The version of every run and approval of the world. */
async function versions(world: World): Promise<Record<string, string>> {
  const read = async (resource: Resource): Promise<[string, string][]> => {
    const { items } = await world.kube.list(resource, { namespace: world.namespace });
    return items.map(({ metadata }) => [
      `${resource.plural}/${metadata.name}`,
      metadata.resourceVersion ?? "",
    ]);
  };
  return Object.fromEntries([...(await read(CUSTOM_RUNS)), ...(await read(APPROVAL_TASKS))]);
}

/** Ended by somebody else. */
function endedStatus(): CustomRun["status"] & object {
  const now = formatTime(Date.now());
  return {
    conditions: [
      { type: "Succeeded", status: "True", reason: "Forged", message: "", lastTransitionTime: now },
    ],
    startTime: now,
    completionTime: now,
    results: [{ name: "decision", value: "true" }],
  };
}

function residentMegabytes(pid: number): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  return Number(/VmRSS:\s+(\d+) kB/u.exec(readFileSync(file, "utf8"))?.[1]) / 1024;
}

async function letGo(world: World, resource: Resource, name: string): Promise<void> {
  const body = { metadata: { finalizers: null } };
  await world.kube.patch(resource, world.ref(name), { type: "merge", body });
}

suite("Steady", { concurrency: 3 }, () => {
  scenario(
    31,
    `no write for ${QUIET_MS / 1000} s while nothing changes, also after a restart`,
    async (world) => {
      await world.createRun(handMadeRun("pending"));
      await world.createRun(handMadeRun("half", { approvers: ["ann", "bob"], strategy: "MULTI" }));
      await world.createRun(handMadeRun("done"));
      await world.createRun(handMadeRun("refused", { strategy: "four_eyes" }));
      await world.createRun(handMadeRun("limited", {}, { timeout: "1h", retries: 2 }));
      await world.answer("half", "ann", "approve");
      await world.answer("done", "ann", "approve");
      await world.pending("limited");
      await world.ended("done", "True", "Approved");
      await world.ended("refused", "False", "ApprovalParametersInvalid");
      await sleep(1_000);
      const before = await versions(world);
      assert.equal(Object.keys(before).length, 9);
      await sleep(QUIET_MS / 2);
      await world.product.restart();
      await sleep(QUIET_MS / 2);
      assert.deepEqual(await versions(world), before);
    },
  );

  scenario(33, "approvers edited into a run after it was opened may not answer", async (world) => {
    await world.createPipelineRun("p", [approval("approve", { approvers: ["ann"] })]);
    const { digest } = await world.pending("p-approve");
    const params = [{ name: "approvers", value: ["mallory"] }];
    await world.patchRun("p-approve", { params });
    await world.product.restart();
    const shown = await world.pending("p-approve");
    assert.deepEqual(shown.assignees, [{ kind: "user", name: "ann" }]);
    assert.equal(shown.digest, digest);
    assert.equal((await world.vote("p-approve", "mallory", { decision: "approve" })).status, 403);
    await world.answer("p-approve", "ann", "approve");
    await world.ended("p-approve", "True", "Approved");
  });

  scenario(
    33,
    "a run that is no longer of our kind is left alone, and its approval closes",
    async (world) => {
      const { metadata } = await world.createRun(handMadeRun("turned"));
      await world.pending("turned");
      const customRef = { apiVersion: "example.test/v1", kind: "Other" };
      const turned = await world.patchRun("turned", { customRef });
      const closed = await world.untilShown(
        "turned",
        "to be cancelled",
        ({ state }) => state === "cancelled",
      );
      assert.equal(closed.votes.length, 0);
      assert.equal((await world.vote("turned", "ann", { decision: "approve" })).status, 409);
      await sleep(1_000);
      const now = await world.run("turned");
      assert.equal(now.metadata.resourceVersion, turned.metadata.resourceVersion, metadata.uid);
    },
  );

  scenario(
    34,
    "a status that somebody else gave a run closes the approval and is told in an Event",
    async (world) => {
      const { metadata } = await world.createRun(handMadeRun("forged"));
      world.history.forgive(metadata.uid);
      await world.pending("forged");
      const run = await world.run("forged");
      await world.kube.updateStatus<CustomRun>(CUSTOM_RUNS, { ...run, status: endedStatus() });
      await world.untilShown("forged", "to be cancelled", ({ state }) => state === "cancelled");
      assert.equal((await world.vote("forged", "ann", { decision: "approve" })).status, 409);
      assert.equal((await world.run("forged")).status?.conditions?.[0]?.reason, "Forged", "it is not undone");
      const told = await until("an Event to tell of it", async () => {
        const { items } = await world.kube.list<EventObject>(EVENTS, { namespace: world.namespace });
        return items.find(({ reason }) => reason === "RunEndedByOthers");
      });
      assert.equal(told.type, "Warning");
      assert.equal(told.involvedObject?.name, "forged");
    },
  );

  scenario(
    37,
    `${MANY} pending runs: nothing is written after a restart, and memory stays small`,
    async (world, t) => {
      const names = Array.from({ length: MANY }, (_, index) => `many-${index}`);
      for (let first = 0; first < MANY; first += AT_ONCE) {
        const some = names.slice(first, first + AT_ONCE);
        await Promise.all(some.map((name) => world.createRun(handMadeRun(name))));
      }
      const labels: Values = { decision: "pending" };
      await until(
        "all approvals to be open",
        async () => {
          const { items } = await world.kube.list(APPROVAL_TASKS, { namespace: world.namespace });
          const open = items.filter(({ metadata }) => metadata.labels?.["decision"] === labels["decision"]);
          return open.length === MANY;
        },
        { withinMs: 120_000, everyMs: 500 },
      );
      await sleep(1_000);
      const before = await versions(world);
      await world.product.restart();
      await sleep(5_000);
      assert.deepEqual(await versions(world), before);
      const megabytes = residentMegabytes(world.product.pid);
      t.diagnostic(`${megabytes?.toFixed(0)} MB resident`);
      if (megabytes !== undefined) assert.ok(megabytes < MANY_MAY_TAKE_MB, `${megabytes} MB`);
    },
  );

  scenario(
    38,
    "runs that are ended when first seen are not touched, and those that are going are cancelled",
    async (world, t) => {
      await world.product.kill();
      const done = await world.createRun(handMadeRun("done"));
      world.history.forgive(done.metadata.uid);
      await world.kube.updateStatus<CustomRun>(CUSTOM_RUNS, { ...done, status: endedStatus() });
      const held = handMadeRun("going");
      await world.createRun({
        ...held,
        metadata: { ...held.metadata, finalizers: [HOLD] },
      });
      t.after(() => letGo(world, CUSTOM_RUNS, "going"));
      await world.kube.delete(CUSTOM_RUNS, world.ref("going"), {});
      const before = await versions(world);
      await world.product.restart();
      await world.createRun(handMadeRun("fresh"));
      await world.answer("fresh", "ann", "approve");
      await world.ended("fresh", "True", "Approved");
      await world.ended("going", "False", "CustomRunCancelled");
      const after = await versions(world);
      assert.equal(after["customruns/done"], before["customruns/done"]);
      assert.deepEqual(Object.keys(after).sort(), [
        "approvaltasks/fresh",
        "customruns/done",
        "customruns/fresh",
        "customruns/going",
      ]);
    },
  );

  scenario(38, "a namespace that is going away causes no error loop", async (world) => {
    const held = handMadeRun("held");
    await world.createRun({
      ...held,
      metadata: { ...held.metadata, finalizers: [HOLD] },
    });
    await world.pending("held");
    const logged = world.product.log.length;
    await world.kube.delete(NAMESPACES, { name: world.namespace }, {});
    await sleep(4_000);
    const problems = world.product.log
      .slice(logged)
      .split("\n")
      .filter((line) => /"level":"(error|warn)"/u.test(line));
    assert.ok(problems.length < 10, problems.join("\n"));
    await letGo(world, CUSTOM_RUNS, "held");
  });
});
