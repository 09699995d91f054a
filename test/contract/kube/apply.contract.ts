// Kubernetes documentation: "Server-Side Apply".
import assert from "node:assert/strict";
import type { KubeObject, ObjectRef } from "../../../src/kube/kube-api.ts";
import {
  type ContractCases,
  type ContractWorld,
  type Thing,
  refOf,
  refused,
  versionOf,
} from "./contract-world.contract.ts";

interface Applied {
  readonly manager: string;
  readonly force?: boolean;
  readonly subresource?: "status";
}

interface Managed {
  readonly manager: string;
  readonly operation: string;
  readonly subresource?: string;
  readonly fieldsV1: unknown;
}

async function apply(
  world: ContractWorld,
  ref: ObjectRef,
  wanted: Readonly<Record<string, unknown>>,
  { manager, force, subresource }: Applied,
): Promise<Thing> {
  const { metadata = {}, ...rest } = wanted as { readonly metadata?: object };
  return await world.api.patch<Thing>(world.things, ref, {
    type: "apply",
    body: {
      apiVersion: `${world.things.group}/v1`,
      kind: "Thing",
      metadata: { ...ref, ...metadata },
      ...rest,
    },
    fieldManager: manager,
    ...(force === undefined ? {} : { force }),
    ...(subresource === undefined ? {} : { subresource }),
  });
}

const newRef = (world: ContractWorld): ObjectRef => ({ name: world.name(), namespace: world.namespace });

function managersOf(object: KubeObject): string[] {
  const { managedFields = [] } = object.metadata as { readonly managedFields?: readonly Managed[] };
  return managedFields
    .map(({ manager, operation, subresource }) => [manager, operation, subresource].filter(Boolean).join(" "))
    .sort();
}

export const applyCases: ContractCases = {
  "applying creates what is not there, and changes nothing the second time": async (world) => {
    const ref = newRef(world);
    const created = await apply(world, ref, { spec: { size: 5 } }, { manager: "one" });
    assert.equal(created.spec?.["size"], 5);
    const again = await apply(world, ref, { spec: { size: 5 } }, { manager: "one" });
    assert.equal(versionOf(again), versionOf(created));
    assert.deepEqual(managersOf(again), ["one Apply"]);
  },

  "what a manager no longer applies goes, and what others set stays": async (world) => {
    const ref = newRef(world);
    await apply(world, ref, { spec: { colour: "red", note: "mine" } }, { manager: "one" });
    await apply(world, ref, { spec: { flags: { b: true } } }, { manager: "two" });
    const applied = await apply(world, ref, { spec: { colour: "green" } }, { manager: "one" });
    const { colour, note, flags } = applied.spec ?? {};
    assert.deepEqual([colour, note, flags], ["green", undefined, { b: true }]);
  },

  "a field of another manager is a Conflict that names it, and can be taken by force": async (world) => {
    const ref = newRef(world);
    await apply(world, ref, { spec: { colour: "red" } }, { manager: "one" });
    const wanted = { spec: { colour: "green" } };
    await refused(apply(world, ref, wanted, { manager: "two" }), "409 Conflict", /"one".*\.spec\.colour/su);
    const taken = await apply(world, ref, wanted, { manager: "two", force: true });
    assert.equal(taken.spec?.["colour"], "green");
    const given = await apply(world, ref, { spec: {} }, { manager: "one" });
    assert.equal(given.spec?.["colour"], "green", "it is no longer the first one's to take away");
  },

  "two managers may want the same": async (world) => {
    const ref = newRef(world);
    await apply(world, ref, { spec: { colour: "red" } }, { manager: "one" });
    await apply(world, ref, { spec: { colour: "red" } }, { manager: "two" });
    const left = await apply(world, ref, { spec: {} }, { manager: "one" });
    assert.equal(left.spec?.["colour"], "red");
    const gone = await apply(world, ref, { spec: {} }, { manager: "two" });
    assert.equal(gone.spec?.["colour"], undefined);
  },

  "a list with keys is merged by its keys; another list is replaced whole": async (world) => {
    const ref = newRef(world);
    await apply(world, ref, { spec: { ports: [{ name: "a", number: 1 }], tags: ["a"] } }, { manager: "one" });
    const merged = await apply(
      world,
      ref,
      { spec: { ports: [{ name: "b", number: 2 }] } },
      { manager: "two" },
    );
    assert.deepEqual(merged.spec?.["ports"], [
      { name: "a", number: 1 },
      { name: "b", number: 2 },
    ]);
    await refused(
      apply(world, ref, { spec: { tags: ["b"] } }, { manager: "two" }),
      "409 Conflict",
      /\.spec\.tags/u,
    );
    const left = await apply(world, ref, { spec: { tags: ["a"] } }, { manager: "one" });
    assert.deepEqual(left.spec?.["ports"], [{ name: "b", number: 2 }]);
  },

  "an update makes its writer manage what it changed": async (world) => {
    const ref = newRef(world);
    const created = await apply(world, ref, { spec: { colour: "red", note: "mine" } }, { manager: "one" });
    await world.merge(created, { spec: { colour: "green" } });
    await refused(
      apply(world, ref, { spec: { colour: "red" } }, { manager: "one" }),
      "409 Conflict",
      /\.spec\.colour/u,
    );
    const left = await apply(world, ref, { spec: {} }, { manager: "one" });
    assert.deepEqual([left.spec?.["colour"], left.spec?.["note"]], ["green", undefined]);
  },

  "the status is applied apart": async (world) => {
    const created = await world.create({ size: 2 });
    const on = { manager: "one", subresource: "status" } as const;
    const wanted = { spec: { size: 9 }, status: { phase: "on" } };
    const applied = await apply(world, refOf(created), wanted, on);
    assert.deepEqual([applied.spec?.["size"], applied.status?.["phase"]], [2, "on"]);
    assert.ok(managersOf(applied).includes("one Apply status"));
    assert.equal(applied.metadata.generation, 1);
  },

  "applying with an older version is a Conflict, and for another UID is refused": async (world) => {
    const created = await world.create({ size: 2 });
    await world.merge(created, { spec: { size: 3 } });
    const resourceVersion = versionOf(created);
    const wanted = { spec: { note: "mine" } };
    const late = { ...wanted, metadata: { resourceVersion } };
    await refused(apply(world, refOf(created), late, { manager: "one" }), "409 Conflict");
    const other = { ...wanted, metadata: { uid: "11111111-1111-1111-1111-111111111111" } };
    await refused(apply(world, refOf(created), other, { manager: "one" }), "422 Invalid", /metadata\.uid/u);
  },

  "what is applied is checked like any write": async (world) => {
    await refused(
      apply(world, newRef(world), { spec: { size: 101 } }, { manager: "one" }),
      "422 Invalid",
      /size/u,
    );
    const managed = { metadata: { managedFields: [{ manager: "x" }] } };
    await refused(
      apply(world, newRef(world), managed, { manager: "one" }),
      "400 BadRequest",
      /managedFields/u,
    );
    await assert.rejects(
      apply(world, newRef(world), { spec: { unknown: 1 } }, { manager: "one" }),
      /unknown/u,
    );
  },
};
