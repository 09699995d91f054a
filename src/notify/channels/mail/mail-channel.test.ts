import assert from "node:assert/strict";
import { test } from "node:test";

import { makeMailTo, FROM, openMail } from "../../../../test/kit/mail/open-mail.ts";
import { startDrip } from "../../../../test/kit/mail/start-drip.ts";
import { SMTP_STEPS, startSmtp } from "../../../../test/kit/mail/start-smtp.ts";
import { makeMessage } from "../../../../test/kit/make-message.ts";
import { makeCreatedApproval } from "../../../../test/kit/make-approval.ts";
import { until } from "../../../../test/kit/until.ts";
import type { Delivery } from "../../channel.ts";

const ANN = "ann@example.com";
const LINK = { url: "https://approve.example/approvals/default/a?link=x", code: "7KQ2-M0XF" };

const soon = (): AbortSignal => AbortSignal.timeout(500);
const patient = (): AbortSignal => AbortSignal.timeout(60_000);

function reasonOf(delivery: Delivery): string {
  return delivery.kind === "accepted" ? "" : delivery.reason;
}

test("a mail that the server takes is accepted, with what it said", async (t) => {
  const smtp = await startSmtp(t);
  const channel = openMail(t, { port: smtp.port });
  const delivery = await channel.send(makeMailTo(ANN), patient());
  assert.deepEqual(delivery, { kind: "accepted", reference: "250 OK: message queued" });
  const [mail] = smtp.mails;
  assert.deepEqual(mail?.to, [ANN]);
  assert.equal(mail?.from, FROM);
});

test("it tells people what they can do, and is told about by its settings", async (t) => {
  const settings = { port: 1, kinds: ["outcome"], atLeastOnce: true, maxAge: "2h", pool: 3 } as const;
  const { id, tells, atLeastOnce, maxAgeMs, workers } = openMail(t, settings);
  assert.deepEqual(
    { id, tells, atLeastOnce, maxAgeMs, workers },
    {
      id: "mail",
      tells: ["outcome"],
      atLeastOnce: true,
      maxAgeMs: 7_200_000,
      workers: 3,
    },
  );
  assert.deepEqual(openMail(t, { port: 1 }).tells, ["request", "secondStep", "outcome"]);
});

test("it finds whom to tell in what is asked", (t) => {
  const { metadata, spec } = makeCreatedApproval();
  const approval = { metadata, spec: { ...spec, approvers: ["mary", ANN] } };
  assert.deepEqual(openMail(t, { port: 1 }).findRecipients(approval), [
    { address: ANN, assignees: [1], person: { name: ANN, groups: [] } },
  ]);
});

test("a personal link is in a mail to a person, and in no other", async (t) => {
  const smtp = await startSmtp(t);
  const directory = () => ({
    users: new Map(),
    groups: new Map([["ops", [{ address: "ops@example.com" }]]]),
  });
  const channel = openMail(t, { port: smtp.port }, { directory });
  await channel.send(makeMailTo(ANN, { toNames: [ANN], link: LINK }), patient());
  const shared = { groups: ["ops", "team@example.com"] };
  for (const recipient of ["ops@example.com", "team@example.com"]) {
    await channel.send(makeMailTo(recipient, { link: LINK, approval: { spec: shared } }), patient());
  }
  const [own, ...others] = smtp.mails.map(({ source }) => source.replaceAll("=\r\n", ""));
  assert.match(own ?? "", /7KQ2-M0XF/u);
  assert.equal(others.length, 2);
  for (const source of others) assert.doesNotMatch(source, /7KQ2-M0XF|link=/u);
});

test("a link for one person is in no mail to another who has their address by now", async (t) => {
  const smtp = await startSmtp(t);
  const users = new Map([
    ["ann", "annmary@example.com"],
    ["mary", ANN],
  ]);
  const channel = openMail(t, { port: smtp.port }, { directory: () => ({ users, groups: new Map() }) });
  const spec = { approvers: ["ann", "mary"] };
  await channel.send(makeMailTo(ANN, { toNames: ["ann"], link: LINK, approval: { spec } }), patient());
  await channel.send(makeMailTo(ANN, { toNames: ["mary"], link: LINK, approval: { spec } }), patient());
  const [other, own] = smtp.mails.map(({ source }) => source.replaceAll("=\r\n", ""));
  assert.doesNotMatch(other ?? "", /7KQ2-M0XF|link=/u);
  assert.match(own ?? "", /7KQ2-M0XF/u);
});

