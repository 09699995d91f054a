// The channel for mail at a real mail server: Mailpit, with TLS, logins, and refusals at every step.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { type Certificate, createCertificate } from "../../sandbox/kube/http/certificate.ts";
import { createMailRenderer } from "../../src/notify/channels/mail/render-mail.ts";
import { silentLogger } from "../../src/std/logger.ts";
import { makeMailTo, openMail } from "../kit/mail/open-mail.ts";
import { makeOutcome, makeToldVote } from "../kit/make-message.ts";
import { startMailpit } from "./start-mailpit.ts";

/** Percent, of what mail programs can do with each part of it, by the tables of Mailpit. */
const LEAST_SUPPORTED = 90;
const ANN = "ann@example.com";
const LOGIN = { user: "countersign", password: "correct-horse-battery" };

let tls: Certificate;
before(async () => (tls = await createCertificate()));

const soon = (): AbortSignal => AbortSignal.timeout(60_000);
const secretOf = (path: string): string => (path === "ca" ? tls.certificate : LOGIN.password);
const BY_PASSWORD = { user: LOGIN.user, passwordFile: "password" } as const;

test("what arrives is what was sent, and second step and outcome are in the request's thread", async (t) => {
  const mailpit = await startMailpit(t);
  const channel = openMail(t, { port: mailpit.smtpPort });
  const request = makeMailTo(ANN);
  const outcome = makeMailTo(ANN, {
    kind: "outcome",
    key: "another",
    approval: { votes: [makeToldVote("mary")] },
  });
  for (const message of [request, outcome]) {
    assert.equal((await channel.send(message, soon())).kind, "accepted");
  }
  const [second, first, ...others] = await mailpit.mails();
  assert.ok(first !== undefined && second !== undefined && others.length === 0);
  assert.deepEqual(
    first.To.map(({ Address }) => Address),
    [ANN],
  );
  assert.equal(first.Subject, request.approval.spec.title);
  assert.match(first.Text, /https:\/\/approve\.example/u);
  assert.match(first.HTML, /https:\/\/approve\.example/u);
  const headers = await mailpit.headersOf(second.ID);
  assert.deepEqual(headers["In-Reply-To"], [`<${first.MessageID}>`]);
  assert.deepEqual(headers["References"], [`<${first.MessageID}>`]);
  assert.deepEqual(headers["Auto-Submitted"], ["auto-generated"]);
});

test("the HTML is what nearly every mail program shows", async (t) => {
  const mailpit = await startMailpit(t);
  const render = createMailRenderer({ logger: silentLogger, timeZone: "UTC" });
  const channel = openMail(t, { port: mailpit.smtpPort }, { render });
  for (const message of [
    makeMailTo(ANN),
    makeMailTo(ANN, { ...makeOutcome(), key: "another", recipient: ANN }),
  ]) {
    await channel.send(message, soon());
  }
  for (const { ID } of await mailpit.mails()) {
    const { Total, Warnings } = await mailpit.checkHtml(ID);
    const warnings = Warnings.map(({ Slug }) => Slug).join(", ");
    t.diagnostic(`${Total.Supported} % supported, ${Total.Unsupported} % not; ${warnings}`);
    assert.ok(Total.Supported >= LEAST_SUPPORTED, warnings);
  }
});

describe("TLS and logins", () => {
  for (const [sentence, demands, settings] of [
    ["STARTTLS, which the server demands", "startTls", { startTls: "required" }],
    ["STARTTLS where it is offered", undefined, { startTls: "optional" }],
    ["TLS from the first byte", "tls", { tls: true }],
  ] as const) {
    test(sentence, async (t) => {
      const mailpit = await startMailpit(t, { tls, login: LOGIN, ...(demands && { demands }) });
      const given = { port: mailpit.smtpPort, ...settings, ...BY_PASSWORD };
      const delivery = await openMail(t, { ...given, caFile: "ca" }, { secretOf }).send(
        makeMailTo(ANN),
        soon(),
      );
      assert.equal(delivery.kind, "accepted", JSON.stringify(delivery));
      const unknown = await openMail(t, given, { secretOf }).send(makeMailTo(ANN), soon());
      assert.equal(unknown.kind, "refused", "its certificate is nobody's that is trusted");
      assert.equal((await mailpit.mails()).length, 1);
    });
  }

  test("a server that demands STARTTLS takes nothing without it", async (t) => {
    const mailpit = await startMailpit(t, { tls, demands: "startTls" });
    const delivery = await openMail(t, { port: mailpit.smtpPort }).send(makeMailTo(ANN), soon());
    assert.ok(delivery.kind === "refused" && delivery.final === undefined, JSON.stringify(delivery));
  });

  test("a wrong password is refused for now, and told of nowhere", async (t) => {
    const mailpit = await startMailpit(t, { login: LOGIN });
    const channel = openMail(
      t,
      { port: mailpit.smtpPort, ...BY_PASSWORD },
      { secretOf: () => "wrong-password" },
    );
    const delivery = await channel.send(makeMailTo(ANN), soon());
    assert.ok(delivery.kind === "refused" && delivery.final === undefined, JSON.stringify(delivery));
    assert.match(delivery.reason, /refused the login: 535/u);
    assert.deepEqual(await mailpit.mails(), []);
  });
});

describe("a server that refuses", () => {
  for (const [step, code, isFinal] of [
    ["Sender", 451, false],
    ["Sender", 550, false],
    ["Recipient", 451, false],
    ["Recipient", 550, true],
    ["Authentication", 535, false],
    ["Authentication", 454, false],
  ] as const) {
    test(`${step} with ${code}: ${isFinal ? "for good" : "for now, and then it takes the mail"}`, async (t) => {
      const mailpit = await startMailpit(t, { login: LOGIN });
      const channel = openMail(t, { port: mailpit.smtpPort, ...BY_PASSWORD }, { secretOf });
      await mailpit.setChaos({ [step]: code });
      const delivery = await channel.send(makeMailTo(ANN), soon());
      assert.ok(delivery.kind === "refused", JSON.stringify(delivery));
      assert.equal(delivery.final ?? false, isFinal);
      assert.match(delivery.reason, new RegExp(` ${code}`, "u"));
      assert.deepEqual(await mailpit.mails(), []);
      await mailpit.setChaos({});
      assert.equal((await channel.send(makeMailTo(ANN), soon())).kind, "accepted");
    });
  }
});
