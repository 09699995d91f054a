import assert from "node:assert/strict";
import { test } from "node:test";

import { summarizeProfile, type CpuProfile } from "./cpu-profile.ts";

const FRAMES: readonly (readonly [functionName: string, url: string])[] = [
  ["(root)", ""],
  ["(idle)", ""],
  ["(garbage collector)", ""],
  ["plan", "file:///app/src/controller/plan.ts"],
  ["gather", "file:///app/src/controller/gather.ts"],
  ["parse", ""],
  ["", "file:///app/node_modules/@hono/node-server/dist/index.js"],
  ["onData", "node:internal/streams/readable"],
  ["serve", "file:///app/dist/countersign.mjs"],
];

/** Each sample lasts a millisecond. */
function profileOf(...samples: readonly number[]): CpuProfile {
  return {
    nodes: FRAMES.map(([functionName, url], id) => ({ id, callFrame: { functionName, url, lineNumber: 0 } })),
    startTime: 5_000_000,
    samples: [...samples, 1],
    timeDeltas: [0, ...samples.map(() => 1000)],
  };
}

const WHOLE = { fromMs: 0, toMs: Infinity };

test("self time is added up by place and by function, most first", () => {
  const summary = summarizeProfile(profileOf(4, 3, 3, 2, 4, 4), WHOLE);
  assert.deepEqual(summary.places, [
    { name: "src/controller", ms: 5 },
    { name: "(garbage collector)", ms: 1 },
  ]);
  assert.deepEqual(summary.functions.slice(0, 2), [
    { name: "gather [src/controller]", ms: 3 },
    { name: "plan [src/controller]", ms: 2 },
  ]);
});

test("time in which nothing ran is in the wall time alone", () => {
  const { busyMs, wallMs, places } = summarizeProfile(profileOf(1, 3, 1, 1, 0), WHOLE);
  assert.deepEqual({ busyMs, wallMs }, { busyMs: 1, wallMs: 5 });
  assert.deepEqual(places, [{ name: "src/controller", ms: 1 }]);
});

test("a place is a folder of ours, a package, a module of Node, the build, or V8 itself", () => {
  const { places } = summarizeProfile(profileOf(3, 5, 6, 7, 8), WHOLE);
  assert.deepEqual(places.map(({ name }) => name).toSorted(), [
    "@hono/node-server",
    "dist",
    "native",
    "node:internal/streams",
    "src/controller",
  ]);
});

test("a window leaves out what was before and after it", () => {
  const { busyMs, places } = summarizeProfile(profileOf(4, 4, 5, 5, 6), { fromMs: 2, toMs: 4 });
  assert.equal(busyMs, 2);
  assert.deepEqual(places, [{ name: "native", ms: 2 }]);
});
