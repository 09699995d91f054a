// Each sample of the demo goes the way that its file says: approved, rejected, and where it has a timeout timed out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadSamples, type SampleId } from "../../sandbox/demo/samples/load-samples.ts";
import type { PipelineRun } from "../../sandbox/tekton/objects/pipeline-run.ts";
import { attachTekton, type TestTekton } from "../kit/start-tekton.ts";
import { PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { startProduct, untilAsked, type TestProduct } from "../kit/start-product.ts";

/** Who answers, in order: `mary approves`, `ann of security rejects`. */
type Answer = `${string} ${"approves" | "rejects"}`;

interface Way {
  readonly answers: readonly Answer[];
  /** Why the PipelineRun ends as it does. */
  readonly reason: string;
  /** Tasks after the approval that ran, and what each printed. */
  readonly printed: Readonly<Record<string, RegExp>>;
}

const SAYS_NO =
  /^Rejected by (?:mary|john|ann), with the comments?: (?:.*\|)?no\n.*the requester is told\n$/u;

const WAYS: Readonly<Record<SampleId, readonly Way[]>> = {
  single: [
    {
      answers: ["mary approves"],
      reason: "Completed",
      printed: {
        deploy: /^Approved by mary, with the comment: yes\n[^]*3 of 3 replicas are ready\n/u,
        "clean-up": /removed/u,
      },
    },
    {
      answers: ["john rejects"],
      reason: "Completed",
      printed: { "tell-requester": SAYS_NO, "clean-up": /removed/u },
    },
  ],
  "single-group": [
    {
      answers: ["mary of managers approves"],
      reason: "Completed",
      printed: { publish: /^Approved by mary, [^]*price list sent to Trondheim\n$/u, "clean-up": /removed/u },
    },
    {
      answers: ["ann of managers rejects"],
      reason: "Completed",
      printed: { "tell-requester": SAYS_NO, "clean-up": /removed/u },
    },
  ],
  "single-timeout": [
    {
      answers: ["mary approves"],
      reason: "Completed",
      printed: {
        restart: /gateway-2 is restarted\n$/u,
        report: /^approve ended as Succeeded, reason Approved\n$/u,
      },
    },
    {
      answers: ["john rejects"],
      reason: "Completed",
      printed: { "tell-requester": SAYS_NO, report: /^approve ended as Succeeded, reason Rejected\n$/u },
    },
    {
      answers: [],
      reason: "Failed",
      printed: { report: /^approve ended as Failed, reason CustomRunTimedOut\n$/u },
    },
  ],
  multi: [
    {
      answers: ["john approves", "mary approves", "peter approves"],
      reason: "Completed",
      printed: {
        "switch-on":
          /^Approved by john\|mary\|peter, with the comments: yes\|yes\|yes\n[^]*100 % of customers\n$/u,
        "clean-up": /removed/u,
      },
    },
    {
      answers: ["john approves", "mary rejects"],
      reason: "Completed",
      printed: { "tell-requester": SAYS_NO, "clean-up": /removed/u },
    },
  ],
  "multi-group": [
    {
      answers: ["ann of security approves", "mary of managers approves"],
      reason: "Completed",
      printed: {
        apply: /^Approved by ann\|mary, [^]*firewall south has the new rules\n$/u,
        "clean-up": /removed/u,
      },
    },
    {
      answers: ["ann of security rejects"],
      reason: "Completed",
      printed: { "tell-requester": SAYS_NO, "clean-up": /removed/u },
    },
  ],
  "four-eyes": [
    {
      answers: ["mary approves", "john approves"],
      reason: "Completed",
      printed: { deploy: /^Approved by mary\|john, [^]*registry eu-west trusts/u, "clean-up": /removed/u },
    },
    {
      answers: ["mary approves", "john rejects"],
      reason: "Completed",
      printed: { "tell-requester": SAYS_NO, "clean-up": /removed/u },
    },
  ],
  quorum: [
    {
      answers: ["paul approves", "ann approves"],
      reason: "Succeeded",
      printed: {
        "delete-orders": /^Approved by paul\|ann, [^]*594 orders are deleted\n$/u,
        "clean-up": /removed/u,
      },
    },
    { answers: ["ann rejects"], reason: "Failed", printed: { "clean-up": /removed/u } },
  ],
};

/** The same with a time limit that a test can wait for. */
function hurry(pipelineRun: PipelineRun): PipelineRun {
  return JSON.parse(
    JSON.stringify(pipelineRun, (key, value: unknown) => (key === "timeout" ? "1s" : value)),
  ) as PipelineRun;
}

async function answer({ url }: TestProduct, approval: string, said: Answer): Promise<void> {
  const [, user, group, verb] = /^(\w+)(?: of (\w+))? (\w+)$/u.exec(said) ?? [];
  const who = new URLSearchParams({ user: user ?? "", ...(group !== undefined && { group }) });
  const approves = verb === "approves";
  const response = await fetch(`${url}/api/v1/approvals/default/${approval}/votes?${who.toString()}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ decision: approves ? "approve" : "reject", comment: approves ? "yes" : "no" }),
  });
  assert.equal(response.status, 201, await response.text());
}

/** What the tasks that came after the approval have printed. */
async function readPrinted(
  { tekton, taskRun }: TestTekton,
  { metadata, status }: PipelineRun,
): Promise<Record<string, string>> {
  const children = status?.childReferences ?? [];
  const approval = children.findIndex(({ kind }) => kind === "CustomRun");
  const printed: Record<string, string> = {};
  for (const { name, pipelineTaskName } of children.slice(approval + 1)) {
    const steps = (await taskRun(name)).status?.steps ?? [];
    const { namespace = "" } = metadata;
    printed[pipelineTaskName] = steps
      .map((step) => tekton.outputs.get(namespace, name, step.name)?.text ?? "")
      .join("");
  }
  return printed;
}

test("every sample goes the way that its file says", { concurrency: true }, async (t) => {
  const product = await startProduct(t);
  const tekton = await attachTekton(t, product);
  const ways = loadSamples().flatMap((sample) => WAYS[sample.id].map((way) => ({ sample, way })));
  await Promise.all(
    ways.map(({ sample, way }) =>
      t.test(`${sample.id}: ${way.answers.join(", ") || "nobody answers"}`, async () => {
        const asked = way.answers.length === 0 ? hurry(sample.pipelineRun) : sample.pipelineRun;
        const placed = { ...asked, metadata: { ...asked.metadata, namespace: "default" } };
        const { metadata } = await product.api.create<PipelineRun>(PIPELINE_RUNS, placed);
        const approval = `${metadata.name}-approve`;
        await untilAsked(product, approval);
        for (const said of way.answers) await answer(product, approval, said);
        const finished = await tekton.finished(metadata.name);
        assert.equal(finished.status?.conditions?.[0]?.reason, way.reason);
        const printed = await readPrinted(tekton, finished);
        assert.deepEqual(Object.keys(printed).toSorted(), Object.keys(way.printed).toSorted());
        for (const [task, text] of Object.entries(way.printed)) assert.match(printed[task] ?? "", text);
      }),
    ),
  );
});
