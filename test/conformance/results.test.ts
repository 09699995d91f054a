// What a pipeline gets: results that are always there, always texts, and safe to use.
import assert from "node:assert/strict";
import { suite } from "node:test";
import type { Resource } from "../../src/kube/kube-api.ts";
import type { Answer } from "../../src/decision/request.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { approval, foreign, paste, say, type Values } from "./pipelines.ts";
import { cluster, scenario } from "./scenario.ts";
import { RESULTS, resultsOf, succeededOf, type World } from "./world.ts";

/** Comments that would change what the pipeline does, if they were more than text. */
const HOSTILE: Readonly<Record<string, string>> = {
  "json-array": '["x","y"]',
  "blank-array": '  ["x"]',
  "json-object": '{"a":"b"}',
  quotes: `it's "fine"`,
  lines: "one\ntwo\r\nthree",
  variable: "$(params.secret) $(tasks.approve.results.decision)",
  shell: "$(id); `id`; ${HOME}; x && y | z > /tmp/f",
  dollars: "costs $$5",
  pipe: "a|b",
  flag: "-n",
  wide: "可以 ✅ été",
};

async function printed(world: World, taskRun: string): Promise<string> {
  return await cluster.readStepOutput({ namespace: world.namespace, taskRun, step: "print" });
}

function decode(base64: string | undefined): string {
  return Buffer.from(base64 ?? "", "base64").toString("utf8");
}

/** Tekton reads its flags anew whenever they change. */
async function letWhenUseCel(): Promise<void> {
  const body = { data: { "enable-cel-in-whenexpression": "true" } };
  await cluster.kube.patch(
    CONFIG_MAPS,
    { namespace: "tekton-pipelines", name: "feature-flags" },
    { type: "merge", body },
  );
}

const CONFIG_MAPS: Resource = {
  group: "",
  version: "v1",
  plural: "configmaps",
  kind: "ConfigMap",
  namespaced: true,
};

