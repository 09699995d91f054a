// The small Tekton of the demo against the real one: each pipeline is played on both, and both must do the same.
import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { startTekton } from "../../../kit/start-tekton.ts";
import { makeNamespace, NAMESPACES, openCluster } from "../../cluster-under-test.ts";
import type { Comparison } from "./comparison.ts";
import { ENDING } from "./ending-pipelines.ts";
import { readExamplePipelines } from "./example-pipelines.ts";
import { FLOW } from "./flow-pipelines.ts";
import { play } from "./play.ts";
import { REFUSED } from "./refused-pipelines.ts";
import { differingParts, summarise, type Summary } from "./summarise.ts";
import { VALUES } from "./value-pipelines.ts";

const cluster = await openCluster();

const imitated = cluster.tekton.startsWith("1.15.") && cluster.webhook;
const skip = !imitated && `the small Tekton imitates 1.15 with its webhook, not ${cluster.tekton}`;

/** Most of the time is waited. */
const CONCURRENCY = 6;

async function playOnBoth(
  t: TestContext,
  comparison: Comparison,
): Promise<Readonly<Record<"small" | "real", Summary>>> {
  const small = await startTekton(t);
  const namespace = await makeNamespace(cluster, t);
  await small.api.create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const [here, there] = await Promise.all([
    play(small.api, namespace, comparison),
    play(cluster.kube, namespace, comparison),
  ]);
  return { small: summarise(here), real: summarise(there) };
}

function compare(comparison: Comparison): void {
  test(comparison.name, { skip }, async (t) => {
    const { small, real } = await playOnBoth(t, comparison);
    if (comparison.differs === undefined) return assert.deepEqual(small, real);
    const { because, in: parts } = comparison.differs;
    assert.deepEqual(differingParts(small, real), parts, because);
  });
}

describe("which tasks run", { concurrency: CONCURRENCY }, () => FLOW.forEach(compare));
describe("ends from outside", { concurrency: CONCURRENCY }, () => ENDING.forEach(compare));
describe("values", { concurrency: CONCURRENCY }, () => VALUES.forEach(compare));
const examples = await readExamplePipelines();
describe("examples", { concurrency: CONCURRENCY }, () => examples.forEach(compare));

describe("what is refused", { concurrency: CONCURRENCY }, () => {
  for (const comparison of REFUSED) {
    test(comparison.name, { skip }, async (t) => {
      const { small, real } = await playOnBoth(t, comparison);
      assert.deepEqual(small, real);
      assert.ok("refusedWith" in real, "it is refused at all");
    });
  }
});
