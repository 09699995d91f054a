import assert from "node:assert/strict";
import { test } from "node:test";
import { toParamValue, typeOfParam } from "./param-value.ts";

test("values are kept as Tekton's webhook keeps them (contract C19)", () => {
  const expected: readonly (readonly [json: unknown, value: unknown])[] = [
    ["x", "x"],
    [5, "5"],
    [1.5, "1.5"],
    [true, "true"],
    [
      ["a", "b"],
      ["a", "b"],
    ],
    [[1, 2], "[1,2]"],
    [["a", 1], '["a",1]'],
    [{ a: "b" }, { a: "b" }],
    [{ x: 1 }, '{"x":1}'],
    [[], []],
    [{}, {}],
  ];
  for (const [json, value] of expected) assert.deepEqual(toParamValue(json), value);
});

test("a type that is not declared comes from properties or default", () => {
  assert.equal(typeOfParam({ name: "x" }), "string");
  assert.equal(typeOfParam({ name: "x", default: [] }), "array");
  assert.equal(typeOfParam({ name: "x", properties: {} }), "object");
});
