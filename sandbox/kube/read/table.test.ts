import assert from "node:assert/strict";
import { test } from "node:test";
import { startKube, widget, WIDGETS, widgetDefinition } from "../../../test/kit/start-kube.ts";
import { formatHumanDuration } from "./human-duration.ts";
import { compileJsonPath } from "./json-path.ts";

const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

test("a table has the printer columns of the definition, and ages", async (t) => {
  const columns = [
    { name: "Size", type: "integer", jsonPath: ".spec.size" },
    { name: "Ready", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].status', priority: 1 },
    { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
  ];
  let now = Date.parse("2026-11-24T10:00:00Z");
  const { call } = await startKube(t, {
    clock: { now: () => now },
    crds: [widgetDefinition({}, {}, { additionalPrinterColumns: columns })],
  });
  await call("POST", WIDGETS, widget("a", { size: 3 }));
  const merge = { type: "application/merge-patch+json" };
  const conditions = [
    { type: "Old", status: "False" },
    { type: "Ready", status: "True" },
  ];
  await call("PATCH", `${WIDGETS}/a/status`, { status: { conditions } }, merge);
  await call("POST", WIDGETS, widget("b", {}));
  now += 200_000;
  const { body } = await call("GET", WIDGETS, undefined, { accept: TABLE });
  assert.equal(body.kind, "Table");
  assert.deepEqual(
    body.columnDefinitions.map(({ name, priority }: { name: string; priority: number }) => [name, priority]),
    [
      ["Name", 0],
      ["Size", 0],
      ["Ready", 1],
      ["Age", 0],
    ],
  );
  assert.deepEqual(
    body.rows.map(({ cells }: { cells: unknown[] }) => cells),
    [
      ["a", 3, "True", "3m20s"],
      ["b", null, null, "3m20s"],
    ],
  );
  assert.equal(body.rows[0].object.kind, "PartialObjectMetadata");
  assert.equal(body.rows[0].object.metadata.name, "a");
});

test("a client can ask for metadata alone", async (t) => {
  const { call } = await startKube(t, { crds: [widgetDefinition()] });
  await call("POST", WIDGETS, widget("a"));
  const accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
  const { body } = await call("GET", WIDGETS, undefined, { accept });
  assert.equal(body.kind, "PartialObjectMetadataList");
  assert.equal(body.items[0].spec, undefined);
  assert.equal(body.items[0].metadata.name, "a");
});

const AGES: readonly [seconds: number, shown: string][] = [
  [0, "0s"],
  [119, "119s"],
  [120, "2m"],
  [200, "3m20s"],
  [3_600, "60m"],
  [4 * 3_600 + 120, "4h2m"],
  [30 * 3_600, "30h"],
  [3 * 86_400 + 3_600, "3d1h"],
  [100 * 86_400, "100d"],
  [3 * 365 * 86_400, "3y"],
  [-5, "<invalid>"],
];

for (const [seconds, shown] of AGES) {
  test(`an age of ${seconds} s is shown as ${shown}`, () => {
    assert.equal(formatHumanDuration(seconds * 1_000), shown);
  });
}

test("a JSONPath finds fields, escaped keys, items and filtered items", () => {
  const value = {
    a: {
      "b.c": [
        { n: 1, ok: true },
        { n: 2, ok: false },
      ],
    },
  };
  assert.deepEqual(compileJsonPath(".a.b\\.c[0].n")(value), [1]);
  assert.deepEqual(compileJsonPath(".a['b.c'][-1].n")(value), [2]);
  assert.deepEqual(compileJsonPath(".a.b\\.c[*].n")(value), [1, 2]);
  assert.deepEqual(compileJsonPath(".a.b\\.c[?(@.ok==true)].n")(value), [1]);
  assert.deepEqual(compileJsonPath(".a.none.at.all")(value), []);
  assert.throws(() => compileJsonPath(".a[?(broken"), /cannot read the JSONPath/u);
});
