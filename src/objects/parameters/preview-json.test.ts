import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { previewJson } from "./preview-json.ts";

describe("the beginning of a JSON text", () => {
  it("is the whole of a short one", () => {
    for (const value of ["ann", 1.5, null, true, [], {}, [1, ["a"], { b: "c", "": [] }], { a: {}, b: 1 }]) {
      assert.equal(previewJson(value, 60), JSON.stringify(value));
    }
  });

  it("ends in an ellipsis where a long one is cut", () => {
    assert.equal(previewJson(["ann", "bob"], 8), '["ann","…');
    assert.equal(previewJson("𝄞𝄞𝄞𝄞", 4), '"𝄞𝄞𝄞…');
    assert.equal(previewJson("abc", 4), '"abc…');
    assert.equal(previewJson("abc", 5), '"abc"');
  });

  it("is that of `JSON.stringify`, whatever the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 40 }), (value, most) => {
        const characters = Array.from(JSON.stringify(value));
        const cut = characters.length > most ? `${characters.slice(0, most).join("")}…` : characters.join("");
        assert.equal(previewJson(value, most), cut);
      }),
    );
  });

  it("is found of JSON that is nested ten thousand deep", () => {
    assert.equal(previewJson(JSON.parse("[".repeat(10_000) + "]".repeat(10_000)), 4), "[[[[…");
    assert.equal(previewJson(JSON.parse(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`), 8), '{"a":{"a…');
  });
});
