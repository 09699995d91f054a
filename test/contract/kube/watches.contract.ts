// Kubernetes documentation: "API concepts: Efficient detection of changes", "Watch bookmarks", "410 Gone".
import assert from "node:assert/strict";
import { isExpired } from "../../../src/kube/kube-error.ts";
import { compareResourceVersions } from "../../../src/kube/resource-version.ts";
import { type ContractCases, refOf, versionOf } from "./contract-world.contract.ts";
import { until } from "../../kit/until.ts";

export const watchCases: ContractCases = {
  "a watch tells what is added, changed and deleted, in order and whole": async (world) => {
    await world.watching({ resourceVersion: await world.currentVersion() }, async (heard) => {
      const created = await world.create({ size: 1 });
      const changed = await world.merge(created, { spec: { size: 2 } });
      await world.api.delete(world.things, refOf(created));
      const { name } = created.metadata;
      assert.deepEqual(await heard.next(3), [`ADDED ${name}`, `MODIFIED ${name}`, `DELETED ${name}`]);
      const [added, modified, deleted] = heard.events.filter(({ type }) => type !== "BOOKMARK");
      assert.deepEqual(added, { type: "ADDED", object: created });
      assert.deepEqual(modified, { type: "MODIFIED", object: changed });
      assert.ok(deleted?.type === "DELETED");
      assert.equal(deleted.object.metadata.uid, created.metadata.uid);
      assert.ok(compareResourceVersions(versionOf(deleted.object), versionOf(changed)) > 0);
    });
  },

  "a watch begins after the version it is given, and misses nothing": async (world) => {
    const created = await world.create();
    await world.merge(created, { status: { phase: "on" } }, "status");
    await world.api.delete(world.things, refOf(created));
    const { name } = created.metadata;
    await world.watching({ resourceVersion: versionOf(created) }, async (heard) => {
      assert.deepEqual(await heard.next(2), [`MODIFIED ${name}`, `DELETED ${name}`]);
    });
  },

  "a watch from version 0 begins with what is there": async (world) => {
    const labels = { set: `set-${world.name()}` };
    const { metadata } = await world.create(undefined, { labels });
    await world.watching({ resourceVersion: "0", labelSelector: `set=${labels.set}` }, async (heard) => {
      assert.deepEqual(await heard.next(1), [`ADDED ${metadata.name}`]);
    });
  },

  "a watch with labels tells what begins and ceases to match": async (world) => {
    const set = `set-${world.name()}`;
    const options = { resourceVersion: await world.currentVersion(), labelSelector: `set=${set}` };
    await world.watching(options, async (heard) => {
      const created = await world.create(undefined, { labels: { other: "x" } });
      await world.merge(created, { metadata: { labels: { set } } });
      await world.merge(created, { spec: { size: 2 } });
      await world.merge(created, { metadata: { labels: { set: null } } });
      await world.merge(created, { spec: { size: 3 } });
      const last = await world.create(undefined, { labels: { set } });
      const { name } = created.metadata;
      assert.deepEqual(await heard.next(4), [
        `ADDED ${name}`,
        `MODIFIED ${name}`,
        `DELETED ${name}`,
        `ADDED ${last.metadata.name}`,
      ]);
    });
  },

  "a watch by name hears of that object alone": async (world) => {
    const created = await world.create();
    const { name } = created.metadata;
    const options = { resourceVersion: versionOf(created), fieldSelector: `metadata.name=${name}` };
    await world.watching(options, async (heard) => {
      await world.create();
      await world.merge(created, { spec: { size: 2 } });
      assert.deepEqual(await heard.next(1), [`MODIFIED ${name}`]);
    });
  },

  "a watch of one namespace does not hear of others": async (world) => {
    await world.watching({ resourceVersion: await world.currentVersion() }, async (heard) => {
      await world.create(undefined, { namespace: world.otherNamespace });
      const { metadata } = await world.create();
      assert.deepEqual(await heard.next(1), [`ADDED ${metadata.name}`]);
    });
  },

  "a write that changes nothing is no event": async (world) => {
    const created = await world.create({ size: 2 });
    await world.watching({ resourceVersion: versionOf(created) }, async (heard) => {
      await world.merge(created, { spec: { size: 2 } });
      await world.merge(created, { spec: { size: 3 } });
      await heard.next(1);
      const [first] = heard.events.filter(({ type }) => type !== "BOOKMARK");
      assert.ok(first?.type === "MODIFIED");
      assert.equal(first.object.spec?.["size"], 3);
    });
  },

  "a watch ends in order at its time": async (world) => {
    const startedMs = Date.now();
    const options = { resourceVersion: await world.currentVersion(), timeoutSeconds: 1 };
    await world.watching(options, async (heard) => {
      await until("the watch ends", () => heard.ended);
      assert.equal(heard.error, undefined);
      const lastedMs = Date.now() - startedMs;
      assert.ok(lastedMs >= 900 && lastedMs < 10_000, `lasted ${lastedMs} ms`);
    });
  },

  "a watch that hears nothing gets a bookmark before it ends, as new as what happened elsewhere": async (
    world,
  ) => {
    const options = { fieldSelector: "metadata.name=nobody", timeoutSeconds: 5 };
    await world.watching({ resourceVersion: await world.currentVersion(), ...options }, async (heard) => {
      const elsewhere = await world.create();
      await until("the watch ends", () => heard.ended);
      assert.equal(heard.error, undefined);
      assert.deepEqual(heard.changes, []);
      const last = heard.bookmarks.at(-1);
      assert.ok(last !== undefined, "there is a bookmark");
      assert.ok(compareResourceVersions(last, versionOf(elsewhere)) >= 0);
    });
  },

  "a watch from before a compaction is Expired": async (world) => {
    const created = await world.create();
    for (let i = 0; i < 3; i += 1) await world.merge(created, { spec: { size: i + 5 } });
    await world.compact();
    await world.watching({ resourceVersion: "1" }, async (heard) => {
      await until("the watch fails", () => heard.ended);
      assert.ok(isExpired(heard.error), String(heard.error));
    });
    await world.watching({ resourceVersion: await world.currentVersion() }, async (heard) => {
      await world.merge(created, { spec: { size: 9 } });
      assert.deepEqual(await heard.next(1), [`MODIFIED ${created.metadata.name}`]);
    });
  },

  "many watches hear the same": async (world) => {
    const options = {
      resourceVersion: await world.currentVersion(),
      fieldSelector: "metadata.name=for-many",
    };
    const watches = Array.from({ length: 5 }, () =>
      world.watching(options, async (heard) => {
        assert.deepEqual(await heard.next(1), ["ADDED for-many"]);
      }),
    );
    await world.create(undefined, { name: "for-many" });
    await Promise.all(watches);
  },
};
