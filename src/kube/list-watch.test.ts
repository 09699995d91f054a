import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type Logger, silentLogger } from "../std/logger.ts";
import { FakeTimers, settle } from "../../test/kit/fake-timers.ts";
import type { KubeObject, Resource } from "./kube-api.ts";
import { KubeError, KubeUnavailableError } from "./kube-error.ts";
import { ListWatch, type ListWatchOptions } from "./list-watch.ts";
import type { ObjectChange } from "./object-store.ts";
import { ServerContact } from "./server-contact.ts";
import { FakeCollection, type FakeThing, expired } from "./testing/fake-collection.ts";

const THINGS: Resource = {
  group: "example.com",
  version: "v1",
  plural: "things",
  kind: "Thing",
  namespaced: true,
};

let api: FakeCollection;
let timers: FakeTimers;
const running: ListWatch<FakeThing>[] = [];

beforeEach(() => {
  api = new FakeCollection();
  timers = new FakeTimers();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((copy) => copy.stop()));
  assert.equal(api.openWatches, 0, "no watch is left open");
  assert.deepEqual(timers.delays, [], "no timer is left behind");
});

interface Followed {
  readonly copy: ListWatch<FakeThing>;
  /** `+name=value` for what came or changed, `-name=value` for what went; emptied by reading. */
  readonly heard: () => string[];
}

function follow(options: Partial<ListWatchOptions<FakeThing>> = {}): Followed {
  const copy = new ListWatch<FakeThing>({
    api,
    resource: THINGS,
    keep: (object) => object as FakeThing,
    logger: silentLogger,
    clock: timers,
    timers,
    random: () => 1,
    ...options,
  });
  running.push(copy);
  const changes: string[] = [];
  copy.onChange((change) => changes.push(describeChange(change)));
  return { copy, heard: () => changes.splice(0) };
}

function describeChange({ type, object }: ObjectChange<FakeThing>): string {
  return `${type === "upsert" ? "+" : "-"}${object.metadata.name}=${object.spec.value}`;
}

async function started(options: Partial<ListWatchOptions<FakeThing>> = {}): Promise<Followed> {
  const followed = follow(options);
  await followed.copy.start();
  await settle();
  return followed;
}

function names(copy: ListWatch<FakeThing>): string[] {
  return [...copy.values()].map(({ metadata }) => metadata.name).sort();
}

const away = (): KubeUnavailableError => new KubeUnavailableError("socket closed");
const serverError = (retryAfterMs?: number): KubeError =>
  new KubeError({
    code: 503,
    reason: "ServiceUnavailable",
    message: "x",
    ...(retryAfterMs && { retryAfterMs }),
  });

