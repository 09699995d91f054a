// Kubernetes documentation: "Labels and selectors", "Field selectors", "API concepts: Retrieving large results in chunks".
import assert from "node:assert/strict";
import type { KubeObject, ListOptions } from "../../../src/kube/kube-api.ts";
import { isExpired } from "../../../src/kube/kube-error.ts";
import { compareResourceVersions } from "../../../src/kube/resource-version.ts";
import {
  type ContractCases,
  type ContractWorld,
  EVENTS,
  refused,
  versionOf,
} from "./contract-world.contract.ts";

/** Three things with labels that no other case uses. */
async function createLabelled(
  world: ContractWorld,
): Promise<{ readonly set: string; readonly names: string[] }> {
  const set = `set-${world.name()}`;
  const names: string[] = [];
  for (const labels of [{ tier: "web", env: "prod" }, { tier: "web" }, { tier: "db", env: "test" }]) {
    names.push((await world.create(undefined, { labels: { set, ...labels } })).metadata.name);
  }
  return { set, names };
}

async function readPages(
  world: ContractWorld,
  options: ListOptions,
  between = async (): Promise<void> => {},
) {
  const pages: { readonly version: string; readonly items: readonly KubeObject[] }[] = [];
  let next: string | undefined;
  do {
    const query = {
      namespace: world.namespace,
      ...options,
      ...(next === undefined ? {} : { continue: next }),
    };
    const page = await world.api.list(world.things, query);
    pages.push({ version: page.metadata.resourceVersion, items: page.items });
    next = page.metadata.continue === "" ? undefined : page.metadata.continue;
    await between();
  } while (next !== undefined);
  return pages;
}

