import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { checkPipelineRunSpec } from "../../tekton/webhook/check-run.ts";
import { tidyPipelineRunSpec } from "../../tekton/webhook/tidy-run.ts";
import { loadSamples, SAMPLE_IDS } from "./load-samples.ts";

test("every file of a sample is offered", () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".yaml"));
  assert.deepEqual(files.toSorted(), SAMPLE_IDS.map((id) => `${id}.yaml`).toSorted());
});

for (const sample of loadSamples()) {
  test(`${sample.id} is a PipelineRun that Tekton takes, with a title, and names whom it asks`, () => {
    const { apiVersion, kind, metadata, spec } = sample.pipelineRun;
    assert.deepEqual([apiVersion, kind], ["tekton.dev/v1", "PipelineRun"]);
    assert.equal(metadata.generateName, `${sample.id}-`);
    assert.deepEqual(checkPipelineRunSpec(tidyPipelineRunSpec(spec)), []);
    assert.notEqual(sample.title, sample.id);
    assert.notEqual(sample.description, "");
    assert.equal(sample.approvers.length > 0, sample.groups.length === 0);
  });
}
