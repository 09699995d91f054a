import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { STORED_IN } from "../dialects/find-dialect.ts";
import { buildApprovalLabels } from "./approval-labels.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";

describe("labels of an approval", () => {
  test("are Tekton's own, the run's name, and where it stands", () => {
    const labels = {
      "tekton.dev/pipeline": "release",
      "tekton.dev/pipelineRun": "release-1",
      "tekton.dev/pipelineTask": "approve",
      "tekton.dev/memberOf": "tasks",
      "team.example/owner": "shop",
    };
    const run = makeReferringRun({});
    const metadata = { ...run.metadata, labels };
    assert.deepEqual(buildApprovalLabels({ metadata }, "pending", { received: 0, required: 2 }), {
      "tekton.dev/pipeline": "release",
      "tekton.dev/pipelineRun": "release-1",
      "tekton.dev/pipelineTask": "approve",
      "tekton.dev/memberOf": "tasks",
      "tekton.dev/customRun": "release-1-approve",
      decision: "pending",
      responses: "0_of_2",
    });
  });

  test("say how it ended in Automatiko's words", () => {
    const responses = { received: 1, required: 2 };
    const decisions = (["pending", "approved", "rejected", "timedOut", "cancelled"] as const).map(
      (state) => STORED_IN.buildStateLabels(state, responses).decision,
    );
    assert.deepEqual(decisions, ["pending", "approved", "rejected", "timedout", "cancelled"]);
  });

  test("leave out a name that is no label value", () => {
    const run = makeReferringRun({});
    const metadata = { ...run.metadata, name: `${"x".repeat(60)}.example` };
    const labels = buildApprovalLabels({ metadata }, "pending", { received: 0, required: 1 });
    assert.ok(!("tekton.dev/customRun" in labels));
    assert.equal(labels["decision"], "pending");
  });

  test("are valid label values, whatever the run looks like", () => {
    const labels = fc.dictionary(fc.constantFrom("tekton.dev/a", "tekton.dev/b", "other"), fc.string());
    fc.assert(
      fc.property(fc.string(), labels, fc.nat(), (name, given, received) => {
        const built = buildApprovalLabels({ metadata: { name, labels: given } }, "approved", {
          received,
          required: received,
        });
        for (const value of Object.values(built)) {
          assert.match(value, /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/u);
          assert.ok(value.length <= 63);
        }
      }),
    );
  });
});
