// etcd documentation, "System limits": a request of at most 1.5 MiB. Custom resources are kept as JSON, as Go writes it.
import assert from "node:assert/strict";
import { formatJson } from "../../../src/std/format-json.ts";
import { type ContractCases, refused } from "./contract-world.contract.ts";

/** What etcd takes, in bytes. */
const MOST_BYTES = 1_572_864;
/** For metadata, and what is around the text. */
const ROOM = 4_096;

const DEEP = 1_000;

/** What a character takes as stored. */
const STORED: readonly (readonly [character: string, bytes: number])[] = [
  ["a", 1],
  ["é", 2],
  ["𝄞", 4],
  ['"', 2],
  ["<", 6],
  ["\u2028", 6],
  ["\u0001", 6],
];

export const sizeCases: ContractCases = {
  "an object may take 1.5 MiB as stored, and characters that Go escapes take six bytes": async (world) => {
    for (const [character, bytes] of STORED) {
      const fitting = character.repeat(Math.floor((MOST_BYTES - ROOM) / bytes));
      const created = await world.create({ empty: fitting });
      assert.equal(created.spec?.["empty"], fitting, JSON.stringify(character));
      await refused(
        world.create({ empty: character.repeat(Math.ceil(MOST_BYTES / bytes)) }),
        "500 InternalError",
        /etcdserver: request is too large/u,
      );
    }
  },

  "an update that makes an object too large is refused, and the object stays": async (world) => {
    const created = await world.create({ size: 2 });
    const large = { ...created, spec: { ...created.spec, empty: "<".repeat(MOST_BYTES / 6) } };
    await refused(
      world.api.update(world.things, large),
      "500 InternalError",
      /etcdserver: request is too large/u,
    );
    const status = { phase: "&".repeat(MOST_BYTES / 6) };
    await refused(
      world.api.updateStatus(world.things, { ...created, status }),
      "500 InternalError",
      /etcdserver: request is too large/u,
    );
    assert.deepEqual(await world.get(created), created);
  },

  "an object may be nested a thousand levels deep": async (world) => {
    const text = `${'[{"a":'.repeat(DEEP / 2)}1${"}]".repeat(DEEP / 2)}`;
    const created = await world.create({ free: { deep: JSON.parse(text) as unknown } });
    assert.equal(formatJson(created.spec?.["free"]), `{"deep":${text}}`);
  },
};
