import assert from "node:assert/strict";
import { test } from "node:test";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { StringPool } from "./string-pool.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const OBJECTS = 2000;
/** As a server sends them: the same words in each, one of them its own. */
const parseOne = (number: number): object =>
  JSON.parse(
    JSON.stringify({
      apiVersion: "tekton.automatiko.io/v1beta1",
      metadata: { name: `run-${number}`, namespace: "a-namespace-of-some-length" },
      spec: { description: "The migration has run, and staging has been quiet for two days." },
      status: {
        startTime: "2026-11-24T10:00:00Z",
        reason: "WaitingForVotes",
        message: "Waiting for mary or john: 0 of 1 vote.",
      },
    }),
  ) as object;

/** What one object takes, in bytes, when thousands are held. */
function weigh(keep: (object: object) => object): number {
  collectGarbage();
  const before = getHeapStatistics().used_heap_size;
  const held = Array.from({ length: OBJECTS }, (_, number) => keep(parseOne(number)));
  collectGarbage();
  return (getHeapStatistics().used_heap_size - before) / held.length;
}

/** The one in the middle of five: what the runner itself takes or frees meanwhile is counted too. */
function weighOften(keep: (object: object) => object): number {
  const [, , middle = Number.NaN] = Array.from({ length: 5 }, () => weigh(keep)).sort(
    (one, other) => one - other,
  );
  return middle;
}

test("what objects have in common is held once", () => {
  const pool = new StringPool();
  const apart = weighOften((object) => object);
  const shared = weighOften((object) => pool.share(object));
  assert.ok(shared < apart - 100, `${shared} and ${apart} bytes an object`);
});

test("nothing else about a value changes", () => {
  const pool = new StringPool();
  const value = { a: "x", list: ["x", 1, null, true, ["y"]], nested: { b: "y", none: undefined }, "": "x" };
  const copy = structuredClone(value);
  assert.equal(pool.share(value), value);
  assert.deepEqual(value, copy);
  for (const plain of ["text", 1, null, undefined]) assert.equal(pool.share(plain), plain);
});

test("objects that are nested ten thousand deep are gone through like others", () => {
  const deep: unknown = JSON.parse(`${'[{"a":'.repeat(5_000)}"word"${"}]".repeat(5_000)}`);
  assert.equal(new StringPool().share(deep), deep);
});
