import assert from "node:assert/strict";
import { test } from "node:test";

import type { CustomRun } from "../objects/run/custom-run.ts";
import type { ObjectMeta } from "../kube/kube-api.ts";
import { readParameters } from "../objects/dialects/automatiko/read-parameters.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { createParameterReader } from "./parameter-reader.ts";

const RUN = makeReferringRun({ approvers: ["mary"] });
const { generation: _, ...unversioned } = RUN.metadata;

function changed(metadata: Partial<ObjectMeta>): CustomRun {
  return { ...RUN, metadata: { ...RUN.metadata, ...metadata } };
}

/** How often the parameters are parsed when these runs are asked for, one after another. */
function countParses(runs: readonly CustomRun[]): number {
  let parses = 0;
  const read = createParameterReader((run) => {
    parses += 1;
    return readParameters(run);
  });
  for (const run of runs) assert.deepEqual(read(run), readParameters(run));
  return parses;
}

test("the parameters of a run are parsed once, whatever is written to its status", () => {
  assert.equal(countParses([RUN, changed({ resourceVersion: "8" }), { ...RUN, status: {} }]), 1);
});

for (const [what, other] of [
  ["its spec", changed({ generation: 2 })],
  ["its pipeline's name", changed({ labels: { ...RUN.metadata.labels, "tekton.dev/pipeline": "other" } })],
  ["its task's name", changed({ labels: { ...RUN.metadata.labels, "tekton.dev/pipelineTask": "other" } })],
  ["the run behind the name", changed({ uid: "another" })],
] as const) {
  test(`they are parsed again when ${what} changes`, () => {
    assert.equal(countParses([RUN, other, other]), 2);
  });
}

test("a run whose changes have no number is parsed each time", () => {
  assert.equal(
    countParses([
      { ...RUN, metadata: unversioned },
      { ...RUN, metadata: unversioned },
    ]),
    2,
  );
});
