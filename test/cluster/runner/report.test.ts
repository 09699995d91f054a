import assert from "node:assert/strict";
import { test } from "node:test";
import { describeReport } from "./report.ts";

test("the counts are followed by what was skipped and what failed, each with its reason", () => {
  const text = describeReport({
    cluster: "a cluster",
    seconds: { start: 1.25, total: 60 },
    outcomes: [
      { suite: "smoke", name: "it runs", outcome: "passed" },
      { suite: "smoke", name: "it waits", outcome: "skipped", reason: "there is no webhook" },
      { suite: "races", name: "one wins", outcome: "failed", reason: "\nnot the same:\n+ 1\n- 2\n" },
    ],
  });
  assert.equal(
    text,
    `a cluster: 1 passed, 1 failed, 1 skipped (ready after 1.3 s, 60 s in all)
  smoke: 1 passed, 0 failed, 1 skipped
  races: 0 passed, 1 failed, 0 skipped
  skipped: smoke: it waits: there is no webhook
  failed: races: one wins: not the same:
    + 1
    - 2`,
  );
});
