import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import {
  buildApproval,
  type ApprovalChanges,
  type SampleApproval,
} from "../../../test/kit/web/build-approval.ts";
import type { Answer } from "../../../src/decision/request.ts";
import { readHiddenFields } from "../../../test/kit/web/test-browser.ts";
import {
  DONE,
  makeCondition,
  makeCustomRun,
  makeRun,
  makeStep,
  makeTaskRun,
  type RunChanges,
} from "../../../test/kit/demo/make-run-objects.ts";
import { startDemoPages } from "../../../test/kit/demo/start-demo-pages.ts";

const RUN = "/demo/runs/default/release-1";

function approvalOf(run: string, changes: ApprovalChanges = {}): SampleApproval {
  return buildApproval({ namespace: "default", name: `${run}-approve`, pipelineRun: run, ...changes });
}

function voteOf(by: string, decision: Answer): ApprovalChanges {
  return { votes: [{ by, decision, time: "2026-11-24T14:01:00Z" }] };
}

function makeWaitingRun(name = "release-1", changes: RunChanges = {}) {
  return makeRun(name, {
    taskRuns: [makeTaskRun(name, "build")],
    customRuns: [makeCustomRun(name)],
    ...changes,
  });
}

/** The text of the page, without its marks. */
async function readText(response: Response): Promise<string> {
  const page = await response.text();
  return page
    .replaceAll(/<\/?(?:a|b|bdi)\b[^>]*>/gu, "")
    .replaceAll(/<[^>]+>/gu, " ")
    .replaceAll(/\s+/gu, " ");
}

describe("/demo", () => {
  it("offers a sample for each strategy, and says whom it asks", async () => {
    const { browser } = startDemoPages();
    const text = await readText(await browser.get("/demo"));
    for (const said of [
      "Single Any one of three people decides. asks john, mary, peter Start",
      "Single, by group Anyone in a group decides. asks group managers Start",
      "Single, with a timeout If nobody votes within 2 minutes, it times out. asks john, mary Start",
      "Multi Everyone must approve. One rejection ends it. asks john, mary, peter Start",
      "Multi, by group One of each group must approve. asks groups managers and security Start",
      "Four eyes Two different people approve, one after the other. asks john, mary Start",
      "Quorum Any two of five must approve. A rejection fails the run. asks ann, john, mary, paul, peter Start",
    ]) {
      assert.ok(text.includes(said), said);
    }
    assert.match(text, /None yet\. Start one above\./u);
  });

  it("starts a sample, and leads to its pipeline run", async () => {
    const { browser, fake } = startDemoPages();
    const answer = await browser.submit("/demo", "/demo/start", { sample: "four-eyes" });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get("location"), "/demo/runs/default/four-eyes-0");
    assert.equal(fake.created[0]?.metadata.namespace, "default");
    assert.equal(fake.created[0]?.spec.pipelineSpec?.displayName, "Four eyes");
    assert.equal((await browser.get("/demo/runs/default/four-eyes-0")).status, 200);
  });

  it("starts nothing without the form's token, from another site, or for a sample there is not", async () => {
    const { browser, fake } = startDemoPages();
    assert.equal((await browser.post("/demo/start", { sample: "single" })).status, 403);
    const foreign = { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };
    assert.equal((await browser.post("/demo/start", { sample: "single" }, foreign)).status, 403);
    const unknown = await browser.submit("/demo", "/demo/start", { sample: "double" });
    assert.equal(unknown.status, 400);
    assert.match(await unknown.text(), /does not exist\. Nothing was started/u);
    assert.deepEqual(fake.created, []);
  });

  it("says that the API server is away when it is", async () => {
    const { browser, fake } = startDemoPages();
    fake.away = true;
    const answer = await browser.submit("/demo", "/demo/start", { sample: "single" });
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /The sample Single could not be started/u);
  });

  it("says who one is, and takes another name, to come back", async () => {
    const { browser } = startDemoPages();
    const answer = await browser.submit("/demo", "/identity", { user: "mary", groups: "managers" });
    assert.equal(answer.headers.get("location"), "/demo");
    assert.match(await (await browser.get("/demo")).text(), /name="user" value="mary"/u);
  });

  it("has commands to paste, quoted where a shell would misread them", async () => {
    const { browser } = startDemoPages({ kubeconfig: "/home/ann's/my shop/kubeconfig" });
    const page = await (await browser.get("/demo")).text();
    assert.ok(
      page.includes(String.raw`export KUBECONFIG=&#39;/home/ann&#39;\&#39;&#39;s/my shop/kubeconfig&#39;`),
    );
    const file = /kubectl create -f (?<file>\S+)/u.exec(page)?.groups?.["file"] ?? "";
    assert.equal(file, "examples/single.yaml");
    assert.ok(existsSync(file));
  });

  it("says of each run where it waits, or what came out", async () => {
    const deployed = [makeTaskRun("b", "build"), makeTaskRun("b", "deploy"), makeTaskRun("b", "clean-up")];
    const { browser } = startDemoPages({
      runs: [
        makeWaitingRun("a"),
        makeWaitingRun("b", { condition: DONE, taskRuns: deployed }),
        makeWaitingRun("c", { condition: DONE }),
        makeRun("d", { taskRuns: [makeTaskRun("d", "build", { conditions: [] })] }),
        makeRun("e", { condition: { status: "False", reason: "Failed", message: "no such pipeline" } }),
      ],
      approvals: [
        approvalOf("a"),
        approvalOf("b", voteOf("mary", "approve")),
        approvalOf("c", voteOf("peter", "reject")),
      ],
    });
    const page = await browser.get("/demo");
    const text = await readText(page);
    assert.match(text, /Running a Release waits for john, mary or peter/u);
    assert.match(text, /Succeeded b Release approved by mary, then deploy \d/u);
    assert.match(text, /Succeeded c Release rejected by peter \d/u);
    assert.match(text, /Running d Release at build/u);
    assert.match(text, /Failed e Release no such pipeline/u);
  });

  it("shows the latest runs when there are many, says how many there are, and leads to the older ones", async () => {
    const { browser } = startDemoPages({
      runs: Array.from({ length: 30 }, (_, index) => makeRun(`r${index}`)),
    });
    const latest = await browser.get("/demo");
    assert.match(await latest.clone().text(), /<a href="\/demo\?page=2#runs" rel="next">Older<\/a>/u);
    assert.match(await readText(latest), /1–25 of 30 Newer Page 1 of 2 Older/u);
    const older = await readText(await browser.get("/demo?page=2"));
    assert.match(older, /26–30 of 30/u);
    assert.match(older, /r29/u);
  });
});

