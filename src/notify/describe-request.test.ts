import assert from "node:assert/strict";
import { test } from "node:test";

import { makeMessage } from "../../test/kit/make-message.ts";
import { describeOtherwise } from "./describe-request.ts";

const tell = (approval: Parameters<typeof makeMessage>[0]): string =>
  describeOtherwise(makeMessage(approval));

test("what comes at the end is told by whose limit it is", () => {
  assert.equal(
    tell({ approval: { deadlineOf: "approval" } }),
    "If it is not decided by then, it times out, and its task fails.",
  );
  assert.equal(
    tell({ approval: { deadlineOf: "approval", spec: { retries: 1 } } }),
    "If it is not decided by then, people are asked again, in attempt 2 of 2.",
  );
  assert.equal(
    tell({ approval: { deadlineOf: "tasks" } }),
    "If it is not decided by then, it is cancelled: the time for the pipeline run’s tasks is up.",
  );
  assert.equal(
    tell({ approval: { deadlineOf: "pipelineRun", spec: { retries: 1 } } }),
    "If it is not decided by then, it is cancelled: the pipeline run itself ends.",
  );
});

test("of limits that are not known it says that they may come first", () => {
  assert.match(
    tell({}),
    /^The pipeline run may end before that\. If it is not decided by then, it times out/u,
  );
});
