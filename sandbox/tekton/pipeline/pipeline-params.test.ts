import assert from "node:assert/strict";
import { test } from "node:test";
import { substituteText } from "../variables/substitute.ts";
import { checkParams, findResultReference, resolveParams } from "./pipeline-params.ts";

test("names the parameters that are missing, of another type, or without a key", () => {
  const declared = [
    { name: "a" },
    { name: "b", type: "array" },
    { name: "c", type: "object", properties: { url: {} } },
  ] as const;
  assert.deepEqual(checkParams(declared, []), {
    reason: "ParameterMissing",
    names: "[a b c]",
  });
  const wrong = [
    { name: "a", value: "x" },
    { name: "b", value: "x" },
    { name: "c", value: { url: "u" } },
  ];
  assert.equal(checkParams(declared, wrong)?.reason, "ParameterTypeMismatch");
  const keyless = [
    { name: "a", value: "x" },
    { name: "b", value: [] },
    { name: "c", value: {} },
  ];
  assert.equal(checkParams(declared, keyless)?.reason, "ObjectParameterMissKeys");
});

test("a parameter more than declared is no mistake", () => {
  assert.equal(checkParams([], [{ name: "extra", value: "x" }]), undefined);
});

test("a default refers to parameters in any order", () => {
  const resolved = resolveParams(
    [
      { name: "image", default: "$(params.registry)/app:$(params.tag)" },
      { name: "registry", default: "example.org" },
      { name: "tags", type: "array", default: ["$(params.image)", "latest"] },
    ],
    [{ name: "tag", value: "7" }],
  );
  assert.ok(resolved.ok);
  assert.equal(substituteText("$(params.tags[0])", resolved.value.texts), "example.org/app:7");
});

test("an object given in part keeps the other keys of the default", () => {
  const resolved = resolveParams(
    [{ name: "o", type: "object", default: { a: "1", b: "2" } }],
    [{ name: "o", value: { b: "3" } }],
  );
  assert.ok(resolved.ok);
  assert.equal(substituteText("$(params.o.a) $(params.o.b)", resolved.value.texts), "1 3");
});

test("a default that refers to itself or to nothing is refused", () => {
  for (const fallback of ["$(params.x)", "$(params.nobody)"]) {
    const resolved = resolveParams([{ name: "x", default: fallback }], []);
    assert.ok(!resolved.ok);
    assert.match(resolved.error, /^the default of x /u);
  }
});

test("results cannot be parameters of a PipelineRun", () => {
  assert.equal(findResultReference([{ name: "x", value: ["$(tasks.a.results.b)"] }]), "tasks.a.results.b");
  assert.equal(findResultReference([{ name: "x", value: "$(params.a)" }]), undefined);
});
