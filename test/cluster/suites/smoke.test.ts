// Is this Tekton a real one, and does it walk a pipeline here? The product takes no part.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CustomRun } from "../../../src/objects/run/custom-run.ts";
import type { PipelineRun } from "../../../src/objects/run/pipeline-run.ts";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../../src/objects/resources.ts";
import { makeNamespace, openCluster } from "../cluster-under-test.ts";
import { until } from "../../kit/until.ts";

const cluster = await openCluster();

const PIPELINE_RUN = `
apiVersion: tekton.dev/v1
kind: PipelineRun
metadata:
  name: smoke
spec:
  pipelineSpec:
    tasks:
      - name: ask
        taskRef: { apiVersion: example.test/v1, kind: Question, name: anything }
        params:
          - { name: to, value: ann }
      - name: say
        params:
          - { name: answer, value: $(tasks.ask.results.answer) }
        taskSpec:
          params: [{ name: answer }]
          results: [{ name: said }]
          steps:
            - name: print
              image: docker.io/library/alpine:3
              env: [{ name: ANSWER, value: $(params.answer) }]
              script: |
                echo "The answer is $ANSWER in $PWD"
                printf '%s' "$ANSWER!" > $(results.said.path)
    results:
      - { name: said, value: $(tasks.say.results.said) }
`;

function succeeded(object: {
  status?: { conditions?: readonly { type?: string; status?: string }[] };
}): string {
  return object.status?.conditions?.find(({ type }) => type === "Succeeded")?.status ?? "absent";
}

test("a custom task becomes a CustomRun, and its results reach a step that really prints", async (t) => {
  const { kube } = cluster;
  const namespace = await makeNamespace(cluster, t);
  const created = await cluster.kubectl(["create", "-n", namespace, "-f", "-"], PIPELINE_RUN);
  assert.equal(created.code, 0, created.stderr);

  const run = await until(
    "Tekton to make the CustomRun",
    async () => (await kube.list<CustomRun>(CUSTOM_RUNS, { namespace })).items.at(0),
    { withinMs: 10_000 },
  );
  assert.equal(run.metadata.name, "smoke-ask");
  assert.equal(run.metadata.labels?.["tekton.dev/pipelineTask"], "ask");
  assert.deepEqual(run.spec?.customRef, {
    apiVersion: "example.test/v1",
    kind: "Question",
    name: "anything",
  });

  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  await kube.updateStatus<CustomRun>(CUSTOM_RUNS, {
    ...run,
    status: {
      conditions: [
        { type: "Succeeded", status: "True", reason: "Answered", message: "", lastTransitionTime: now },
      ],
      completionTime: now,
      results: [{ name: "answer", value: "yes" }],
    },
  });

  const done = await until("the PipelineRun to end", async () => {
    const object = await kube.get<PipelineRun>(PIPELINE_RUNS, { namespace, name: "smoke" });
    return ["True", "False"].includes(succeeded(object)) ? object : undefined;
  });
  assert.equal(succeeded(done), "True", JSON.stringify(done.status));
  const output = await cluster.readStepOutput({ namespace, taskRun: "smoke-say", step: "print" });
  assert.match(output, /^The answer is yes in \/\S*\n$/u);
  assert.deepEqual((done.status as { results?: unknown }).results, [{ name: "said", value: "yes!" }]);
});
