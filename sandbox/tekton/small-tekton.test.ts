import assert from "node:assert/strict";
import { test } from "node:test";
import type { PipelineRun } from "./objects/pipeline-run.ts";
import { APPROVED, REJECTED, approve, script, startTekton } from "../../test/kit/start-tekton.ts";

const branches = {
  tasks: [
    approve,
    {
      ...script("go", 'echo "APPROVED with comment $COMMENT"', {
        when: [{ input: "$(tasks.approve.results.decision)", operator: "in", values: ["true"] }],
        params: [{ name: "comment", value: "$(tasks.approve.results.comment)" }],
      }),
      taskSpec: {
        params: [{ name: "comment" }],
        steps: [
          {
            name: "main",
            image: "busybox",
            env: [{ name: "COMMENT", value: "$(params.comment)" }],
            script: 'echo "APPROVED with comment $COMMENT"',
          },
        ],
      },
    },
    script("stop", "echo REJECTED", {
      when: [{ input: "$(tasks.approve.results.decision)", operator: "in", values: ["false"] }],
    }),
  ],
};

function conditionOf(run: PipelineRun): string {
  const { status, reason, message } = run.status?.conditions?.[0] ?? {};
  return `${status} ${reason}: ${message}`;
}

test("a pipeline waits for an approval, and goes on along the branch of its decision", async (t) => {
  const { run, answer, finished, customRun, pipelineRun, tekton } = await startTekton(t);
  await run("yes", branches);
  await customRun("yes-approve");
  assert.equal(
    conditionOf(await pipelineRun("yes")),
    "Unknown Running: Tasks Completed: 0 (Failed: 0, Cancelled 0), Incomplete: 3, Skipped: 0",
  );
  await answer("yes-approve", APPROVED);
  const done = await finished("yes");
  assert.equal(conditionOf(done), "True Completed: Tasks Completed: 2 (Failed: 0, Cancelled 0), Skipped: 1");
  assert.deepEqual(done.status?.skippedTasks, [
    {
      name: "stop",
      reason: "When Expressions evaluated to false",
      whenExpressions: [{ input: "true", operator: "in", values: ["false"] }],
    },
  ]);
  assert.equal(tekton.outputs.get("default", "yes-go", "main")?.text, "APPROVED with comment looks good\n");

  await run("no", branches);
  await answer("no-approve", REJECTED);
  await finished("no");
  assert.equal(tekton.outputs.get("default", "no-stop", "main")?.text, "REJECTED\n");
  assert.equal(tekton.outputs.get("default", "no-go", "main"), undefined);
});
