// The whole product tells people by mail: by what an approval asks, once each, in one thread.
import assert from "node:assert/strict";
import { test } from "node:test";

import { simpleParser } from "mailparser";

import { CHANNELS } from "../../src/config/channels/channel-settings.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { startSmtp, type TestSmtp } from "../kit/mail/start-smtp.ts";
import { ask, BASE_URL, startProduct, type TestProduct, vote } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";

const ANN = "ann@example.com";
const DIRECTORY = {
  users: new Map([["bert", "bert@example.com"]]),
  groups: new Map([["ops", [{ address: "ops@example.com" }, { user: "bert", address: "bert@example.com" }]]]),
};

function mailTo({ port }: TestSmtp) {
  const mail = {
    from: "approvals@countersign.example",
    host: "127.0.0.1",
    port,
    startTls: "disabled",
  };
  return { channels: CHANNELS.parse({ mail }), directory: () => DIRECTORY };
}

const parsed = ({ mails }: TestSmtp) => Promise.all(mails.map(({ source }) => simpleParser(source)));

async function read({ api }: TestProduct, name: string): Promise<ApprovalTask> {
  return await api.get<ApprovalTask>(APPROVAL_TASKS, { namespace: "default", name });
}

/** What is on record, once none of it is under way. */
async function untilTold(product: TestProduct, name: string, kind: "request" | "outcome") {
  return await until(`${kind} of ${name} is told`, async () => {
    const { status } = await read(product, name);
    const notices = status?.notices ?? [];
    const isTold = notices.length > 0 && notices.every((one) => one[kind]?.state === "sent");
    return isTold ? notices : undefined;
  });
}

test("who is asked is told once, and of the end in the same thread", async (t) => {
  const smtp = await startSmtp(t);
  const product = await startProduct(t, mailTo(smtp));
  await ask(product, "release", {
    title: "Release shop-web",
    approvers: [ANN, "bert", "mary", ANN.toUpperCase()],
  });
  const told = await untilTold(product, "release", "request");
  assert.deepEqual(
    told.map(({ channel, recipient }) => [channel, recipient]),
    [
      ["mail", ANN],
      ["mail", "bert@example.com"],
    ],
  );
  assert.equal((await vote(product, "release", "bert")).status, 201);
  await untilTold(product, "release", "outcome");
  const mails = await parsed(smtp);
  const ofAnn = mails.filter(({ to }) => [to].flat().some((one) => one?.text === ANN));
  const [request, outcome, ...others] = ofAnn;
  assert.ok(request !== undefined && outcome !== undefined && others.length === 0);
  assert.equal(outcome.inReplyTo, request.messageId);
  assert.match(request.text ?? "", new RegExp(`${BASE_URL}/approvals/default/release`, "u"));
  assert.equal(mails.length, 4);
});

test("a link that says who somebody is goes to them alone", async (t) => {
  const smtp = await startSmtp(t);
  const product = await startProduct(t, { ...mailTo(smtp), auth: { modes: ["kubernetes", "link"] } });
  await ask(product, "own", { approvers: [ANN] });
  await ask(product, "shared", { groups: ["ops", "team@example.com"] });
  await untilTold(product, "own", "request");
  await untilTold(product, "shared", "request");
  const withLink = smtp.mails.filter(({ source }) =>
    /[?]link=3D|[?]link=/u.test(source.replaceAll("=\r\n", "")),
  );
  assert.deepEqual(
    withLink.map(({ to }) => to),
    [[ANN]],
  );
  assert.equal(smtp.mails.length, 4);
});

test("a server that hangs keeps nobody from voting, nor the run from its end", async (t) => {
  const smtp = await startSmtp(t);
  smtp.trick("sender", "hang");
  const product = await startProduct(t, mailTo(smtp));
  await ask(product, "waits", { approvers: [ANN, "mary"] });
  await until("the mail is under way", () => smtp.connections() > 0);
  assert.equal((await vote(product, "waits", "mary")).status, 201);
  assert.equal((await read(product, "waits")).status?.decision?.state, "approved");
  smtp.drop();
});
