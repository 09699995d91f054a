// Kubernetes documentation: "Extend the Kubernetes API with CustomResourceDefinitions: Status subresource".
import assert from "node:assert/strict";
import { type ContractCases, type Thing, refused } from "./contract-world.contract.ts";

export const statusCases: ContractCases = {
  "creation does not take a status": async (world) => {
    const created = await world.api.create(world.things, {
      ...world.thing({ size: 2 }),
      status: { phase: "early" },
    });
    assert.equal(created.status, undefined);
  },

  "an update of the object does not touch the status": async (world) => {
    const created = await world.create();
    const withStatus = await world.api.updateStatus(world.things, { ...created, status: { phase: "on" } });
    const changed = { ...withStatus, spec: { size: 5 }, status: { phase: "off" } };
    const updated = await world.api.update(world.things, changed);
    assert.deepEqual([updated.spec?.["size"], updated.status?.["phase"]], [5, "on"]);
    const { status: _, ...without } = updated;
    assert.equal((await world.api.update<Thing>(world.things, without)).status?.["phase"], "on");
    assert.equal((await world.merge(created, { status: { phase: "off" } })).status?.["phase"], "on");
  },

  "an update of the status touches nothing else": async (world) => {
    const created = await world.create({ size: 2 }, { labels: { a: "b" } });
    const updated = await world.api.updateStatus(world.things, {
      ...created,
      metadata: {
        ...created.metadata,
        labels: { a: "changed" },
        annotations: { c: "d" },
        finalizers: ["example.com/f"],
      },
      spec: { size: 9 },
      status: { phase: "on" },
    });
    assert.deepEqual(updated.status, { phase: "on", seen: 7 });
    assert.deepEqual(updated.spec, created.spec);
    assert.deepEqual(updated.metadata.labels, { a: "b" });
    assert.equal(updated.metadata.annotations, undefined);
    assert.equal(updated.metadata.finalizers, undefined);
  },

  "an update of the status replaces it whole; a patch merges into it": async (world) => {
    const created = await world.create();
    await world.api.updateStatus(world.things, { ...created, status: { phase: "on", seen: 1 } });
    assert.deepEqual((await world.merge(created, { status: { seen: 2 } }, "status")).status, {
      phase: "on",
      seen: 2,
    });
    const now = await world.get(created);
    assert.deepEqual((await world.api.updateStatus(world.things, { ...now, status: { seen: 3 } })).status, {
      seen: 3,
    });
  },

  "a patch of the status touches nothing else": async (world) => {
    const created = await world.create({ size: 2 });
    const body = { metadata: { labels: { a: "b" } }, spec: { size: 9 }, status: { phase: "on" } };
    const patched = await world.merge(created, body, "status");
    assert.deepEqual([patched.spec?.["size"], patched.status?.["phase"]], [2, "on"]);
    assert.equal(patched.metadata.labels, undefined);
  },

  "a JSON patch cannot add to a status that is not there": async (world) => {
    const created = await world.create();
    const add = [{ op: "add", path: "/status/phase", value: "on" }];
    await refused(world.json(created, add, "status"), "422 Invalid");
    const whole = [{ op: "add", path: "/status", value: { phase: "on" } }];
    assert.equal((await world.json(created, whole, "status")).status?.["phase"], "on");
    const replace = [{ op: "replace", path: "/status/phase", value: "off" }];
    assert.equal((await world.json(created, replace, "status")).status?.["phase"], "off");
  },
};