suite("Results", { concurrency: 3 }, () => {
  scenario(
    25,
    "a comment is text wherever a pipeline uses it: never an array, never a variable, never code",
    async (world) => {
      const text = "say $(tasks.approve.results.comment)";
      for (const name of Object.keys(HOSTILE)) {
        await world.createPipelineRun(name, [approval("approve"), foreign("use", { text })], {
          spec: { params: [{ name: "secret", value: "s3cret" }] },
        });
      }
      for (const [name, comment] of Object.entries(HOSTILE)) {
        await world.answer(`${name}-approve`, "ann", "approve", comment);
        const run = await world.ended(`${name}-approve`, "True", "Approved");
        assert.equal(decode(resultsOf(run)["commentBase64"]), comment, "the exact text is kept");
        const [used] = (await world.run(`${name}-use`)).spec?.params ?? [];
        assert.equal(used?.value, `say ${resultsOf(run)["comment"]}`, name);
        assert.match(
          resultsOf(run)["comment"] ?? "",
          /^[^\n"'`$\\;|&<>(){}[\]-][^\n"'`$\\;|&<>(){}[\]]*$/u,
          name,
        );
      }
    },
  );

  scenario(
    25,
    "what keyboards write is text, wherever it is pasted: in scripts, in quotes of either kind, and in CEL",
    async (world) => {
      const typed = "“ok” ‘so’ – fine… 5 €, 、。「可」 🇩🇪 👍🏽 👩\u200D💻, it's `$(id)` （x）＄（y）";
      const written = "ˮokˮ ʼsoʼ - fine... 5 €, 、。「可」 🇩🇪 👍🏽 👩\u200D💻, itʼs ___id__ _x___y_";
      const comment = "$(tasks.approve.results.comment)";
      const quotes = ["'", '"'];
      // The small Tekton knows no CEL.
      const byCel = cluster.tekton === "small" ? [] : quotes;
      if (byCel.length > 0) await letWhenUseCel();
      await world.createPipelineRun("p", [
        approval("approve"),
        paste("use", comment),
        ...byCel.map((quote, index) =>
          say(`cel-${index}`, "equal", { when: [{ cel: `${quote}${comment}${quote} == '${written}'` }] }),
        ),
      ]);
      await world.answer("p-approve", "ann", "approve", typed);
      assert.equal(resultsOf(await world.ended("p-approve", "True", "Approved"))["comment"], written);
      const ended = succeededOf(await world.pipelineRunEnded("p"));
      assert.equal(ended?.status, "True", JSON.stringify(ended));
      assert.equal(await printed(world, "p-use"), `${written}\n${written}\n${written}\n`);
      for (const index of byCel.keys()) assert.equal(await printed(world, `p-cel-${index}`), "equal\n");
    },
  );

  scenario(25, "a comment reaches a script unharmed and without harm", async (world) => {
    await world.createPipelineRun("p", [
      approval("approve"),
      say("use", "APPROVED with $(tasks.approve.results.comment) by $(tasks.approve.results.approvedBy)"),
    ]);
    await world.answer("p-approve", "ann", "approve", "all green, ship it: build 1.4");
    assert.equal(succeededOf(await world.pipelineRunEnded("p"))?.status, "True");
    assert.equal(await printed(world, "p-use"), "APPROVED with all green, ship it: build 1.4 by ann\n");
  });

  scenario(
    25,
    "a comment that is too long, or holds a NUL, is refused and nothing is recorded",
    async (world) => {
      await world.createPipelineRun("p", [approval("approve")]);
      await world.pending("p-approve");
      const refused: Readonly<Record<string, readonly [comment: string, status: number]>> = {
        "a megabyte": ["x".repeat(1_000_000), 413],
        "one character too many": ["x".repeat(2_001), 400],
        "a NUL": ["yes\u0000no", 400],
      };
      for (const [what, [comment, status]] of Object.entries(refused)) {
        const answer = await world.vote("p-approve", "ann", { decision: "approve", comment });
        assert.equal(answer.status, status, `${what}: ${JSON.stringify(answer.body).slice(0, 200)}`);
      }
      assert.deepEqual((await world.pending("p-approve")).votes, []);
      await world.answer("p-approve", "ann", "approve", "ü".repeat(2_000));
      const run = await world.ended("p-approve", "True", "Approved");
      assert.equal(decode(resultsOf(run)["commentBase64"]), "ü".repeat(2_000));
    },
  );

  const endings: Readonly<Record<string, { params: Values; more: Values; decide?: Answer }>> = {
    approved: { params: {}, more: {}, decide: "approve" },
    rejected: { params: {}, more: {}, decide: "reject" },
    "rejected and failed": { params: { onReject: "fail" }, more: { onError: "continue" }, decide: "reject" },
    "timed out": { params: {}, more: { onError: "continue", timeout: "3s" } },
  };
  for (const [how, { params, more, decide }] of Object.entries(endings)) {
    scenario(26, `every result is there for the pipeline's own results: ${how}`, async (world) => {
      const results = Object.fromEntries(
        RESULTS.map((name) => [name.toLowerCase(), `$(tasks.approve.results.${name})`]),
      );
      await world.createPipelineRun("p", [approval("approve", params, more)], { results });
      if (decide !== undefined) await world.answer("p-approve", "ann", decide, "because");
      const ended = await world.pipelineRunEnded("p");
      assert.equal(succeededOf(ended)?.status, "True", JSON.stringify(succeededOf(ended)));
      const run = await world.run("p-approve");
      assert.deepEqual(Object.keys(resultsOf(run)), RESULTS);
      assert.equal(resultsOf(run)["decision"], String(decide === "approve"));
      for (const { name, value } of run.status?.results ?? []) assert.equal(typeof value, "string", name);
      for (const { name, value } of ended.status?.results ?? []) {
        const of = RESULTS.find((result) => result.toLowerCase() === name) ?? "";
        assert.equal(value, resultsOf(run)[of], name);
      }
    });
  }

  scenario(27, "a branch on the decision is taken, although the rejected task failed", async (world) => {
    const when = (values: readonly string[]): Values => ({
      when: [{ input: "$(tasks.approve.results.decision)", operator: "in", values }],
    });
    await world.createPipelineRun("p", [
      approval("approve", { onReject: "fail" }, { onError: "continue" }),
      say("release", "released", when(["true"])),
      say("stop", "stopped by $(tasks.approve.results.rejectedBy)", when(["false"])),
    ]);
    await world.answer("p-approve", "ann", "reject");
    const ended = succeededOf(await world.pipelineRunEnded("p"));
    assert.equal(ended?.status, "True", JSON.stringify(ended));
    assert.match(ended.message ?? "", /Failed: 1 \(Ignored: 1\).*Skipped: 1/u);
    assert.equal(await printed(world, "p-stop"), "stopped by ann\n");
  });

  scenario(
    27,
    "a skipped approval skips what uses its results, and lets what comes after it run",
    async (world) => {
      const never: Values = { when: [{ input: "staging", operator: "in", values: ["production"] }] };
      const yes = [{ input: "$(tasks.approve.results.decision)", operator: "in", values: ["true"] }];
      await world.createPipelineRun("p", [
        approval("approve", { onReject: "fail" }, never),
        say("looks", "looked", { when: yes }),
        say("follows", "followed", { runAfter: ["approve"] }),
      ]);
      const ended = await world.pipelineRunEnded("p");
      assert.equal(succeededOf(ended)?.status, "True", JSON.stringify(succeededOf(ended)));
      assert.deepEqual(
        ended.status?.childReferences?.map(({ name }) => name),
        ["p-follows"],
      );
      assert.equal(await printed(world, "p-follows"), "followed\n");
    },
  );

  scenario(
    27,
    "what comes after an approval with a wrong parameter runs with onError: continue",
    async (world) => {
      const yes = [{ input: "$(tasks.approve.results.decision)", operator: "in", values: ["true"] }];
      await world.createPipelineRun("p", [
        approval("approve", { aprovers: ["bob"] }, { onError: "continue" }),
        say("looks", "looked", { when: yes }),
        say("follows", "followed", { runAfter: ["approve"] }),
      ]);
      await world.ended("p-approve", "False", "ApprovalParametersInvalid");
      const ended = await world.pipelineRunEnded("p");
      assert.equal(succeededOf(ended)?.status, "True", JSON.stringify(succeededOf(ended)));
      const ran = ended.status?.childReferences?.map(({ name }) => name).sort();
      assert.deepEqual(ran, ["p-approve", "p-follows"]);
    },
  );

  scenario(28, "finally sees the reason of a rejection", async (world) => {
    await world.createPipelineRun("p", [approval("approve", { onReject: "fail" })], {
      finally: [say("last", "$(tasks.approve.status): $(tasks.approve.reason)")],
    });
    await world.answer("p-approve", "ann", "reject");
    assert.equal(succeededOf(await world.pipelineRunEnded("p"))?.status, "False");
    assert.equal(await printed(world, "p-last"), "Failed: Rejected\n");
  });

  scenario(29, "a matrix of three asks three times, and fails when all are done", async (world) => {
    const targets = ["north", "south", "west"];
    await world.createPipelineRun("p", [
      approval(
        "approve",
        { onReject: "fail", title: "Release to $(params.pipeline)?" },
        {
          displayName: "to $(params.description)",
          matrix: { params: [{ name: "description", value: targets }] },
        },
      ),
    ]);
    const names = targets.map((_, index) => `p-approve-${index}`);
    const shown = await Promise.all(names.map((name) => world.pending(name)));
    assert.deepEqual(new Set(shown.map(({ description }) => description)), new Set(targets));
    assert.equal(new Set(shown.map(({ digest }) => digest)).size, 3);
    const runs: CustomRun[] = [];
    await world.answer("p-approve-0", "ann", "approve");
    await world.answer("p-approve-1", "ann", "reject");
    runs.push(await world.ended("p-approve-0", "True", "Approved"));
    runs.push(await world.ended("p-approve-1", "False", "Rejected"));
    assert.equal((await world.pending("p-approve-2")).state, "pending");
    await world.answer("p-approve-2", "ann", "approve");
    runs.push(await world.ended("p-approve-2", "True", "Approved"));
    const ended = await world.pipelineRunEnded("p");
    assert.equal(succeededOf(ended)?.status, "False");
    const references = ended.status?.childReferences?.map(({ name }) => name).sort();
    assert.deepEqual(references, names);
    assert.equal(runs.length, 3);
  });
});