describe("following a collection", () => {
  test("lists in pages, then watches from there", async () => {
    for (let i = 0; i < 601; i += 1) api.put(`t${i}`);
    const { copy, heard } = await started();
    assert.equal(copy.size, 601);
    assert.equal(heard().length, 601);
    assert.deepEqual(
      api.lists.map(({ limit, continue: token }) => [limit, token]),
      [
        [50, undefined],
        [250, "50"],
        [250, "300"],
        [250, "550"],
      ],
    );
    assert.equal(api.watches[0]?.resourceVersion, String(api.version));
    api.put("t0", 7);
    api.remove("t1");
    api.put("new", 1);
    await settle();
    assert.deepEqual(heard(), ["+t0=7", "-t1=0", "+new=1"]);
    assert.equal(copy.get({ namespace: "a", name: "t0" })?.spec.value, 7);
    assert.equal(copy.get({ namespace: "a", name: "t1" }), undefined);
  });

  test("of large objects it asks for a megabyte at a time", async () => {
    for (let i = 0; i < 90; i += 1) api.put(`t${i}`);
    api.objectLength = 50_000;
    await started();
    assert.deepEqual(
      api.lists.map(({ limit }) => limit),
      [50, 20, 20],
    );
    api.lists.length = 0;
    api.objectLength = 5_000_000;
    await started();
    assert.deepEqual(
      api.lists.map(({ limit }) => limit),
      [50, 10, 10, 10, 10],
    );
  });

  test("tells what was held before", async () => {
    api.put("one", 1);
    const { copy } = await started();
    const previous: (number | undefined)[] = [];
    copy.onChange((change) => previous.push(change.previous?.spec.value));
    api.put("one", 2);
    api.remove("one");
    api.put("one", 3, { uid: "another" });
    await settle();
    assert.deepEqual(previous, [1, 2, undefined]);
  });

  test("keeps what it is told to keep; what is no longer of interest goes", async () => {
    const keep = (object: KubeObject): FakeThing | undefined =>
      (object as FakeThing).spec.value > 0 ? (object as FakeThing) : undefined;
    api.put("dull", 0);
    api.put("bright", 1);
    const { copy, heard } = await started({ keep });
    assert.deepEqual(names(copy), ["bright"]);
    api.put("bright", 0);
    api.put("dull", 2);
    await settle();
    assert.deepEqual(heard(), ["+bright=1", "-bright=1", "+dull=2"]);
  });

  test("an object that cannot be read is left out, and the others are not", async () => {
    const errors: unknown[] = [];
    const logger: Logger = { ...silentLogger, error: (fields) => errors.push(fields["name"]) };
    api.put("bad", 13);
    api.put("good", 1);
    const { copy } = await started({
      logger,
      keep(object) {
        if ((object as FakeThing).spec.value === 13) throw new TypeError("unlucky");
        return object as FakeThing;
      },
    });
    assert.deepEqual(names(copy), ["good"]);
    assert.deepEqual(errors, ["bad"]);
  });

  test("a subscriber that throws stops neither the others nor the watch", async () => {
    const { copy, heard } = await started();
    copy.onChange(() => {
      throw new Error("a bug");
    });
    const unsubscribe = copy.onChange(() => assert.fail("has unsubscribed"));
    unsubscribe();
    api.put("one");
    api.put("two");
    await settle();
    assert.deepEqual(heard(), ["+one=0", "+two=0"]);
  });

  test("named namespaces are listed and watched one by one, and no others", async () => {
    api.put("one", 1, { namespace: "a" });
    api.put("one", 2, { namespace: "b" });
    api.put("one", 3, { namespace: "c" });
    const selection = { labelSelector: "x=y", fieldSelector: "metadata.name=one" };
    const { copy, heard } = await started({ namespaces: ["a", "b"], ...selection });
    assert.deepEqual(heard(), ["+one=1", "+one=2"]);
    assert.deepEqual(
      api.watches.map(({ namespace, labelSelector, fieldSelector }) => [
        namespace,
        labelSelector,
        fieldSelector,
      ]),
      [
        ["a", "x=y", "metadata.name=one"],
        ["b", "x=y", "metadata.name=one"],
      ],
    );
    assert.equal(copy.get({ namespace: "b", name: "one" })?.spec.value, 2);
    assert.equal(copy.get({ namespace: "c", name: "one" }), undefined);
    assert.equal(copy.size, 2);
  });
});

