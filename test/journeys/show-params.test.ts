// Parameters of a PipelineRun in the cluster, as `serve` shows them: masked, unless the setting or the object says otherwise.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { referToCustomRun } from "../../src/objects/run/pipeline-run.ts";
import { makePipelineRun, ownedBy } from "../kit/make-pipeline-run.ts";
import { makeAskingRun } from "../kit/make-run.ts";
import { startProduct, untilAsked } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";

const NAME = "release-1-approve";
const PATH = `/approvals/default/${NAME}`;

test("what looks like a secret is masked but for what setting and annotation name", async (t) => {
  const product = await startProduct(t, { pages: { showParams: ["cache-key"] } });
  const { api, url } = product;
  const params = [
    { name: "password", value: "hunter2" },
    { name: "cache-key", value: "go-1.25" },
    { name: "issue-key", value: "PAY-1190" },
  ];
  const made = makePipelineRun("release-1", {
    metadata: {
      annotations: { "countersign.dev/show-params": "issue-key", "example.dev/other": "password" },
    },
    spec: { pipelineRef: { name: "release" }, params },
  });
  const pipelineRun = await api.create(PIPELINE_RUNS, made);
  const run = makeAskingRun(NAME, { approvers: ["mary"] }, { metadata: ownedBy(pipelineRun) });
  await api.create(CUSTOM_RUNS, run);
  const childReferences = [referToCustomRun({ name: NAME, task: "approve" })];
  await api.updateStatus(PIPELINE_RUNS, { ...pipelineRun, status: { childReferences } });
  await untilAsked(product, NAME);
  const shown = await until("the pipeline run names the run", async () => {
    const json = (await (await fetch(`${url}/api/v1${PATH}`)).json()) as { runParameters?: unknown[] };
    return (json.runParameters?.length ?? 0) > 0 && json.runParameters;
  });
  assert.deepEqual(shown, [
    { name: "password", value: "(masked)", masked: true },
    { name: "cache-key", value: "go-1.25", masked: false },
    { name: "issue-key", value: "PAY-1190", masked: false },
  ]);
  const page = await (await fetch(`${url}${PATH}`)).text();
  assert.ok(page.includes("PAY-1190") && page.includes("go-1.25") && !page.includes("hunter2"));
});
