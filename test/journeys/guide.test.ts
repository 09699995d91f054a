// The pipelines of docs/guide/pipelines.md do what the guide says of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test, type TestContext } from "node:test";
import { parse } from "yaml";
import type { PipelineRun } from "../../sandbox/tekton/objects/pipeline-run.ts";
import type { PipelineSpec, PipelineTask } from "../../sandbox/tekton/objects/pipeline.ts";
import { TASKS } from "../../sandbox/tekton/objects/resources.ts";
import type { KubeObject } from "../../src/kube/kube-api.ts";
import { startProduct, untilAsked, untilEnded, vote, type TestProduct } from "../kit/start-product.ts";
import { attachTekton, type TestTekton } from "../kit/start-tekton.ts";

const GUIDE = join(import.meta.dirname, "../../docs/guide/pipelines.md");
const shown = new Map<string, PipelineSpec>();

before(() => {
  const guide = readFileSync(GUIDE, "utf8");
  for (const [, text = ""] of guide.matchAll(/^```yaml\n([\s\S]*?)^```$/gmu)) {
    const { kind, metadata, spec } = parse(text) as KubeObject & { readonly spec: PipelineSpec };
    if (kind === "Pipeline") shown.set(metadata.name, spec);
  }
});

/** The pipeline of that name in the guide, with some of its approval changed. */
function takePipeline(name: string, approval: Partial<PipelineTask> = {}): PipelineSpec {
  const spec = shown.get(name);
  assert.ok(spec, `the guide shows ${name}`);
  const tasks = (spec.tasks ?? []).map((task) => (task.name === "approve" ? { ...task, ...approval } : task));
  return { ...spec, tasks };
}

interface Scene {
  readonly product: TestProduct;
  readonly tekton: TestTekton;
}

/** The product and Tekton, with the tasks that the guide's pipelines name. */
async function openScene(t: TestContext): Promise<Scene> {
  const product = await startProduct(t);
  for (const name of ["deploy", "clean-up", "tell-the-team"]) {
    const spec = { steps: [{ name: "main", image: "busybox", script: `echo ${name}` }] };
    const metadata = { name, namespace: "default" };
    await product.api.create<KubeObject>(TASKS, {
      apiVersion: "tekton.dev/v1",
      kind: "Task",
      metadata,
      spec,
    } as KubeObject);
  }
  return { product, tekton: await attachTekton(t, product) };
}

/** Why it ended, and which of its tasks had a run. */
async function finish(
  { tekton }: Scene,
  name: string,
): Promise<readonly [reason: string, tasks: readonly string[]]> {
  const { status }: PipelineRun = await tekton.finished(name);
  const ran = (status?.childReferences ?? []).map(({ pipelineTaskName }) => pipelineTaskName);
  return [status?.conditions?.[0]?.reason ?? "", ran.toSorted()];
}

async function answer({ product }: Scene, name: string, decision: "approve" | "reject"): Promise<void> {
  await untilAsked(product, `${name}-approve`);
  const answered = await vote(product, `${name}-approve`, "ann", { body: { decision } });
  assert.equal(answered.status, 201, await answered.text());
}

const inEnvironment = (value: string): Pick<PipelineRun["spec"], "params"> => ({
  params: [{ name: "environment", value }],
});

test("release: deploys after a yes, tells the team after a no", async (t) => {
  const scene = await openScene(t);
  for (const name of ["yes", "no"]) await scene.tekton.run(name, takePipeline("release"));
  await answer(scene, "yes", "approve");
  await answer(scene, "no", "reject");
  assert.deepEqual(await finish(scene, "yes"), ["Completed", ["approve", "deploy"]]);
  assert.deepEqual(await finish(scene, "no"), ["Completed", ["approve", "tell-the-team"]]);
});

test("release-anywhere: asks in production and wherever else is not named, and deploys after a yes alone", async (t) => {
  const scene = await openScene(t);
  const run = (name: string, environment: string, approval?: Partial<PipelineTask>): Promise<unknown> =>
    scene.tekton.run(name, takePipeline("release-anywhere", approval), inEnvironment(environment));
  await run("staging", "staging");
  assert.deepEqual(await finish(scene, "staging"), ["Completed", ["deploy"]]);
  await run("production", "production");
  await run("misspelt", "Stageing");
  await answer(scene, "production", "approve");
  await answer(scene, "misspelt", "reject");
  assert.deepEqual(await finish(scene, "production"), ["Succeeded", ["approve", "deploy"]]);
  assert.deepEqual(await finish(scene, "misspelt"), ["Failed", ["approve"]]);
  await run("wrong", "production", { params: [{ name: "aprovers", value: ["ann"] }] });
  assert.deepEqual(await finish(scene, "wrong"), ["Failed", ["approve"]]);
  await run("late", "production", { timeout: "1s" });
  assert.deepEqual(await finish(scene, "late"), ["Failed", ["approve"]]);
});

test("a deploy that looks at the decision is skipped with the approval, as the guide warns", async (t) => {
  const scene = await openScene(t);
  const { tasks = [], ...rest } = takePipeline("release", {
    when: [{ input: "$(params.environment)", operator: "in", values: ["production"] }],
  });
  const pipeline = { ...rest, params: [{ name: "environment" }], tasks } as PipelineSpec;
  await scene.tekton.run("p", pipeline, inEnvironment("staging"));
  assert.deepEqual(await finish(scene, "p"), ["Completed", []]);
});

test("nightly: goes on whatever comes of the approval, and deploys after a yes alone", async (t) => {
  const scene = await openScene(t);
  await scene.tekton.run("yes", takePipeline("nightly"));
  await answer(scene, "yes", "approve");
  assert.deepEqual(await finish(scene, "yes"), ["Succeeded", ["approve", "clean-up", "deploy"]]);
  await scene.tekton.run(
    "wrong",
    takePipeline("nightly", { params: [{ name: "aprovers", value: ["ann"] }] }),
  );
  const { status } = await untilEnded(scene.product, "wrong-approve");
  assert.equal(status?.conditions?.[0]?.reason, "ApprovalParametersInvalid");
  assert.deepEqual(await finish(scene, "wrong"), ["Completed", ["approve", "clean-up"]]);
  await scene.tekton.run("late", takePipeline("nightly", { timeout: "1s" }));
  assert.deepEqual(await finish(scene, "late"), ["Completed", ["approve", "clean-up"]]);
});

test("approvers beside Approvers: Tekton takes the pipeline and refuses the run", async (t) => {
  const scene = await openScene(t);
  const params = [
    { name: "approvers", value: ["ann"] },
    { name: "Approvers", value: ["bob"] },
  ];
  await scene.tekton.run("twins", takePipeline("release", { params }));
  const { status } = await scene.tekton.finished("twins");
  assert.equal(status?.conditions?.[0]?.reason, "CreateRunFailed");
});