describe("late, doubled and reordered news", () => {
  test("events that come twice or late change nothing", async () => {
    const first = api.put("one", 1);
    const { heard } = await started();
    const second = api.put("one", 2);
    await settle();
    api.say({ type: "MODIFIED", object: first });
    api.say({ type: "MODIFIED", object: second });
    api.say({ type: "ADDED", object: second });
    await settle();
    assert.deepEqual(heard(), ["+one=1", "+one=2"]);
  });

  test("after late events a lost watch goes on from the newest", async () => {
    const first = api.put("one", 1);
    await started();
    api.put("one", 2);
    await settle();
    api.say({ type: "MODIFIED", object: first });
    await settle();
    api.endWatches(away());
    await timers.advance(1000);
    assert.equal(api.watches[1]?.resourceVersion, String(api.version));
  });

  test("an object that no longer matched, and matches again, stays when told of the former too late", async () => {
    const first = api.put("one", 1);
    const { copy } = await started();
    api.put("one", 2);
    await settle();
    api.say({ type: "DELETED", object: first });
    await settle();
    assert.equal(copy.get({ namespace: "a", name: "one" })?.spec.value, 2);
  });

  test("the end of an older object of that name does not take the newer one", async () => {
    const older = api.put("one", 1, { uid: "older" });
    const { copy, heard } = await started();
    api.mute = true;
    api.remove("one");
    const newer = api.put("one", 2, { uid: "newer" });
    api.say({ type: "ADDED", object: newer });
    api.say({ type: "DELETED", object: older });
    await settle();
    assert.deepEqual(heard(), ["+one=1", "-one=1", "+one=2"]);
    assert.equal(copy.get({ namespace: "a", name: "one" })?.metadata.uid, "newer");
  });

  test("the answer to a write is seen at once, and its event is no further change", async () => {
    api.put("one", 1);
    const { copy, heard } = await started();
    api.mute = true;
    const written = api.put("one", 2);
    copy.observe(written);
    assert.equal(copy.get({ namespace: "a", name: "one" })?.spec.value, 2);
    api.say({ type: "MODIFIED", object: written });
    await settle();
    assert.deepEqual(heard(), ["+one=1", "+one=2"]);
  });

  test("the late answer to a write does not bring back what was deleted meanwhile", async () => {
    api.put("one", 1);
    const { copy, heard } = await started();
    const written = api.put("one", 2);
    api.remove("one");
    await settle();
    copy.observe(written);
    assert.equal(copy.size, 0);
    assert.deepEqual(heard(), ["+one=1", "+one=2", "-one=2"]);
  });

  test("versions are compared as numbers", async () => {
    api.version = 98;
    const first = api.put("one", 1);
    const { copy } = await started();
    api.version = 999;
    api.put("one", 2);
    await settle();
    copy.observe(first);
    assert.equal(copy.get({ namespace: "a", name: "one" })?.spec.value, 2);
  });

  test("what was written during a list is newer than the list, and stays", async () => {
    const { copy, heard } = await started();
    api.mute = true;
    const list = api.list.bind(api);
    api.list = async (resource, options) => {
      const page = await list(resource, options);
      api.list = list;
      copy.observe(api.put("written", 1));
      return page as never;
    };
    api.endWatches(expired());
    await settle();
    assert.deepEqual(names(copy), ["written"]);
    assert.deepEqual(heard(), ["+written=1"], "it did not even go for a moment");
  });
});

describe("410", () => {
  for (const [how, lose] of [
    ["as a status", () => (api.endWatches(), api.compact())],
    ["as an event", () => api.endWatches(expired())],
  ] as const) {
    test(`${how}: lists again at once, and tells what went meanwhile and what changed, and nothing else`, async () => {
      api.put("same", 1);
      api.put("changed", 1);
      api.put("gone", 1);
      const { copy, heard } = await started();
      heard();
      await timers.advance(10_000);
      api.mute = true;
      api.put("changed", 2);
      api.remove("gone");
      api.put("new", 1);
      api.version += 1;
      lose();
      await settle();
      assert.deepEqual(heard().sort(), ["+changed=2", "+new=1", "-gone=1"]);
      assert.equal(api.lists.length, 2);
      assert.equal(copy.live, true);
      assert.equal(api.openWatches, 1);
    });
  }

  test("again and again does not become a hot loop", async () => {
    await started();
    for (let i = 0; i < 50; i += 1) api.watchFailures.push(expired());
    api.endWatches(expired());
    await timers.advance(60_000);
    assert.ok(api.lists.length < 12, `${api.lists.length} lists in a minute`);
  });

  test("in the middle of a list begins the list again", async () => {
    for (let i = 0; i < 300; i += 1) api.put(`t${i}`);
    api.listFailures.push(undefined, expired());
    const { copy } = await started();
    assert.equal(copy.size, 300);
    assert.deepEqual(
      api.lists.map((options) => options.continue),
      [undefined, "50", undefined, "50", "175"],
    );
  });
});

