// RFC 7396 (merge) and RFC 6902 (JSON patch), as the API server applies them.
import assert from "node:assert/strict";
import { type ContractCases, refused, versionOf } from "./contract-world.contract.ts";

export const patchCases: ContractCases = {
  "a merge patch sets, deletes with null, and replaces lists": async (world) => {
    const created = await world.create({ size: 2, tags: ["a", "b"], free: { a: { b: 1, c: 2 }, d: 3 } });
    const patched = await world.merge(created, {
      spec: { tags: ["c"], free: { a: { b: null, e: 4 }, d: null } },
    });
    assert.deepEqual(patched.spec, { ...created.spec, tags: ["c"], free: { a: { c: 2, e: 4 } } });
  },

  "a merge patch sets labels beside others, and takes them away": async (world) => {
    const created = await world.create(undefined, { labels: { a: "1", b: "2" } });
    const patched = await world.merge(created, { metadata: { labels: { b: null, c: "3" } } });
    assert.deepEqual(patched.metadata.labels, { a: "1", c: "3" });
  },

  "a merge patch that is no object is refused": async (world) => {
    await assert.rejects(world.merge(await world.create(), ["spec"]), /400 BadRequest/u);
  },

  "a merge patch for another UID is not refused: only a JSON patch can test it": async (world) => {
    const created = await world.create();
    const uid = "11111111-1111-1111-1111-111111111111";
    const patched = await world
      .merge(created, { metadata: { uid }, spec: { size: 4 } })
      .catch((error: Error) => error);
    if (!(patched instanceof Error)) assert.equal(patched.metadata.uid, created.metadata.uid);
    const test = { op: "test", path: "/metadata/uid", value: uid };
    await refused(world.json(created, [test]), "422 Invalid");
  },

  "a JSON patch adds, replaces, removes and tests": async (world) => {
    const created = await world.create({ size: 2, tags: ["a", "c"] });
    const patched = await world.json(created, [
      { op: "test", path: "/metadata/uid", value: created.metadata.uid },
      { op: "test", path: "/spec/tags", value: ["a", "c"] },
      { op: "add", path: "/spec/tags/1", value: "b" },
      { op: "replace", path: "/spec/size", value: 3 },
      { op: "add", path: "/spec/free", value: { "a/b~c": "1" } },
      { op: "replace", path: "/spec/free/a~1b~0c", value: "2" },
      { op: "remove", path: "/spec/nested" },
    ]);
    const { size, tags, nested, free } = patched.spec ?? {};
    assert.deepEqual([size, tags], [3, ["a", "b", "c"]]);
    assert.deepEqual(nested, { inner: { depth: 3 } }, "what was removed has its default again");
    assert.deepEqual(free, { "a/b~c": "2" });
  },

  "a JSON patch whose test fails changes nothing": async (world) => {
    const created = await world.create({ size: 2 });
    const operations = [
      { op: "replace", path: "/spec/size", value: 3 },
      { op: "test", path: "/spec/size", value: 2 },
    ];
    await refused(world.json(created, operations), "422 Invalid");
    assert.equal(versionOf(await world.get(created)), versionOf(created));
  },

  "a JSON patch of a path that is not there is refused": async (world) => {
    const created = await world.create();
    await refused(world.json(created, [{ op: "replace", path: "/spec/none/x", value: 1 }]), "422 Invalid");
    await refused(world.json(created, [{ op: "remove", path: "/spec/colour" }]), "422 Invalid");
  },

  "a JSON patch with the present version is taken, and with an older one is a Conflict": async (world) => {
    const created = await world.create({ size: 1 });
    const set = (value: string | undefined): object => ({
      op: "replace",
      path: "/metadata/resourceVersion",
      value,
    });
    const size = (value: number): object => ({ op: "replace", path: "/spec/size", value });
    await world.json(created, [set(created.metadata.resourceVersion), size(4)]);
    await refused(world.json(created, [set(created.metadata.resourceVersion), size(5)]), "409 Conflict");
  },

  "a patch that changes nothing keeps the version": async (world) => {
    const created = await world.create({ size: 2 });
    assert.equal(versionOf(await world.merge(created, { spec: { size: 2 } })), versionOf(created));
    assert.equal(versionOf(await world.merge(created, {})), versionOf(created));
    assert.equal(versionOf(await world.json(created, [])), versionOf(created));
  },

  "a patch is checked like any write": async (world) => {
    const created = await world.create();
    await refused(world.merge(created, { spec: { size: 101 } }), "422 Invalid", /spec\.size/u);
    await refused(world.merge(created, { metadata: { labels: { a: "x y" } } }), "422 Invalid", /labels/u);
    assert.equal(versionOf(await world.get(created)), versionOf(created));
  },
};
