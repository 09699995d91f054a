// Kubernetes documentation: "Finalizers", "Owners and dependents", "Garbage collection", "Namespaces".
import assert from "node:assert/strict";
import type { KubeObject, OwnerReference } from "../../../src/kube/kube-api.ts";
import {
  CONFIG_MAPS,
  type ContractCases,
  type ContractWorld,
  NAMESPACES,
  type Thing,
  maybe,
  refOf,
  refused,
  versionOf,
} from "./contract-world.contract.ts";
import { until } from "../../kit/until.ts";

const HOLD = "example.com/hold";

function ownedBy(
  { apiVersion, kind, metadata }: KubeObject,
  more: Partial<OwnerReference> = {},
): OwnerReference {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? "", ...more };
}

const isGone = (world: ContractWorld, object: KubeObject): Promise<boolean> =>
  maybe(world.get(object)).then((found) => found === undefined);

export const deletionCases: ContractCases = {
  "a deleted object is gone, and its name is free": async (world) => {
    const created = await world.create();
    await world.api.delete(world.things, refOf(created));
    await refused(world.get(created), "404 NotFound");
    const again = await world.create(undefined, { name: created.metadata.name });
    assert.notEqual(again.metadata.uid, created.metadata.uid);
  },

  "a deletion for another UID or another version is a Conflict": async (world) => {
    const created = await world.create();
    const uid = "11111111-1111-1111-1111-111111111111";
    await refused(world.api.delete(world.things, refOf(created), { uid }), "409 Conflict", /UID/u);
    const changed = await world.merge(created, { spec: { size: 2 } });
    const late = { resourceVersion: versionOf(created) };
    await refused(world.api.delete(world.things, refOf(created), late), "409 Conflict", /ResourceVersion/u);
    const right = { uid: created.metadata.uid ?? "", resourceVersion: versionOf(changed) };
    await world.api.delete(world.things, refOf(created), right);
    assert.ok(await isGone(world, created));
  },

  "an object with a finalizer stays, marked in whole seconds, until the finalizer is taken away": async (
    world,
  ) => {
    const created = await world.create({ size: 1 }, { finalizers: [HOLD] });
    await world.watching({ resourceVersion: versionOf(created) }, async (heard) => {
      await world.api.delete(world.things, refOf(created));
      const held = await world.get(created);
      assert.match(held.metadata.deletionTimestamp ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
      assert.deepEqual(held.metadata.finalizers, [HOLD]);
      await world.merge(created, { status: { phase: "going" } }, "status");
      await world.merge(created, { metadata: { finalizers: null } });
      assert.ok(await isGone(world, created));
      const { name } = created.metadata;
      assert.deepEqual(await heard.next(3), [`MODIFIED ${name}`, `MODIFIED ${name}`, `DELETED ${name}`]);
    });
  },

  "a second deletion changes nothing": async (world) => {
    const created = await world.create(undefined, { finalizers: [HOLD] });
    await world.api.delete(world.things, refOf(created));
    const held = await world.get(created);
    await world.api.delete(world.things, refOf(created));
    assert.equal((await world.get(created)).metadata.deletionTimestamp, held.metadata.deletionTimestamp);
    await world.merge(created, { metadata: { finalizers: null } });
  },

  "an object that is being deleted takes no more finalizers, and cannot be brought back": async (world) => {
    const created = await world.create(undefined, { finalizers: [HOLD] });
    await world.api.delete(world.things, refOf(created));
    const more = { metadata: { finalizers: [HOLD, "example.com/more"] } };
    await refused(world.merge(created, more), "422 Invalid", /finalizers/u);
    const held = await world.get(created);
    const { deletionTimestamp: _, ...metadata } = held.metadata;
    const update = { ...held, metadata: { ...metadata, labels: { a: "b" } } };
    assert.notEqual(
      (await world.api.update<Thing>(world.things, update)).metadata.deletionTimestamp,
      undefined,
    );
    await world.merge(created, { metadata: { finalizers: null } });
    assert.ok(await isGone(world, created));
  },

  "what an object owns goes after it, of any kind": async (world) => {
    const owner = await world.create();
    const ownerReferences = [ownedBy(owner, { controller: true, blockOwnerDeletion: true })];
    const child = await world.create(undefined, { ownerReferences });
    const map = await world.api.create(CONFIG_MAPS, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: world.name(), namespace: world.namespace, ownerReferences: [ownedBy(child)] },
    });
    const stranger = await world.create();
    await world.api.delete(world.things, refOf(owner), { propagationPolicy: "Background" });
    assert.ok(await isGone(world, owner));
    await until("what was owned goes", () => isGone(world, child));
    await until(
      "what that owned goes",
      async () => (await maybe(world.api.get(CONFIG_MAPS, refOf(map)))) === undefined,
    );
    assert.ok(!(await isGone(world, stranger)));
  },

  "what has another owner stays": async (world) => {
    const [one, two] = [await world.create(), await world.create()];
    const child = await world.create(undefined, { ownerReferences: [ownedBy(one), ownedBy(two)] });
    await world.api.delete(world.things, refOf(one));
    await until("the reference to the lost owner goes", async () => {
      const { ownerReferences = [] } = (await world.get(child)).metadata;
      return ownerReferences.length === 1 && ownerReferences[0]?.uid === two.metadata.uid;
    });
    await world.api.delete(world.things, refOf(two));
    await until("what was owned goes", () => isGone(world, child));
  },

  "an owner of that name but another UID is no owner": async (world) => {
    const owner = await world.create();
    const uid = "11111111-1111-1111-1111-111111111111";
    const child = await world.create(undefined, { ownerReferences: [ownedBy(owner, { uid })] });
    await until("what nobody owns goes", () => isGone(world, child));
  },

  "an orphan stays, without its owner": async (world) => {
    const owner = await world.create();
    const child = await world.create(undefined, { ownerReferences: [ownedBy(owner)] });
    await world.api.delete(world.things, refOf(owner), { propagationPolicy: "Orphan" });
    await until("the owner goes", () => isGone(world, owner));
    await until(
      "the child is alone",
      async () => ((await world.get(child)).metadata.ownerReferences ?? []).length === 0,
    );
  },

  "in the foreground an owner goes after what blocks it": async (world) => {
    const owner = await world.create();
    const ownerReferences = [ownedBy(owner, { blockOwnerDeletion: true })];
    const child = await world.create(undefined, { ownerReferences, finalizers: [HOLD] });
    await world.api.delete(world.things, refOf(owner), { propagationPolicy: "Foreground" });
    await until(
      "the child is deleted",
      async () => (await world.get(child)).metadata.deletionTimestamp !== undefined,
    );
    const held = await world.get(owner);
    assert.deepEqual(held.metadata.finalizers, ["foregroundDeletion"]);
    assert.notEqual(held.metadata.deletionTimestamp, undefined);
    await world.merge(child, { metadata: { finalizers: null } });
    await until("the owner goes", () => isGone(world, owner));
  },

  "an owner reference names an object by all four, and there is one controller": async (world) => {
    const owner = await world.create();
    const { uid: _, ...noUid } = ownedBy(owner);
    const incomplete = [noUid as OwnerReference];
    await refused(
      world.create(undefined, { ownerReferences: incomplete }),
      "422 Invalid",
      /ownerReferences/u,
    );
    const two = [
      ownedBy(owner, { controller: true }),
      ownedBy(owner, { controller: true, uid: "11111111-1111-1111-1111-111111111111" }),
    ];
    await refused(world.create(undefined, { ownerReferences: two }), "422 Invalid", /ownerReferences/u);
  },

  "a namespace goes with all that is in it, and takes nothing new meanwhile": async (world) => {
    const name = `${world.namespace}-going`;
    await world.createNamespace(name);
    const held = await world.create(undefined, { namespace: name, finalizers: [HOLD] });
    const free = await world.create(undefined, { namespace: name });
    await world.api.delete(NAMESPACES, { name });
    await until("the free object goes", () => isGone(world, free));
    await refused(world.create(undefined, { namespace: name }), "403 Forbidden", /terminat/u);
    const namespace = await world.api.get(NAMESPACES, { name });
    assert.notEqual(namespace.metadata.deletionTimestamp, undefined);
    await world.merge(held, { metadata: { finalizers: null } });
    await until(
      "the namespace goes",
      async () => (await maybe(world.api.get(NAMESPACES, { name }))) === undefined,
    );
  },
};