describe("a server that is away", () => {
  test("the start waits for it, with growing pauses, and keeps asking", async () => {
    for (let i = 0; i < 20; i += 1) api.listFailures.push(away());
    const { copy } = follow();
    void copy.start();
    await timers.advance(0);
    const pauses: number[] = [];
    while (!copy.synced) {
      const [next = Number.NaN] = timers.delays;
      pauses.push(next);
      await timers.advance(next);
    }
    assert.deepEqual(pauses.slice(0, 5), [1000, 2000, 4000, 5000, 5000]);
    assert.equal(pauses.length, 20);
    assert.equal(copy.live, true);
  });

  test("one that is there and refuses is asked ever more rarely", async () => {
    for (let i = 0; i < 20; i += 1)
      api.listFailures.push(new KubeError({ code: 403, reason: "Forbidden", message: "no" }));
    const { copy } = follow();
    copy.start().catch(() => {});
    await timers.advance(120_000);
    assert.equal(api.lists.length, 8);
  });

  test("a wait ends when another exchange shows that the server is back", async () => {
    const contact = new ServerContact(timers);
    const { heard } = await started({ contact });
    contact.noteError(away(), "GET");
    api.watchFailures.push(away(), away(), away());
    api.endWatches(away());
    await timers.advance(8000);
    api.put("one", 1);
    contact.noteAnswer();
    assert.ok((timers.delays.at(-1) ?? 0) > 3000, "it would wait for longer");
    await timers.advance(500);
    assert.deepEqual(heard(), ["+one=1"]);
  });

  test("what the server asked to wait is waited for, though it is back", async () => {
    const contact = new ServerContact(timers);
    await started({ contact });
    contact.noteError(away(), "GET");
    api.endWatches(serverError(20_000));
    await timers.advance(10_000);
    contact.noteAnswer();
    await timers.advance(9999);
    assert.equal(api.lists.length, 1);
    await timers.advance(501);
    assert.equal(api.lists.length, 2);
  });

  test("the pauses are spread, so that clients do not come back together", async () => {
    api.listFailures.push(away());
    const { copy } = follow({ random: () => 0 });
    copy.start().catch(() => {});
    await timers.advance(0);
    assert.deepEqual(timers.delays, [500]);
  });

  test("a lost watch goes on where it was, without a list", async () => {
    const { heard } = await started();
    api.put("one", 1);
    await settle();
    api.endWatches(away());
    await settle();
    api.put("two", 2);
    await timers.advance(1000);
    assert.deepEqual(heard(), ["+one=1", "+two=2"]);
    assert.equal(api.lists.length, 1);
  });

  test("Retry-After is waited for", async () => {
    await started();
    api.endWatches(serverError(70_000));
    await timers.advance(69_000);
    assert.equal(api.lists.length, 1);
    await timers.advance(1000);
    assert.equal(api.lists.length, 2);
  });

  test("a watch that worked for a while makes the next failure a first one", async () => {
    await started();
    for (let round = 0; round < 6; round += 1) {
      await timers.advance(6000);
      api.put("one", round);
      await settle();
      api.endWatches(away());
      await settle();
      assert.equal(timers.delays[0], 1000);
      await timers.advance(1000);
    }
  });

  test("watches that the server ends at once are not asked for without a pause", async () => {
    await started();
    api.endAtOnce = true;
    api.endWatches();
    await timers.advance(60_000);
    assert.ok(api.watches.length < 12, `${api.watches.length} watches in a minute`);
  });

  test("stopped before it came up, the start rejects", async () => {
    api.listFailures.push(away());
    const { copy } = follow();
    const start = copy.start();
    await copy.stop();
    await assert.rejects(start, /stopped before the first list of things/u);
  });
});

