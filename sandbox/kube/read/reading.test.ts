import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { startKube, widget, WIDGETS, widgetDefinition } from "../../../test/kit/start-kube.ts";
import { ObjectStore } from "../storage/object-store.ts";
import { readCustomType } from "../types/custom-type.ts";
import { listObjects } from "./list-objects.ts";
import { selectObjects } from "./object-selection.ts";
import { ObjectWatch } from "./object-watch.ts";
import { representAsIs } from "./representation.ts";
import { parseFieldSelector } from "./field-selector.ts";
import { parseLabelSelector } from "./label-selector.ts";

const crds = [widgetDefinition()];
const MERGE = { type: "application/merge-patch+json" };

const SELECTORS: readonly [selector: string, labels: object, matches: boolean][] = [
  ["", {}, true],
  ["a=1", { a: "1" }, true],
  ["a==1,b!=2", { a: "1" }, true],
  ["a==1,b!=2", { a: "1", b: "2" }, false],
  ["a in (1, 2),c", { a: "2", c: "" }, true],
  ["a notin (1,2)", {}, true],
  ["!a", { a: "" }, false],
  ["n>3", { n: "4" }, true],
  ["example.com/x-y=z", { "example.com/x-y": "z" }, true],
];

for (const [selector, labels, matches] of SELECTORS) {
  test(`labels ${JSON.stringify(labels)} ${matches ? "match" : "do not match"} ${JSON.stringify(selector)}`, () => {
    assert.equal(parseLabelSelector(selector)({ ...labels }), matches);
  });
}

test("a selector that cannot be read, or names a field that is not selectable, is refused", () => {
  assert.throws(() => parseLabelSelector("a in 1"), /unable to parse requirement/u);
  assert.throws(() => parseFieldSelector("spec.size=1", []), /field label not supported: spec\.size/u);
  assert.ok(parseFieldSelector("status.phase!=Gone", ["status.phase"])({ status: { phase: "Here" } }));
});

test("pages show how things stood when the first was asked for", async (t) => {
  const { call, kube } = await startKube(t, { crds });
  for (const name of ["a", "b", "c", "d"]) await call("POST", WIDGETS, widget(name));
  const { body: first } = await call("GET", `${WIDGETS}?limit=2`);
  assert.equal(first.metadata.remainingItemCount, 2);
  await call("DELETE", `${WIDGETS}/c`);
  await call("PATCH", `${WIDGETS}/d`, { spec: { size: 7 } }, MERGE);
  await call("POST", WIDGETS, widget("bb"));
  const rest = `${WIDGETS}?limit=2&continue=${first.metadata.continue}`;
  const { body: second } = await call("GET", rest);
  assert.deepEqual(
    second.items.map((item: { metadata: { name: string }; spec: object }) => [item.metadata.name, item.spec]),
    [
      ["c", { size: 1 }],
      ["d", { size: 1 }],
    ],
  );
  assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
  kube.compactHistory();
  assert.equal((await call("GET", rest)).code, 410);
});

test("what comes into a selection is added to a watch, what leaves it is deleted", async (t) => {
  const { call, watch } = await startKube(t, { crds });
  await call("POST", WIDGETS, widget("a"));
  const events = await watch(`${WIDGETS}?watch=1&labelSelector=on%3Dyes`);
  await call("PATCH", `${WIDGETS}/a`, { metadata: { labels: { on: "yes" } } }, MERGE);
  assert.equal((await events.next()).type, "ADDED");
  const { body: off } = await call("PATCH", `${WIDGETS}/a`, { metadata: { labels: { on: "no" } } }, MERGE);
  const left = await events.next();
  assert.equal(left.type, "DELETED");
  assert.equal(left.object.metadata.labels.on, "yes", "in the state it had");
  assert.equal(left.object.metadata.resourceVersion, off.metadata.resourceVersion, "under the new version");
});

test("a watch can begin with what is there, and says when that is all", async (t) => {
  const { call, watch } = await startKube(t, { crds });
  await call("POST", WIDGETS, widget("a"));
  const query = "watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan";
  const events = await watch(`${WIDGETS}?${query}`);
  assert.equal((await events.next()).object.metadata.name, "a");
  const end = await events.next();
  assert.equal(end.type, "BOOKMARK");
  assert.equal(end.object.metadata.annotations["k8s.io/initial-events-end"], "true");
});

test("bookmarks carry the newest version, also of what happened elsewhere; only who asks gets them", async (t) => {
  const { call, watch, kube } = await startKube(t, { crds });
  const asking = await watch(`${WIDGETS}?watch=1&allowWatchBookmarks=true`);
  const other = await watch(`${WIDGETS}?watch=1`);
  const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" } };
  const { body } = await call("POST", "/api/v1/namespaces/default/configmaps", map);
  kube.sendBookmarks();
  const bookmark = await asking.next();
  assert.equal(bookmark.type, "BOOKMARK");
  assert.equal(bookmark.object.metadata.resourceVersion, body.metadata.resourceVersion);
  await call("POST", WIDGETS, widget("a"));
  assert.equal((await other.next()).type, "ADDED");
});

test("a watch whose options cannot be read is refused before it begins", async (t) => {
  const { call } = await startKube(t, { crds });
  for (const option of ["resourceVersion=abc", "timeoutSeconds=soon"]) {
    const { code, body } = await call("GET", `${WIDGETS}?watch=1&${option}`);
    assert.equal(code, 400, option);
    assert.equal(body.reason, "BadRequest");
  }
});

test("a watch ends when it is ended or cut", async (t) => {
  const { watch, kube } = await startKube(t, { crds });
  for (const how of ["end", "cut"] as const) {
    const events = await watch(`${WIDGETS}?watch=1`);
    await delay(5);
    kube.closeWatches(how);
    assert.equal(await events.next(), undefined, how);
  }
});

test("a list of 10,000 objects is made of bytes that are there, and a watch of one change makes one line", () => {
  const store = new ObjectStore(100);
  const type = readCustomType(widgetDefinition());
  const [version] = type.versions;
  assert.ok(version !== undefined);
  for (let index = 0; index < 10_000; index += 1) {
    store.put(
      type,
      widget(`w${String(index).padStart(5, "0")}`, { text: "x".repeat(200) }, { namespace: "default" }),
    );
  }
  const collection = store.collection(type);
  const selection = selectObjects(version, "default", new URLSearchParams());
  const representation = representAsIs(type, version);
  const list = (): string =>
    representation.encodeList(
      listObjects({ collection, selection, query: new URLSearchParams(), revision: store.revision }),
    );
  const text = list();
  const started = performance.now();
  assert.equal(list(), text);
  assert.ok(performance.now() - started < 1_000, "the second list is quick");
  const lines: Buffer[] = [];
  const watch = new ObjectWatch({
    type,
    version,
    collection,
    selection,
    representation,
    query: new URLSearchParams({ resourceVersion: String(store.revision) }),
    currentRevision: () => store.revision,
    bookmarkIntervalMs: 60_000,
    sink: { write: (line) => lines.push(line), end: () => {} },
  });
  watch.start();
  store.put(type, widget("w05000", { text: "new" }, { namespace: "default" }));
  watch.end();
  assert.equal(lines.length, 1);
  assert.equal(JSON.parse(String(lines[0])).object.metadata.name, "w05000");
});
