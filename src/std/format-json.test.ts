import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatJson } from "./format-json.ts";

describe("the JSON of a value", () => {
  it("is that of JSON.stringify", () => {
    const value = { b: [1, null, "é"], a: { c: undefined } };
    assert.equal(formatJson(value), JSON.stringify(value));
  });

  it("is written also where JSON.stringify gives up: of ten thousand levels", () => {
    const text = `${'[{"a":'.repeat(5_000)}1${"}]".repeat(5_000)}`;
    const value: unknown = JSON.parse(text);
    assert.throws(() => JSON.stringify(value), RangeError);
    assert.equal(formatJson(value), text);
  });
});