test("a recipient that the approval has no more to do with gets nothing, for good", async (t) => {
  const smtp = await startSmtp(t);
  const channel = openMail(t, { port: smtp.port, domains: ["example.com"] });
  for (const [message, said] of [
    [makeMessage({ recipient: ANN }), /^ann@example\.com may no longer be told of this by mail/u],
    [makeMailTo("ann@evil.example"), /may no longer be told/u],
    [makeMailTo("ann@example.com,eve@evil.example"), /has more than one @\.$/u],
    [makeMailTo("ann@example.com\r\nRCPT TO:<eve@evil.example>"), /has more than one @\.$/u],
    [makeMessage(), /^"" has no @\.$/u],
  ] as const) {
    const delivery = await channel.send(message, patient());
    assert.ok(delivery.kind === "refused" && delivery.final === true, JSON.stringify(delivery));
    assert.match(delivery.reason, said);
  }
  assert.deepEqual(smtp.recipients, []);
});

test("a mail that cannot be written is refused, and the next try may do better", async (t) => {
  const render = (): never => {
    throw new Error("the template is broken");
  };
  const delivery = await openMail(t, { port: 1 }, { render }).send(makeMailTo(ANN), patient());
  assert.deepEqual(delivery, {
    kind: "refused",
    reason: "The mail could not be written: the template is broken",
  });
});

for (const [step, code, outcome] of [
  ["connection", 554, "refused"],
  ["sender", 550, "refused"],
  ["sender", 451, "refused"],
  ["recipient", 451, "refused"],
  ["recipient", 550, "final"],
  ["recipient", 530, "refused"],
  ["answer", 452, "refused"],
  ["answer", 554, "final"],
] as const) {
  test(`${code} to the ${step} is ${outcome === "final" ? "refused for good" : "refused for now"}`, async (t) => {
    const smtp = await startSmtp(t);
    smtp.trick(step, code);
    const channel = openMail(t, { port: smtp.port });
    const delivery = await channel.send(makeMailTo(ANN), patient());
    assert.ok(delivery.kind === "refused", JSON.stringify(delivery));
    assert.equal(delivery.final ?? false, outcome === "final");
    assert.ok(delivery.reason.startsWith(`127.0.0.1:${smtp.port} `), delivery.reason);
    assert.ok(delivery.reason.includes(String(code)), delivery.reason);
    smtp.trick(step, undefined);
    assert.equal((await channel.send(makeMailTo(ANN), patient())).kind, "accepted");
  });
}

for (const trick of ["hang", "drop"] as const) {
  for (const step of SMTP_STEPS) {
    const kind = step === "answer" ? "unclear" : "refused";
    test(`a server that ${trick}s at the ${step} leaves a mail ${kind}`, async (t) => {
      const login = { user: "bot", secret: () => "password" };
      const smtp = await startSmtp(t, { ...(step === "login" && { login }) });
      smtp.trick(step, trick);
      const settings = step === "login" ? { user: "bot", passwordFile: "password" } : {};
      const channel = openMail(t, { port: smtp.port, ...settings }, { secretOf: () => "password" });
      const delivery = await channel.send(makeMailTo(ANN), trick === "hang" ? soon() : patient());
      assert.equal(delivery.kind, kind, JSON.stringify(delivery));
      assert.ok(!("final" in delivery), "it is tried again, or looked into");
      assert.equal(smtp.mails.length, step === "answer" ? 1 : 0);
    });
  }
}

