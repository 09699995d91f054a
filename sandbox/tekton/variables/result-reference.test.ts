import assert from "node:assert/strict";
import { test } from "node:test";
import { parseResultReference, resultReferencesOf, variablesIn } from "./result-reference.ts";

test("finds the variables of a text in order", () => {
  assert.deepEqual(variablesIn("a $(params.x) b $(tasks.t.results.r[*]) $(not a variable) $(x[0])"), [
    "params.x",
    "tasks.t.results.r[*]",
    "x[0]",
  ]);
});

test("reads a reference to a result, with an index or a key", () => {
  assert.deepEqual(parseResultReference("tasks.build.results.digest"), {
    section: "tasks",
    task: "build",
    result: "digest",
  });
  assert.equal(parseResultReference("tasks.build.results.list[2]")?.index, 2);
  assert.equal(parseResultReference("tasks.build.results.list[*]")?.index, undefined);
  assert.equal(parseResultReference("finally.report.results.object.key")?.key, "key");
});

test("everything else is no reference to a result", () => {
  for (const variable of [
    "params.x",
    "tasks.build.status",
    "tasks.status",
    "tasks.a.results.b.c.d",
    "context.x.results.y",
  ]) {
    assert.equal(parseResultReference(variable), undefined, variable);
  }
});

test("finds references in parameters, when, matrix and embedded steps", () => {
  const references = resultReferencesOf({
    name: "deploy",
    params: [{ name: "p", value: ["$(tasks.a.results.x)"] }],
    matrix: {
      params: [{ name: "m", value: ["$(tasks.b.results.x)"] }],
      include: [{ params: [{ name: "i", value: "$(tasks.c.results.x)" }] }],
    },
    when: [{ input: "$(tasks.d.results.x)", operator: "in", values: ["$(tasks.e.results.x)"] }],
    taskSpec: { steps: [{ script: "echo $(tasks.f.results.x)" }] },
  });
  assert.deepEqual(
    references.map(({ task }) => task),
    ["a", "b", "c", "d", "e", "f"],
  );
});