export const listCases: ContractCases = {
  "a list has the objects whole, and a version not older than any": async (world) => {
    const created = await world.create({ size: 2 });
    const list = await world.api.list(world.things, { namespace: world.namespace });
    assert.deepEqual(
      list.items.find(({ metadata }) => metadata.uid === created.metadata.uid),
      created,
    );
    for (const item of list.items) {
      assert.ok(compareResourceVersions(list.metadata.resourceVersion, versionOf(item)) >= 0);
    }
  },

  "a list of nothing is an empty list with a version": async (world) => {
    const list = await world.api.list(world.things, { namespace: "contract-none" });
    assert.deepEqual(list.items, []);
    assert.match(list.metadata.resourceVersion, /^[1-9]\d*$/u);
  },

  "a list is of one namespace, or of all": async (world) => {
    const here = await world.create();
    const there = await world.create(undefined, { namespace: world.otherNamespace });
    const uids = async (options: ListOptions): Promise<(string | undefined)[]> =>
      (await world.api.list(world.things, options)).items.map(({ metadata }) => metadata.uid);
    const all = await uids({});
    assert.ok(all.includes(here.metadata.uid) && all.includes(there.metadata.uid));
    const some = await uids({ namespace: world.otherNamespace });
    assert.ok(some.includes(there.metadata.uid) && !some.includes(here.metadata.uid));
  },

  "labels select: equal, unequal, in, not in, there, not there, and all of these together": async (world) => {
    const { set, names } = await createLabelled(world);
    const [webProd, web, db] = names;
    const table: readonly (readonly [string, readonly (string | undefined)[]])[] = [
      ["tier=web", [webProd, web]],
      ["tier==db", [db]],
      ["tier!=web", [db]],
      ["env!=prod", [web, db]],
      ["env in (prod, test)", [webProd, db]],
      ["env notin (prod)", [web, db]],
      ["env", [webProd, db]],
      ["!env", [web]],
      ["tier=web,env in (prod)", [webProd]],
      ["none", []],
    ];
    for (const [selector, expected] of table) {
      const found = new Set(await world.listNames(`set=${set},${selector}`));
      assert.deepEqual(found, new Set(expected), selector);
    }
  },

  "a label selector that cannot be read is refused": async (world) => {
    for (const selector of ["a in b", "a=b=c", "=x", "a in (b"]) {
      await refused(world.listNames(selector), "400 BadRequest");
    }
  },

  "fields select by name and namespace, and custom objects by no other": async (world) => {
    const { metadata } = await world.create();
    assert.deepEqual(await world.listNames(undefined, `metadata.name=${metadata.name}`), [metadata.name]);
    assert.ok(!(await world.listNames(undefined, `metadata.name!=${metadata.name}`)).includes(metadata.name));
    assert.deepEqual(await world.listNames(undefined, `metadata.namespace=${world.otherNamespace}`), []);
    await refused(world.listNames(undefined, "spec.size=1"), "400 BadRequest");
  },

  "events are selected by what they are about": async (world) => {
    const { namespace } = world;
    for (const about of ["one", "two"]) {
      await world.api.create(EVENTS, {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: world.name(), namespace },
        involvedObject: { kind: "Thing", namespace, name: about },
        reason: "Tried",
      });
    }
    const fieldSelector = "involvedObject.kind=Thing,involvedObject.name=two";
    const { items } = await world.api.list(EVENTS, { namespace, fieldSelector });
    assert.equal(items.length, 1);
  },

  "pages have each object once, in the order of the whole, and one version": async (world) => {
    const { set } = await createLabelled(world);
    for (let i = 0; i < 4; i += 1) await world.create(undefined, { labels: { set } });
    const labelSelector = `set=${set}`;
    const pages = await readPages(world, { labelSelector, limit: 3 });
    assert.deepEqual(
      pages.map(({ items }) => items.length).filter((length) => length > 0),
      [3, 3, 1],
    );
    const names = pages.flatMap(({ items }) => items.map(({ metadata }) => metadata.name));
    assert.deepEqual(names, await world.listNames(labelSelector));
    assert.equal(new Set(pages.map(({ version }) => version)).size, 1);
  },

  "pages show how things stood at the first of them": async (world) => {
    const set = `set-${world.name()}`;
    const labels = { set };
    const created = await Promise.all(
      ["p1", "p2", "p3", "p4"].map((name) => world.create({ size: 1 }, { name: `${set}-${name}`, labels })),
    );
    let changed = false;
    const pages = await readPages(world, { labelSelector: `set=${set}`, limit: 2 }, async () => {
      if (changed) return;
      changed = true;
      await world.create(undefined, { name: `${set}-p9`, labels });
      await world.merge(
        { ...world.thing(), metadata: { name: `${set}-p3`, namespace: world.namespace } },
        { spec: { size: 9 } },
      );
      await world.api.delete(world.things, { name: `${set}-p4`, namespace: world.namespace });
    });
    assert.deepEqual(
      pages.flatMap(({ items }) => items),
      created,
    );
  },

  "a page token of before a compaction is Expired, or still gives the rest": async (world) => {
    const labels = { set: `set-${world.name()}` };
    const names: string[] = [];
    for (let i = 0; i < 4; i += 1) names.push((await world.create(undefined, { labels })).metadata.name);
    const options = { namespace: world.namespace, labelSelector: `set=${labels.set}`, limit: 2 };
    const first = await world.api.list(world.things, options);
    await world.api.delete(world.things, { name: names[3] ?? "", namespace: world.namespace });
    await world.compact();
    const token = first.metadata.continue ?? "";
    const rest = await world.api
      .list(world.things, { ...options, continue: token })
      .catch((error: Error) => error);
    // A server may answer from a snapshot of its own, which outlives the compaction.
    if (rest instanceof Error) assert.ok(isExpired(rest), rest.message);
    else
      assert.deepEqual(
        rest.items.map(({ metadata }) => metadata.name),
        names.slice(2),
      );
  },

  "a page token that is none is refused": async (world) => {
    await refused(world.api.list(world.things, { continue: "no-token", limit: 2 }), "400 BadRequest");
  },

  "an object that was just written is in the list": async (world) => {
    for (let i = 0; i < 10; i += 1) {
      const { metadata } = await world.create();
      assert.ok((await world.listNames()).includes(metadata.name));
      await world.api.delete(world.things, { name: metadata.name, namespace: world.namespace });
      assert.ok(!(await world.listNames()).includes(metadata.name));
    }
    assert.equal((await world.get(await world.create())).kind, "Thing");
  },
};
