// Who logs in, with what, and over what.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { type Certificate, createCertificate } from "../../../../sandbox/kube/http/certificate.ts";
import { makeMailTo, openMail } from "../../../../test/kit/mail/open-mail.ts";
import { startSmtp } from "../../../../test/kit/mail/start-smtp.ts";
import type { Delivery } from "../../channel.ts";

const ANN = "ann@example.com";
const SECRET = "correct horse battery staple";

let tls: Certificate;
before(async () => (tls = await createCertificate()));

const patient = (): AbortSignal => AbortSignal.timeout(60_000);
const secretOf = (path: string): string => (path === "ca" ? tls.certificate : SECRET);

function reasonOf(delivery: Delivery): string {
  return delivery.kind === "accepted" ? "" : delivery.reason;
}

const LOGIN = { user: "bot", secret: () => SECRET };
const BY_PASSWORD = { user: "bot", passwordFile: "password" } as const;

describe("TLS", () => {
  for (const [sentence, isImplicit, settings] of [
    ["STARTTLS that is required", false, { startTls: "required" }],
    ["STARTTLS where the server offers it", false, { startTls: "optional" }],
    ["TLS from the first byte", true, { tls: true, startTls: "required" }],
  ] as const) {
    test(`${sentence}: the password and the mail go over it`, async (t) => {
      const smtp = await startSmtp(t, { tls, ...(isImplicit && { isImplicit }), login: LOGIN });
      const channel = openMail(
        t,
        { port: smtp.port, caFile: "ca", ...settings, ...BY_PASSWORD },
        { secretOf },
      );
      const delivery = await channel.send(makeMailTo(ANN), patient());
      assert.equal(delivery.kind, "accepted", reasonOf(delivery));
      assert.deepEqual(
        smtp.mails.map(({ isSecure, user }) => ({ isSecure, user })),
        [{ isSecure: true, user: "bot" }],
      );
    });

    test(`${sentence}: nothing goes to who has a certificate of somebody else's`, async (t) => {
      const smtp = await startSmtp(t, { tls, ...(isImplicit && { isImplicit }), login: LOGIN });
      const channel = openMail(t, { port: smtp.port, ...settings, ...BY_PASSWORD }, { secretOf });
      const delivery = await channel.send(makeMailTo(ANN), patient());
      assert.equal(delivery.kind, "refused");
      assert.match(reasonOf(delivery), /did not take the message: .*self-signed certificate/u);
      assert.deepEqual([smtp.logins, smtp.mails], [[], []]);
    });
  }

  test("a certificate for another host is somebody else's", async (t) => {
    const host = "127.0.0.2";
    const smtp = await startSmtp(t, { tls, host });
    const settings = { port: smtp.port, host, caFile: "ca", startTls: "required" } as const;
    const delivery = await openMail(t, settings, { secretOf }).send(makeMailTo(ANN), patient());
    assert.match(reasonOf(delivery), /^127\.0\.0\.2:\d+ did not take the message: .*altnames/u);
    assert.deepEqual(smtp.mails, []);
  });

  test("where STARTTLS is required, nothing goes to a server without it", async (t) => {
    const smtp = await startSmtp(t, { login: LOGIN });
    const channel = openMail(t, { port: smtp.port, startTls: "required", ...BY_PASSWORD }, { secretOf });
    const delivery = await channel.send(makeMailTo(ANN), patient());
    assert.equal(delivery.kind, "refused");
    assert.match(reasonOf(delivery), /refused STARTTLS/u);
    assert.deepEqual([smtp.logins, smtp.mails], [[], []]);
  });

  test("where it is optional, no password goes without it, but a mail does", async (t) => {
    const smtp = await startSmtp(t, { login: LOGIN });
    const channel = openMail(t, { port: smtp.port, startTls: "optional", ...BY_PASSWORD }, { secretOf });
    assert.match(reasonOf(await channel.send(makeMailTo(ANN), patient())), /without it no password is sent/u);
    assert.deepEqual([smtp.logins, smtp.mails], [[], []]);
    const open = await startSmtp(t);
    const plain = openMail(t, { port: open.port, startTls: "optional" });
    assert.equal((await plain.send(makeMailTo(ANN), patient())).kind, "accepted");
  });
});

test("where TLS is disabled, the password goes as it is", async (t) => {
  const smtp = await startSmtp(t, { login: LOGIN });
  const channel = openMail(t, { port: smtp.port, ...BY_PASSWORD }, { secretOf });
  assert.equal((await channel.send(makeMailTo(ANN), patient())).kind, "accepted");
  assert.equal(smtp.mails[0]?.user, "bot");
});

test("a wrong password is refused for now, and is in no reason", async (t) => {
  const smtp = await startSmtp(t, { login: LOGIN });
  const channel = openMail(t, { port: smtp.port, ...BY_PASSWORD }, { secretOf: () => "wrong password" });
  const delivery = await channel.send(makeMailTo(ANN), patient());
  assert.deepEqual(delivery, {
    kind: "refused",
    reason: `127.0.0.1:${smtp.port} refused the login: 535 5.7.8`,
  });
  assert.deepEqual(smtp.mails, []);
});

test("a server that lets nobody log in is not given a password", async (t) => {
  const smtp = await startSmtp(t);
  const channel = openMail(t, { port: smtp.port, ...BY_PASSWORD }, { secretOf });
  assert.match(reasonOf(await channel.send(makeMailTo(ANN), patient())), /does not let anybody log in/u);
});

test("when the file of the password changes, everything after it goes by the new one", async (t) => {
  let password = "first";
  const smtp = await startSmtp(t, { login: { user: "bot", secret: () => password } });
  const channel = openMail(t, { port: smtp.port, ...BY_PASSWORD }, { secretOf: () => password });
  await channel.send(makeMailTo(ANN), patient());
  await channel.send(makeMailTo(ANN), patient());
  password = "second";
  assert.equal((await channel.send(makeMailTo(ANN), patient())).kind, "accepted");
  assert.deepEqual(smtp.logins, ["first", "second"]);
});