describe("a silent watch", () => {
  test("is dead after 45 s, and another takes its place where it was", async () => {
    const { copy, heard } = await started();
    api.mute = true;
    await timers.advance(44_000);
    assert.equal(api.watches.length, 1);
    api.put("one", 1);
    await timers.advance(1500);
    assert.equal(copy.live, false);
    assert.equal(api.openWatches, 0);
    await timers.advance(500);
    assert.equal(api.watches.length, 2);
    assert.deepEqual(heard(), ["+one=1"]);
    assert.equal(copy.live, true);
    assert.equal(api.lists.length, 1);
  });

  test("a bookmark is a sign of life, and moves the place to go on from", async () => {
    const { copy } = await started();
    for (let minute = 0; minute < 3; minute += 1) {
      await timers.advance(40_000);
      api.version += 10;
      api.say({ type: "BOOKMARK", resourceVersion: String(api.version) });
    }
    await settle();
    assert.equal(api.watches.length, 1);
    assert.equal(copy.live, true);
    assert.equal(copy.lastContactMs, timers.now());
    api.compact();
    api.endWatches();
    await settle();
    assert.equal(api.watches[1]?.resourceVersion, String(api.version));
    assert.equal(api.lists.length, 1);
  });

  test("the server is asked to end a watch sooner than that, so that a quiet one is not taken for dead", async () => {
    for (const random of [0, 0.5, 1]) await started({ random: () => random });
    assert.deepEqual(
      api.watches.map(({ timeoutSeconds }) => timeoutSeconds),
      [22, 27, 31],
    );
  });
});

