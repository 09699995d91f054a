// T32: a message says what an approval asks. What else its pipeline run has, such as parameters, annotations and labels, is for
// whoever may open the page, and in no message on any channel.
import assert from "node:assert/strict";
import { test } from "node:test";

import { CHANNELS } from "../../src/config/channels/channel-settings.ts";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { referToCustomRun } from "../../src/objects/run/pipeline-run.ts";
import { WEBHOOK_SECRET } from "../kit/chat/start-fake-program.ts";
import { answer, startFakeSink } from "../kit/fake-sink.ts";
import { startSmtp } from "../kit/mail/start-smtp.ts";
import { makePipelineRun, ownedBy } from "../kit/make-pipeline-run.ts";
import { makeAskingRun } from "../kit/make-run.ts";
import { startProduct, untilAsked, vote } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";

const ANN = "ann@example.com";
const NAME = "release-1-approve";
const PATH = `/api/v1/approvals/default/${NAME}`;

test("no message has anything of the pipeline run but its name", async (t) => {
  const smtp = await startSmtp(t);
  const sink = await startFakeSink(t, answer(200, "ok"));
  const urlFile = "url";
  const product = await startProduct(t, {
    channels: CHANNELS.parse({
      allowPrivate: true,
      mail: { from: "approvals@example.com", host: "127.0.0.1", port: smtp.port, startTls: "disabled" },
      slack: { ops: { urlFile } },
      teams: { ops: { urlFile } },
      webhooks: [{ id: "audit", url: sink.url, secretFile: "secret" }],
    }),
    secretOf: (path) => (path === urlFile ? sink.url : WEBHOOK_SECRET),
  });
  const { api } = product;
  const pipelineRun = await api.create(
    PIPELINE_RUNS,
    makePipelineRun("release-1", {
      metadata: {
        annotations: { "countersign.dev/show-params": "image", note: "hush-annotation" },
        labels: { team: "hush-label" },
      },
      spec: { pipelineRef: { name: "release" }, params: [{ name: "image", value: "hush-param" }] },
    }),
  );
  const params = { approvers: [ANN], notifyOnSlack: "ops", notifyOnTeams: "ops" };
  await api.create(CUSTOM_RUNS, makeAskingRun(NAME, params, { metadata: ownedBy(pipelineRun) }));
  const childReferences = [referToCustomRun({ name: NAME, task: "approve" })];
  await api.updateStatus(PIPELINE_RUNS, { ...pipelineRun, status: { childReferences } });
  await untilAsked(product, NAME);
  await until("the page shows the parameter", async () =>
    (await (await fetch(`${product.url}${PATH}?user=${ANN}`)).text()).includes("hush-param"),
  );
  await until("all are asked", () => smtp.mails.length === 1 && sink.received.length === 3);
  assert.equal((await vote(product, NAME, ANN)).status, 201);
  await until("all are told of both", () => smtp.mails.length === 2 && sink.received.length === 7);
  const sent = [...smtp.mails.map(({ source }) => source), ...sink.received.map(({ body }) => body)];
  for (const message of sent) {
    assert.doesNotMatch(message.replaceAll("=\r\n", ""), /hush/u);
    assert.match(message, /release/u);
  }
});
