// Kubernetes documentation: "Object names and IDs", "API conventions: Metadata", "API concepts".
import assert from "node:assert/strict";
import type { KubeObject } from "../../../src/kube/kube-api.ts";
import { compareResourceVersions } from "../../../src/kube/resource-version.ts";
import { CONFIG_MAPS, type ContractCases, refOf, refused, versionOf } from "./contract-world.contract.ts";

interface ConfigMap extends KubeObject {
  readonly data: Readonly<Record<string, string>>;
}

const WHOLE_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export const objectCases: ContractCases = {
  "a created object has a UID, a version, generation 1 and a time in whole seconds": async (world) => {
    const { metadata } = await world.create({ size: 2 });
    assert.match(metadata.uid ?? "", UUID);
    assert.match(metadata.resourceVersion ?? "", /^\d+$/u);
    assert.match(metadata.creationTimestamp ?? "", WHOLE_SECONDS);
    assert.ok(Math.abs(Date.parse(metadata.creationTimestamp ?? "") - Date.now()) < 5 * 60_000);
    assert.equal(metadata.generation, 1);
  },

  "what create answers is what get answers": async (world) => {
    const created = await world.create({ size: 2 }, { labels: { a: "b" }, annotations: { c: "d e" } });
    assert.deepEqual(await world.get(created), created);
    assert.deepEqual(created.metadata.labels, { a: "b" });
    assert.deepEqual(created.metadata.annotations, { c: "d e" });
  },

  "what the server owns cannot be chosen at creation": async (world) => {
    const created = await world.create(undefined, {
      uid: "00000000-0000-0000-0000-000000000000",
      generation: 9,
      creationTimestamp: "2001-01-01T00:00:00Z",
      deletionTimestamp: "2001-01-01T00:00:00Z",
    });
    assert.notEqual(created.metadata.uid, "00000000-0000-0000-0000-000000000000");
    assert.equal(created.metadata.generation, 1);
    assert.ok((created.metadata.creationTimestamp ?? "") > "2002");
    assert.equal(created.metadata.deletionTimestamp, undefined);
  },

  "what the server owns cannot be changed by an update": async (world) => {
    const created = await world.create();
    const { metadata } = await world.api.update(world.things, {
      ...created,
      metadata: {
        ...created.metadata,
        generation: 9,
        creationTimestamp: "2001-01-01T00:00:00Z",
        labels: { a: "b" },
      },
    });
    assert.equal(metadata.generation, 1);
    assert.equal(metadata.creationTimestamp, created.metadata.creationTimestamp);
  },

  "a version at creation is refused": async (world) => {
    await assert.rejects(world.create(undefined, { resourceVersion: "5" }), /resourceVersion/u);
  },

  "a name that is taken is AlreadyExists": async (world) => {
    const { metadata } = await world.create();
    await refused(
      world.create(undefined, { name: metadata.name }),
      "409 AlreadyExists",
      new RegExp(metadata.name, "u"),
    );
  },

  "the same name in another namespace is another object": async (world) => {
    const one = await world.create();
    const two = await world.create(undefined, { name: one.metadata.name, namespace: world.otherNamespace });
    assert.notEqual(one.metadata.uid, two.metadata.uid);
  },

  "generateName adds five characters, others each time": async (world) => {
    const created = await Promise.all(
      [1, 2, 3].map(() => world.create(undefined, { name: "", generateName: "made-" })),
    );
    const names = created.map(({ metadata }) => metadata.name);
    for (const name of names) assert.match(name, /^made-[a-z0-9]{5}$/u);
    assert.equal(new Set(names).size, 3);
  },

  "an object without a name is refused": async (world) => {
    await refused(world.create(undefined, { name: "" }), "422 Invalid", /name/u);
  },

  "a name that is not a DNS subdomain is refused": async (world) => {
    for (const name of ["Upper", "under_score", "-dash", "x".repeat(254)]) {
      await refused(world.create(undefined, { name }), "422 Invalid", /metadata\.name/u);
    }
  },

  "labels are checked; annotations hold any text": async (world) => {
    for (const labels of [{ a: "x y" }, { a: "x".repeat(64) }, { "a b": "x" }]) {
      await refused(world.create(undefined, { labels }), "422 Invalid", /metadata\.labels/u);
    }
    const annotations = { "example.com/note": "Grüße,\n“x” \u{1F600}" };
    assert.deepEqual((await world.create(undefined, { annotations })).metadata.annotations, annotations);
  },

  "a namespace that does not exist is NotFound": async (world) => {
    await refused(world.create(undefined, { namespace: "contract-none" }), "404 NotFound", /contract-none/u);
  },

  "an object that does not exist is NotFound, whatever is asked of it": async (world) => {
    const { api, things, namespace } = world;
    const absent = { name: "absent", namespace };
    const metadata = { ...absent, resourceVersion: "1" };
    await refused(api.get(things, absent), "404 NotFound", /"absent" not found/u);
    await refused(api.delete(things, absent), "404 NotFound");
    await refused(api.patch(things, absent, { type: "merge", body: {} }), "404 NotFound");
    await refused(api.update(things, world.thing({}, metadata)), "404 NotFound");
    await refused(api.updateStatus(things, world.thing({}, metadata)), "404 NotFound");
  },

  "a kind that is not served is NotFound": async (world) => {
    const nothings = { ...world.things, plural: "nothings" };
    await refused(world.api.list(nothings), "404 NotFound");
    await refused(world.api.get(nothings, { name: "x", namespace: world.namespace }), "404 NotFound");
  },

  "a body of another kind is refused": async (world) => {
    await refused(world.api.create(world.things, { ...world.thing(), kind: "Other" }), "422 Invalid");
  },

  "text of any script comes back as it was sent": async (world) => {
    const free = {
      text: "Grüße 你好 \u{1F468}‍\u{1F469} \u0000\u2028 <&> \"'",
      empty: "",
      list: [1, 2.5, true, null],
    };
    assert.deepEqual((await world.get(await world.create({ free }))).spec?.["free"], free);
  },

  "versions rise from write to write, over all objects": async (world) => {
    const versions: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const created = await world.create();
      versions.push(versionOf(created));
      versions.push(versionOf(await world.merge(created, { spec: { size: 5 } })));
    }
    assert.deepEqual([...versions].sort(compareResourceVersions), versions);
    assert.equal(new Set(versions).size, versions.length);
  },

  "built-in objects have no generation, and may be written without a version": async (world) => {
    const metadata = { name: world.name(), namespace: world.namespace };
    const map: ConfigMap = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } };
    const created = await world.api.create(CONFIG_MAPS, map);
    assert.equal(created.metadata.generation, undefined);
    const updated = await world.api.update(CONFIG_MAPS, { ...map, data: { a: "2" } });
    assert.deepEqual(updated.data, { a: "2" });
    assert.equal(updated.metadata.uid, created.metadata.uid);
    assert.deepEqual(await world.api.get(CONFIG_MAPS, refOf(created)), updated);
  },
};