describe("/demo/runs/{namespace}/{name}", () => {
  it("says where it waits, and leads to the approval", async () => {
    const { browser } = startDemoPages({ runs: [makeWaitingRun()], approvals: [approvalOf("release-1")] });
    const response = await browser.get(RUN);
    assert.equal(response.status, 200);
    const page = await response.text();
    assert.match(
      page,
      /<a class="btn" href="\/approvals\/default\/release-1-approve">Review the approval<\/a>/u,
    );
    assert.match(page, /<a class="node here" href="\/approvals\/default\/release-1-approve">/u);
    assert.match(page, /It waits for <bdi>john<\/bdi>/u);
    assert.match(page, /when decision is true/u);
  });

  it("says of several approvals that wait what each asks", async () => {
    const customRuns = ["-0", "-1"].map((suffix) => {
      const run = makeCustomRun("release-1");
      return { ...run, metadata: { ...run.metadata, name: `${run.metadata.name}${suffix}` } };
    });
    const { browser } = startDemoPages({
      runs: [makeRun("release-1", { customRuns })],
      approvals: [
        approvalOf("release-1", { name: "release-1-approve-0", title: "Release to Oslo" }),
        approvalOf("release-1", { name: "release-1-approve-1", title: "Release to Bergen" }),
      ],
    });
    const text = await readText(await browser.get(RUN));
    assert.match(
      text,
      /any one vote decides\. Release to Oslo Review.*any one vote decides\. Release to Bergen/u,
    );
    assert.match(text, /approve 2 runs/u);
  });

  it("leads back from the approval's page", async () => {
    const { browser } = startDemoPages({ runs: [makeWaitingRun()], approvals: [approvalOf("release-1")] });
    const page = await (await browser.get("/approvals/default/release-1-approve?user=mary")).text();
    assert.ok(page.includes(`run <a href="${RUN}"><bdi>release-1</bdi></a>`));
    const receipt = await (await browser.get("/approvals/default/release-1-approve/receipt")).text();
    assert.ok(receipt.includes(`href="${RUN}">Follow the pipeline run</a>`));
  });

  it("shows what the step that began last has printed, as text and nothing else", async () => {
    const outputs = {
      "release-1-build/main": { text: "<script>alert(1)</script>\nsecond\n", truncated: false },
    };
    const { browser } = startDemoPages({
      runs: [makeWaitingRun()],
      approvals: [approvalOf("release-1")],
      outputs,
    });
    const page = await (await browser.get(RUN)).text();
    assert.ok(page.includes("<b> 1 </b>&lt;script&gt;alert(1)&lt;/script&gt;\n<b> 2 </b>second\n</pre>"));
    const raw = await browser.get(`${RUN}/output/release-1-build/main`);
    assert.match(raw.headers.get("content-type") ?? "", /^text\/plain; ?charset=utf-8$/iu);
    assert.equal(raw.headers.get("x-content-type-options"), "nosniff");
    assert.equal(await raw.text(), outputs["release-1-build/main"].text);
  });

  it("shows the step that is asked for, its exit code and the results of its task", async () => {
    const steps = [makeStep("compile", 0), makeStep("package", 3)];
    const results = [{ name: "digest", type: "string", value: "sha256:1f" }] as const;
    const run = makeRun("release-1", { taskRuns: [makeTaskRun("release-1", "build", { steps, results })] });
    const outputs = {
      "release-1-build/compile": { text: "compiled\n", truncated: true },
      "release-1-build/package": { text: "packed\n", truncated: false },
    };
    const { browser } = startDemoPages({ runs: [run], outputs });
    const last = await readText(await browser.get(RUN));
    assert.match(last, /build, step package exit code 3, 3 s, as text 1 packed/u);
    const first = await readText(await browser.get(`${RUN}?taskRun=release-1-build&step=compile`));
    assert.match(first, /build, step compile exit code 0, 3 s, as text It has printed more than is kept/u);
    assert.match(first, /Results digest sha256:1f/u);
  });

  it("shows what an approval gave to the pipeline", async () => {
    const results = [
      { name: "decision", value: "true" },
      { name: "rejectedBy", value: "" },
    ];
    const customRuns = [makeCustomRun("release-1", { ...DONE, message: "Approved by mary." }, results)];
    const { browser } = startDemoPages({
      runs: [makeRun("release-1", { customRuns })],
      approvals: [approvalOf("release-1", voteOf("mary", "approve"))],
    });
    const text = await readText(await browser.get(`${RUN}?taskRun=release-1-approve`));
    assert.match(text, /Approved by mary\. Open the approval Results decision true rejectedBy empty/u);
  });

  it("says why it failed, in the words of the task that did", async () => {
    const customRuns = [
      makeCustomRun("release-1", {
        status: "False",
        reason: "ApprovalParametersInvalid",
        message: "Parameter `strategy` is not known.",
      }),
    ];
    const run = makeRun("release-1", { condition: { status: "False", reason: "Failed" }, customRuns });
    const { browser } = startDemoPages({ runs: [run] });
    const home = await readText(await browser.get("/demo"));
    assert.match(home, /Failed release-1 Release approve: Parameter `strategy` is not known\./u);
    const text = await readText(await browser.get(RUN));
    assert.match(text, /The pipeline run failed\. approve: Parameter `strategy` is not known\./u);
  });

  it("looks again by itself as long as it goes on, and no longer", async () => {
    const { browser } = startDemoPages({
      runs: [makeRun("release-1"), makeRun("release-2", { condition: DONE })],
    });
    assert.match(await (await browser.get(RUN)).text(), / data-live="1"/u);
    assert.doesNotMatch(await (await browser.get("/demo/runs/default/release-2")).text(), / data-live/u);
  });

  it("is cancelled by its button", async () => {
    const { browser, fake } = startDemoPages({ runs: [makeWaitingRun()] });
    const answer = await browser.submit(RUN, `${RUN}/cancel`, {});
    assert.equal(answer.headers.get("location"), RUN);
    assert.deepEqual(fake.patches, [
      {
        ref: { namespace: "default", name: "release-1" },
        patch: { type: "merge", body: { spec: { status: "Cancelled" } } },
      },
    ]);
  });

  it("cannot be cancelled once it has ended, nor by a form from elsewhere", async () => {
    const run = makeRun("release-1", { status: { conditions: [makeCondition(DONE)] } });
    const { browser, fake } = startDemoPages({ runs: [run, makeRun("release-2")] });
    assert.doesNotMatch(await (await browser.get(RUN)).text(), /Cancel the run/u);
    const home = await (await browser.get("/demo")).text();
    const late = await browser.post(`${RUN}/cancel`, readHiddenFields(home, "/demo/start"));
    assert.equal(late.headers.get("location"), RUN);
    assert.equal((await browser.post("/demo/runs/default/release-2/cancel", {})).status, 403);
    assert.deepEqual(fake.patches, []);
  });

  it("is not found when it is not there, and neither is a step that it does not have", async () => {
    const { browser } = startDemoPages({ runs: [makeWaitingRun()] });
    for (const path of [
      "/demo/runs/default/release-9",
      "/demo/runs/other/release-1",
      `${RUN}/output/release-1-build/nothing`,
      `${RUN}/output/release-2-build/main`,
    ]) {
      assert.equal((await browser.get(path)).status, 404, path);
    }
  });
});