for (const [step, kind] of [
  ["greeting", "refused"],
  ["answer", "unclear"],
] as const) {
  test(`a server that is never done with its ${step} is left when the time is over`, async (t) => {
    const port = await startDrip(t, step);
    const delivery = await openMail(t, { port }).send(makeMailTo(ANN), soon());
    assert.equal(delivery.kind, kind, JSON.stringify(delivery));
  });
}

test("what was sent when the connection was lost may have arrived, and the record says so", async (t) => {
  const smtp = await startSmtp(t);
  smtp.trick("answer", "drop");
  const delivery = await openMail(t, { port: smtp.port }).send(makeMailTo(ANN), patient());
  assert.equal(delivery.kind, "unclear");
  assert.match(reasonOf(delivery), /^127\.0\.0\.1:\d+ was sent the message, and then: Connection closed/u);
});

test("nobody there is refused, and the record says where", async (t) => {
  const smtp = await startSmtp(t);
  await smtp.stop();
  const delivery = await openMail(t, { port: smtp.port }).send(makeMailTo(ANN), patient());
  assert.equal(delivery.kind, "refused");
  assert.match(reasonOf(delivery), /^127\.0\.0\.1:\d+ did not take the message: .*ECONNREFUSED/u);
});

test("a reason is one line, whatever the server says", async (t) => {
  const smtp = await startSmtp(t);
  smtp.trick("recipient", 450);
  const delivery = await openMail(t, { port: smtp.port }).send(makeMailTo(ANN), patient());
  assert.match(reasonOf(delivery), /^[^\p{C}\n]{1,200}$/u);
});

test("connections are used again, no more of them than the pool has", async (t) => {
  const smtp = await startSmtp(t);
  const channel = openMail(t, { port: smtp.port, pool: 2 });
  const sent = Array.from({ length: 10 }, () => channel.send(makeMailTo(ANN), patient()));
  const kinds = (await Promise.all(sent)).map(({ kind }) => kind);
  assert.deepEqual(new Set(kinds), new Set(["accepted"]));
  assert.equal(new Set(smtp.mails.map(({ session }) => session)).size, 2);
});

test("a connection that went while nothing was sent is replaced within the same try", async (t) => {
  const smtp = await startSmtp(t);
  const channel = openMail(t, { port: smtp.port });
  await channel.send(makeMailTo(ANN), patient());
  smtp.drop();
  assert.equal((await channel.send(makeMailTo(ANN), patient())).kind, "accepted");
  // One that goes as the next message begins, too.
  smtp.trick("sender", "drop", 1);
  assert.equal((await channel.send(makeMailTo(ANN), patient())).kind, "accepted");
  assert.equal(smtp.mails.length, 3);
});

test("a connection that went when a message had left it is not replaced, so that nothing is sent twice", async (t) => {
  const smtp = await startSmtp(t);
  const channel = openMail(t, { port: smtp.port });
  await channel.send(makeMailTo(ANN), patient());
  smtp.trick("answer", "drop", 1);
  assert.equal((await channel.send(makeMailTo(ANN), patient())).kind, "unclear");
  assert.equal(smtp.mails.length, 2);
});

test("who waits for a connection in vain is refused, and nothing was sent", async (t) => {
  const smtp = await startSmtp(t);
  const channel = openMail(t, { port: smtp.port, pool: 1 });
  smtp.trick("sender", "hang");
  const first = channel.send(makeMailTo(ANN), AbortSignal.timeout(1_000));
  const second = await channel.send(makeMailTo(ANN), soon());
  assert.match(reasonOf(second), /^No connection to 127\.0\.0\.1:\d+ was free in time\.$/u);
  assert.equal((await first).kind, "refused");
});

test("to close lets what is under way come to its end, and ends every connection", async (t) => {
  const smtp = await startSmtp(t);
  const channel = openMail(t, { port: smtp.port });
  const sent = channel.send(makeMailTo(ANN), patient());
  await until("the server hears of it", () => smtp.recipients.length > 0);
  await channel.close();
  assert.equal((await sent).kind, "accepted");
  await until("every connection has ended", () => smtp.connections() === 0);
  assert.match(reasonOf(await channel.send(makeMailTo(ANN), patient())), /Countersign is stopping/u);
});