describe("a watch that is held up", () => {
  const bookmark = (): void => api.say({ type: "BOOKMARK", resourceVersion: String(api.version) });

  /** A write of this process, of which the watch says nothing. */
  function writeHeld(copy: ListWatch<FakeThing>, name: string): void {
    api.mute = true;
    copy.observe(api.put(name, 1));
  }

  test("is abandoned when it has not brought our own write for 10 s, and all is listed anew", async () => {
    const { copy, heard } = await started();
    writeHeld(copy, "ours");
    api.put("theirs", 1);
    const writtenMs = timers.now();
    await timers.advance(9999);
    assert.deepEqual([copy.live, copy.behindSinceMs], [true, writtenMs]);
    assert.equal(api.lists.length, 1);
    await timers.advance(1);
    assert.deepEqual(heard(), ["+ours=1", "+theirs=1"]);
    assert.deepEqual([copy.live, copy.behindSinceMs], [true, undefined]);
    assert.deepEqual([api.lists.length, api.watches.length, api.openWatches], [2, 2, 1]);
  });

  test("makes the copy no longer live until a list has come", async () => {
    const { copy } = await started();
    writeHeld(copy, "ours");
    api.listFailures.push(away(), away());
    await timers.advance(10_001);
    assert.deepEqual([copy.synced, copy.live, copy.inTime], [true, false, false]);
    await timers.advance(1000);
    assert.equal(copy.live, false);
    await timers.advance(2000);
    assert.equal(copy.live, true);
  });

  test("is not one that brings the write late, or a bookmark of its version or a newer one", async () => {
    const { copy } = await started();
    for (const bring of ["event", "bookmark"]) {
      writeHeld(copy, "ours");
      await timers.advance(9000);
      if (bring === "bookmark") bookmark();
      else api.say({ type: "MODIFIED", object: api.put("ours", 2) });
      await timers.advance(9000);
      assert.equal(copy.behindSinceMs, undefined, bring);
    }
    assert.equal(api.lists.length, 1);
  });

  test("counts from the oldest write that it has not brought", async () => {
    const { copy } = await started();
    writeHeld(copy, "one");
    const reached = String(api.version);
    await timers.advance(4000);
    writeHeld(copy, "two");
    await timers.advance(4000);
    api.say({ type: "BOOKMARK", resourceVersion: reached });
    await settle();
    assert.equal(copy.behindSinceMs, timers.now() - 4000);
    await timers.advance(5999);
    assert.equal(api.lists.length, 1);
    await timers.advance(1);
    assert.equal(api.lists.length, 2);
  });

  test("held up for good, it is listed about as often as there are writes, and not more", async () => {
    const { copy } = await started();
    for (let i = 0; i < 60; i += 1) {
      writeHeld(copy, `t${i}`);
      await timers.advance(1000);
    }
    const lists = api.lists.filter(({ continue: token }) => token === undefined).length;
    assert.ok(lists >= 5 && lists <= 7, `${lists} lists in a minute`);
  });

  test("is not known by a namespace that is not watched, nor by a version that cannot be compared", async () => {
    const { copy } = await started({ namespaces: ["a"] });
    api.mute = true;
    copy.observe(api.put("one", 1, { namespace: "elsewhere" }));
    const { metadata, ...thing } = api.put("two", 1);
    copy.observe({ ...thing, metadata: { ...metadata, resourceVersion: "not-a-number" } });
    assert.equal(copy.behindSinceMs, undefined);
  });

  test("brings objects that are not kept all the same, and is not waited for where it selects", async () => {
    const { copy } = await started({ keep: () => undefined });
    copy.observe(api.put("dull", 1));
    await settle();
    assert.equal(copy.behindSinceMs, undefined);
    for (const selection of [{ labelSelector: "x=y" }, { fieldSelector: "metadata.name=one" }]) {
      const selecting = await started(selection);
      writeHeld(selecting.copy, "other");
      assert.equal(selecting.copy.behindSinceMs, undefined);
    }
  });

  test("a list that is older than what was observed does not undo it: it is listed again until one is newer", async () => {
    const { copy, heard } = await started();
    const { metadata, ...thing } = api.put("ours", 1);
    copy.observe({ ...thing, metadata: { ...metadata, resourceVersion: String(api.version + 5) } });
    await timers.advance(35_000);
    assert.deepEqual([copy.size, copy.live], [1, false]);
    assert.equal(api.lists.length, 4);
    api.version += 5;
    await timers.advance(10_000);
    assert.deepEqual([heard(), copy.live, copy.behindSinceMs], [["+ours=1"], true, undefined]);
  });

  test("after a restore from a backup nothing is expected of the time before it", async () => {
    api.version = 5000;
    const { copy, heard } = await started();
    writeHeld(copy, "lost");
    api.restore(100);
    api.put("kept", 7);
    await timers.advance(10_000);
    assert.deepEqual(heard(), ["+lost=1", "+kept=7", "-lost=1"]);
    assert.deepEqual([copy.live, copy.behindSinceMs], [true, undefined]);
  });
});

describe("lists now and then", () => {
  test("heal what a watch lost", async () => {
    api.put("lost", 1);
    api.put("stale", 1);
    const { heard } = await started({ relistEveryMs: 100_000 });
    heard();
    api.mute = true;
    api.remove("lost");
    api.put("stale", 2);
    api.compact();
    for (let i = 0; i < 4; i += 1) {
      api.say({ type: "BOOKMARK", resourceVersion: String(api.version) });
      await timers.advance(25_000);
    }
    assert.deepEqual(heard().sort(), ["+stale=2", "-lost=1"]);
    assert.equal(api.lists.length, 2);
    assert.equal(api.openWatches, 1);
  });

  test("a cluster that was restored from a backup is believed, though its versions are older", async () => {
    api.version = 5000;
    api.put("kept", 9);
    api.put("lost", 9);
    const { copy, heard } = await started({ relistEveryMs: 40_000 });
    heard();
    api.restore(100);
    api.put("kept", 1);
    await timers.advance(40_000);
    assert.deepEqual(heard().sort(), ["+kept=1", "-lost=9"]);
    api.put("kept", 2);
    await settle();
    assert.equal(copy.get({ namespace: "a", name: "kept" })?.spec.value, 2);
  });
});
