// Each pipeline of examples/ does on the small Tekton what its comment says; the test plays the approval controller.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readSamples } from "../src/demo/samples/read-samples.ts";
import {
  APPROVED,
  startTekton,
  type Answer,
  type TestTekton,
} from "../src/demo/tekton/testing/start-tekton.ts";
import { PIPELINES, TASKS } from "../src/demo/tekton/objects/resources.ts";
import type { CustomRun } from "../src/demo/tekton/objects/custom-run.ts";
import { isAlreadyExists } from "../src/kube/kube-error.ts";
import type { KubeObject, Resource } from "../src/kube/kube-api.ts";
import { PIPELINE_RUNS } from "../src/objects/resources.ts";
import { readOutcomes, type Outcome } from "./examples/read-outcomes.ts";

const RESOURCES: Readonly<Record<string, Resource>> = {
  Task: TASKS,
  Pipeline: PIPELINES,
  PipelineRun: PIPELINE_RUNS,
};

/** Creates what a file holds, as `kubectl create -f` does; answers the PipelineRun's name. */
async function create({ api }: TestTekton, objects: readonly KubeObject[]): Promise<string> {
  let name = "";
  for (const object of objects) {
    const resource = RESOURCES[object.kind];
    assert.ok(resource, object.kind);
    const version = object.apiVersion.split("/")[1] ?? "";
    const placed = { ...object, metadata: { ...object.metadata, namespace: "default" } };
    try {
      ({ name } = (await api.create({ ...resource, version }, placed)).metadata);
    } catch (error) {
      assert.ok(isAlreadyExists(error), String(error));
    }
  }
  return name;
}

/** What the approval controller would write. */
function answerOf({ actions }: Outcome, { spec }: CustomRun): Answer {
  const last = actions.at(-1);
  if (last === undefined)
    return { status: "False", reason: "CustomRunTimedOut", results: { decision: "false" } };
  const fails =
    last.decision === "reject" &&
    spec.params?.some(({ name, value }) => name === "onReject" && value === "fail");
  const by = (decision: string): string =>
    actions
      .filter((action) => action.decision === decision)
      .map((action) => action.by)
      .join("|");
  const results = {
    ...APPROVED.results,
    decision: String(last.decision === "approve"),
    comment: actions.map(({ comment }) => comment).join("|"),
    approvedBy: by("approve"),
    rejectedBy: by("reject"),
  };
  return {
    status: fails === true ? "False" : "True",
    reason: last.decision === "approve" ? "Approved" : "Rejected",
    results,
  };
}

const samples = await readSamples();

for (const { name, text, objects } of samples) {
  test(`examples/${name}.yaml does what its comment says`, async (t) => {
    const tekton = await startTekton(t);
    const outcomes = readOutcomes(text);
    assert.ok(outcomes.length >= 2, "says what happens on approval and on rejection");
    for (const outcome of outcomes) {
      const run = await create(tekton, objects);
      await tekton.answer(`${run}-approval`, answerOf(outcome, await tekton.customRun(`${run}-approval`)));
      const { status } = await tekton.finished(run);
      assert.equal(status?.conditions?.[0]?.reason, outcome.reason, outcome.line);
      if (outcome.printed === undefined) continue;
      const { task, text: printed } = outcome.printed;
      const { steps } = (await tekton.taskRun(`${run}-${task}`)).status ?? {};
      assert.equal(
        tekton.tekton.outputs.get("default", `${run}-${task}`, steps?.[0]?.name ?? "")?.text,
        `${printed}\n`,
        outcome.line,
      );
    }
  });
}
