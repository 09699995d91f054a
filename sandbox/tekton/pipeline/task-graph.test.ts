import assert from "node:assert/strict";
import { test } from "node:test";
import { buildGraph } from "./task-graph.ts";

test("a task waits for runAfter and for the tasks whose results it uses", () => {
  const graph = buildGraph([
    { name: "approve" },
    { name: "lint" },
    {
      name: "deploy",
      runAfter: ["lint"],
      params: [{ name: "by", value: "$(tasks.approve.results.approvedBy)" }],
      when: [{ input: "$(tasks.approve.results.decision)", operator: "in", values: ["true"] }],
    },
  ]);
  assert.ok(graph.ok);
  assert.deepEqual(graph.value.get("deploy"), ["lint", "approve"]);
  assert.deepEqual(graph.value.get("lint"), []);
});

test("a cycle, an unknown task and a name used twice are refused with the names in it", () => {
  const refusals: readonly (readonly [Parameters<typeof buildGraph>[0], RegExp])[] = [
    [
      [{ name: "a", runAfter: ["b"] }, { name: "b", runAfter: ["a"] }, { name: "c" }],
      /cycle detected: task a depends on b; task b depends on a/u,
    ],
    [[{ name: "a", runAfter: ["a"] }], /cycle detected: task a depends on a/u],
    [[{ name: "a", runAfter: ["nobody"] }], /task a depends on nobody, which is not in the pipeline/u],
    [[{ name: "a" }, { name: "a" }], /two tasks of the name a/u],
  ];
  for (const [tasks, expected] of refusals) {
    const graph = buildGraph(tasks);
    assert.ok(!graph.ok);
    assert.match(graph.error, expected);
  }
});
