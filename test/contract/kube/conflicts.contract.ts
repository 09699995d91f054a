// Kubernetes documentation: "API conventions: Concurrency control and consistency".
import assert from "node:assert/strict";
import { type ContractCases, refused, versionOf } from "./contract-world.contract.ts";

export const conflictCases: ContractCases = {
  "an update from the present version makes a new version": async (world) => {
    const created = await world.create({ size: 1 });
    const updated = await world.api.update(world.things, { ...created, spec: { ...created.spec, size: 2 } });
    assert.notEqual(versionOf(updated), versionOf(created));
    assert.equal(updated.spec?.["size"], 2);
    assert.deepEqual(await world.get(created), updated);
  },

  "an update from an older version is a Conflict, and changes nothing": async (world) => {
    const created = await world.create({ size: 1 });
    const updated = await world.api.update(world.things, { ...created, spec: { size: 2 } });
    const late = { ...created, spec: { size: 3 } };
    await refused(world.api.update(world.things, late), "409 Conflict", /the object has been modified/u);
    await refused(world.api.updateStatus(world.things, { ...late, status: { phase: "x" } }), "409 Conflict");
    assert.deepEqual(await world.get(created), updated);
  },

  "an update without a version is refused for custom objects": async (world) => {
    const created = await world.create();
    const { resourceVersion: _, ...metadata } = created.metadata;
    const unversioned = { ...created, metadata, status: { phase: "x" } };
    await refused(world.api.update(world.things, unversioned), "422 Invalid", /resourceVersion/u);
    await refused(world.api.updateStatus(world.things, unversioned), "422 Invalid", /resourceVersion/u);
  },

  "an update for another object of that name is a Conflict": async (world) => {
    const created = await world.create();
    const metadata = { ...created.metadata, uid: "11111111-1111-1111-1111-111111111111" };
    await refused(world.api.update(world.things, { ...created, metadata }), "409 Conflict", /UID/u);
    const status = { phase: "x" };
    await refused(
      world.api.updateStatus(world.things, { ...created, metadata, status }),
      "409 Conflict",
      /UID/u,
    );
  },

  "of many updates from one version, one is made": async (world) => {
    const created = await world.create({ size: 0 });
    const tries = Array.from({ length: 8 }, (_, i) =>
      world.api.updateStatus(world.things, { ...created, status: { phase: `p${i}` } }),
    );
    const results = await Promise.allSettled(tries);
    const made = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    assert.equal(made.length, 1);
    assert.deepEqual((await world.get(created)).status, made[0]?.status);
    for (const result of results) {
      if (result.status === "rejected") await refused(Promise.reject(result.reason as Error), "409 Conflict");
    }
  },

  "an update that changes nothing keeps the version": async (world) => {
    const created = await world.create({ size: 2 });
    assert.equal(versionOf(await world.api.update(world.things, created)), versionOf(created));
    const first = await world.api.updateStatus(world.things, { ...created, status: { phase: "x" } });
    assert.equal(versionOf(await world.api.updateStatus(world.things, first)), versionOf(first));
  },

  "a merge patch with an older version is a Conflict": async (world) => {
    const created = await world.create();
    await world.merge(created, { spec: { size: 2 } });
    const metadata = { resourceVersion: versionOf(created) };
    await refused(world.merge(created, { metadata, spec: { size: 3 } }), "409 Conflict");
    await refused(world.merge(created, { metadata, status: { phase: "x" } }, "status"), "409 Conflict");
    assert.equal((await world.get(created)).spec?.["size"], 2);
  },

  "patches without a version never conflict, and none is lost": async (world) => {
    const created = await world.create({ flags: {} });
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => world.merge(created, { spec: { flags: { [`f${i}`]: true } } })),
    );
    assert.equal(Object.keys((await world.get(created)).spec?.["flags"] ?? {}).length, 10);
  },

  "generation counts changes of the spec, and of nothing else": async (world) => {
    const created = await world.create({ size: 1 });
    const labelled = await world.merge(created, { metadata: { labels: { a: "b" } } });
    const withStatus = await world.merge(created, { status: { phase: "x" } }, "status");
    const same = await world.merge(created, { spec: { size: 1 } });
    const changed = await world.merge(created, { spec: { size: 2 } });
    assert.deepEqual(
      [created, labelled, withStatus, same, changed].map(({ metadata }) => metadata.generation),
      [1, 1, 1, 1, 2],
    );
  },
};
