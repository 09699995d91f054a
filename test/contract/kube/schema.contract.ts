// Kubernetes documentation: "Extend the Kubernetes API with CustomResourceDefinitions": structural schemas, pruning,
// defaulting, validation, CEL rules.
import assert from "node:assert/strict";
import { type ContractCases, type ContractWorld, refused } from "./contract-world.contract.ts";

async function invalid(
  world: ContractWorld,
  spec: Readonly<Record<string, unknown>>,
  field: RegExp,
): Promise<void> {
  await refused(world.create(spec), "422 Invalid", field);
}

export const schemaCases: ContractCases = {
  "fields that the schema does not know are dropped": async (world) => {
    const spec = {
      size: 2,
      unknown: 1,
      nested: { unknown: 2, inner: { depth: 1, unknown: 3 } },
      ports: [{ name: "p", x: 1 }],
    };
    const created = await world.create(spec);
    assert.deepEqual(created.spec, { size: 2, nested: { inner: { depth: 1 } }, ports: [{ name: "p" }] });
    const body = { status: { phase: "on", unknown: 1, votes: [{ by: "ann", unknown: 2 }] } };
    assert.deepEqual((await world.merge(created, body, "status")).status, {
      phase: "on",
      seen: 7,
      votes: [{ by: "ann" }],
    });
  },

  "beside spec and status nothing is kept": async (world) => {
    const created = await world.api.create(world.things, { ...world.thing({}), extra: { a: 1 } });
    assert.equal("extra" in created, false);
  },

  "fields are kept where the schema says so": async (world) => {
    const free = { any: [{ thing: { at: "all" } }], n: 1.5 };
    assert.deepEqual((await world.create({ free })).spec?.["free"], free);
  },

  "a map with typed values keeps every key": async (world) => {
    assert.deepEqual((await world.create({ flags: { a: true, b: false } })).spec?.["flags"], {
      a: true,
      b: false,
    });
    await invalid(world, { flags: { a: "yes" } }, /spec\.flags\.a/u);
  },

  "defaults are filled in at every depth": async (world) => {
    assert.deepEqual((await world.create({})).spec, { size: 1, nested: { inner: { depth: 3 } } });
  },

  "what was taken away gets its default again": async (world) => {
    const created = await world.create({ size: 5 });
    assert.equal((await world.merge(created, { spec: { size: null } })).spec?.["size"], 1);
  },

  "null gets the default, is dropped, or is kept where it is allowed": async (world) => {
    assert.equal((await world.create({ size: null })).spec?.["size"], 1);
    assert.equal((await world.create({ empty: null })).spec?.["empty"], null);
  },

  "types are checked": async (world) => {
    await invalid(world, { size: "2" }, /spec\.size.*integer/u);
    await invalid(world, { size: 2.5 }, /spec\.size/u);
    await invalid(world, { note: 2 }, /spec\.note.*string/u);
    await invalid(world, { tags: "a" }, /spec\.tags.*array/u);
    await invalid(world, { range: [] }, /spec\.range.*object/u);
    await invalid(world, { either: true }, /spec\.either/u);
    for (const either of [1, "one"]) assert.equal((await world.create({ either })).spec?.["either"], either);
  },

  "bounds are checked, of numbers, texts and lists": async (world) => {
    await invalid(world, { size: -1 }, /spec\.size.*greater than or equal to 0/u);
    await invalid(world, { size: 101 }, /spec\.size.*less than or equal to 100/u);
    await invalid(world, { note: "a" }, /spec\.note/u);
    await invalid(world, { note: "a".repeat(21) }, /spec\.note/u);
    await invalid(world, { tags: ["a", "b", "c", "d"] }, /spec\.tags.*3/u);
    await world.create({ size: 100, note: "a".repeat(20), tags: ["a", "b", "c"] });
  },

  "lengths count characters and not bytes": async (world) => {
    const by = "\u{1F600}".repeat(20);
    const created = await world.create();
    await world.merge(created, { status: { votes: [{ by }] } }, "status");
    const longer = { status: { votes: [{ by: `${by}x` }] } };
    await refused(
      world.merge(await world.create(), longer, "status"),
      "422 Invalid",
      /status\.votes\[0\]\.by/u,
    );
  },

  "enumerations, patterns and formats are checked": async (world) => {
    await invalid(world, { colour: "Red" }, /spec\.colour.*"red", "green"/u);
    await invalid(world, { note: "NO" }, /spec\.note/u);
    await invalid(world, { time: "yesterday" }, /spec\.time/u);
    const time = "2026-11-24T13:44:31.123Z";
    assert.equal((await world.create({ time })).spec?.["time"], time, "a time is kept as it was written");
  },

  "required fields are required": async (world) => {
    await invalid(world, { range: { min: 1 } }, /spec\.range\.max.*[Rr]equired/u);
  },

  "all that is wrong is said at once": async (world) => {
    await invalid(
      world,
      { size: 101, colour: "blue" },
      /spec\.size[\s\S]*spec\.colour|spec\.colour[\s\S]*spec\.size/u,
    );
  },

  "a list with keys has each key once": async (world) => {
    await invalid(world, { ports: [{ name: "a" }, { name: "a" }] }, /spec\.ports\[1\].*Duplicate/u);
  },

  "a CEL rule refuses, with its own message": async (world) => {
    await invalid(world, { range: { min: 2, max: 1 } }, /spec\.range.*min is above max/u);
    const created = await world.create({ range: { min: 1, max: 2 } });
    await refused(world.merge(created, { spec: { range: { min: 3 } } }), "422 Invalid", /min is above max/u);
  },

  "a CEL transition rule compares with what was, and does not hold for what was not": async (world) => {
    const created = await world.create({ fixed: "a" });
    await refused(world.merge(created, { spec: { fixed: "b" } }), "422 Invalid", /fixed does not change/u);
    await world.merge(created, { spec: { size: 3 } });
    const unset = await world.create({});
    assert.equal((await world.merge(unset, { spec: { fixed: "b" } })).spec?.["fixed"], "b");
  },

  "a CEL transition rule of the status makes a list append-only": async (world) => {
    const created = await world.create();
    const write = async (...votes: readonly object[]): Promise<unknown> =>
      await world.merge(created, { status: { votes } }, "status");
    const ann = { by: "ann", yes: true };
    const bob = { by: "bob", yes: false };
    await write(ann);
    await write(ann, bob);
    for (const votes of [[bob, ann], [ann], [], [{ ...ann, yes: false }, bob]]) {
      await refused(write(...votes), "422 Invalid", /votes are only added/u);
    }
    await refused(
      world.merge(created, { status: { votes: null } }, "status"),
      "422 Invalid",
      /votes are only added/u,
    );
    assert.deepEqual((await world.get(created)).status?.["votes"], [ann, bob]);
  },
};
