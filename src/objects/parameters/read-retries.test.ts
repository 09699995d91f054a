import assert from "node:assert/strict";
import { test } from "node:test";

import type { Stage } from "../../decision/request.ts";
import type { CustomRunSpec } from "../run/custom-run.ts";
import { readRetries } from "./read-retries.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";

function stagesOf(...required: readonly number[]): readonly Stage[] {
  return required.map((number) => ({ assignees: [], required: number, counts: "people" }));
}

function read(retries: unknown, ...required: readonly number[]) {
  return readRetries(makeReferringRun({}, { retries } as CustomRunSpec), stagesOf(...required));
}

test("none, when nobody says a number", () => {
  assert.deepEqual(readRetries(makeReferringRun({}), stagesOf(1)), { ok: true, value: 0 });
});

for (const [sentence, retries, required, said] of [
  ["a negative number (contract C58)", -1, [1], /retries -1 is not a whole number/u],
  ["half an attempt", 1.5, [1], /retries 1\.5 is not a whole number/u],
  ["a text", "3", [1], /retries "3" is not a whole number/u],
  ["one more than is counted", 256, [1], /at most 255/u],
  ["more votes than are kept, in MULTI of 100", 2, [100], /298 votes, but only 256 are kept/u],
  ["more votes than are kept, in FOUR_EYES", 255, [1, 1], /257 votes/u],
] as const) {
  test(`refused: ${sentence}`, () => {
    const result = read(retries, ...required);
    assert.ok(!result.ok);
    assert.equal(result.error.parameter, "retries");
    assert.match(result.error.message, said);
  });
}

for (const [retries, required] of [
  [255, [1]],
  [254, [1, 1]],
  [1, [100]],
] as const) {
  test(`accepted at the bound: ${retries} with ${required.join("+")} votes needed`, () => {
    assert.deepEqual(read(retries, ...required), { ok: true, value: retries });
  });
}
