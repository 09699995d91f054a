import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keepShallow } from "./shallow-value.ts";

const nest = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

describe("a parameter's value, for people", () => {
  it("stays as it stands", () => {
    for (const value of ["x", 1, null, undefined, [], {}, { a: ["b", { c: [] }] }, nest(64)]) {
      assert.equal(keepShallow(value), value);
    }
  });

  it("becomes how its JSON begins when it is nested deeper than anybody reads", () => {
    assert.equal(keepShallow(nest(10_000)), `${"[".repeat(1_000)}…`);
    assert.equal(keepShallow(nest(66)), `${"[".repeat(66)}${"]".repeat(66)}`);
  });
});
