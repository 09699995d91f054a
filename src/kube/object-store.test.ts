import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { silentLogger } from "../std/logger.ts";
import type { KubeObject } from "./kube-api.ts";
import { ObjectStore, keyOf } from "./object-store.ts";

/** A write that the server made, and what a watch says of it. */
interface Told {
  readonly gone: boolean;
  readonly object: KubeObject;
}

/** Turns choices into a history that a server could have had: objects come, change, go, and come again under new UIDs. */
function makeHistory(choices: readonly (readonly [name: number, deletes: boolean])[]): {
  readonly told: readonly Told[];
  readonly live: ReadonlyMap<string, KubeObject>;
} {
  const live = new Map<string, KubeObject>();
  const told = choices.map(([name, deletes], index): Told => {
    const resourceVersion = String(index + 95);
    const key = `a/n${name}`;
    const held = live.get(key);
    const uid = held?.metadata.uid ?? `uid-${index}`;
    const metadata = { name: `n${name}`, namespace: "a", uid, resourceVersion };
    const object = { apiVersion: "v1", kind: "Thing", metadata };
    const gone = deletes && held !== undefined;
    if (gone) live.delete(key);
    else live.set(key, object);
    return { gone, object };
  });
  return { told, live };
}

function createStore(): { readonly store: ObjectStore<string>; readonly seen: ReadonlyMap<string, string> } {
  const seen = new Map<string, string>();
  const store = new ObjectStore<string>({
    keep: ({ metadata }) => `${metadata.uid}@${metadata.resourceVersion}`,
    emit: ({ type, ref, object, previous }) => {
      assert.equal(previous, seen.get(keyOf(ref)), "a change says what was there before");
      if (type === "delete") seen.delete(keyOf(ref));
      else seen.set(keyOf(ref), object);
    },
    clock: { now: () => 0 },
    logger: silentLogger,
  });
  return { store, seen };
}

function assertHolds(store: ObjectStore<string>, live: ReadonlyMap<string, KubeObject>): void {
  const expected = [...live.values()].map(({ metadata }) => `${metadata.uid}@${metadata.resourceVersion}`);
  assert.deepEqual(new Set(store.values()), new Set(expected));
}

const choices = fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 40 });
const order = fc.array(fc.nat(), { maxLength: 80 });

function tell(store: ObjectStore<string>, { gone, object }: Told): void {
  if (gone) store.remove(object);
  else store.upsert(object);
}

test("all that happened, told in any order and some of it twice, ends in the present", () => {
  fc.assert(
    fc.property(choices, order, (made, shuffle) => {
      const { told, live } = makeHistory(made);
      const { store, seen } = createStore();
      const repeated = shuffle.flatMap((index) => told[index % Math.max(1, told.length)] ?? []);
      const rest = told.toSorted((a, b) => rank(a, shuffle) - rank(b, shuffle));
      for (const event of [...repeated, ...rest]) tell(store, event);
      assertHolds(store, live);
      assert.deepEqual(new Set(seen.values()), new Set(store.values()));
    }),
  );
});

function rank({ object }: Told, shuffle: readonly number[]): number {
  const version = Number(object.metadata.resourceVersion);
  return (shuffle[version % Math.max(1, shuffle.length)] ?? version) % 97;
}

test("whatever was lost, a list puts it right", () => {
  fc.assert(
    fc.property(choices, order, (made, heard) => {
      const { told, live } = makeHistory(made);
      const { store, seen } = createStore();
      for (const index of heard) {
        const event = told[index];
        if (event !== undefined) tell(store, event);
      }
      for (const object of live.values()) store.upsert(object);
      store.removeUnlisted(new Set(live.keys()), String(told.length + 95));
      assertHolds(store, live);
      assert.deepEqual(new Set(seen.values()), new Set(store.values()));
    }),
  );
});

test("what nobody deletes for a while does not pile up in memory", () => {
  let nowMs = 0;
  const store = new ObjectStore<string>({
    keep: ({ metadata }) => metadata.name,
    emit: () => {},
    clock: { now: () => nowMs },
    logger: silentLogger,
  });
  const one = (version: number): KubeObject => ({
    apiVersion: "v1",
    kind: "Thing",
    metadata: { name: "one", uid: "u1", resourceVersion: String(version) },
  });
  store.upsert(one(1));
  store.remove(one(5));
  store.upsert(one(3));
  assert.equal(store.size, 0, "the end is remembered");
  nowMs = 3 * 60_000;
  store.remove({ ...one(9), metadata: { name: "two", uid: "u2", resourceVersion: "9" } });
  store.upsert(one(3));
  assert.equal(store.size, 1, "and forgotten when nobody can be late any more");
});
