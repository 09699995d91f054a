// XOAUTH2: tokens from a provider, for the mail server.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { makeMailTo, openMail } from "../../../../test/kit/mail/open-mail.ts";
import { startSmtp } from "../../../../test/kit/mail/start-smtp.ts";
import { startTokenEndpoint } from "../../../../test/kit/mail/start-token-endpoint.ts";
import type { Delivery } from "../../channel.ts";

const ANN = "ann@example.com";
const START_MS = Date.parse("2026-11-24T10:00:00Z");

const patient = (): AbortSignal => AbortSignal.timeout(60_000);

async function start(t: TestContext, { isOfMailbox = true } = {}) {
  const provider = await startTokenEndpoint(t);
  const clock = { nowMs: START_MS, now: () => clock.nowMs };
  const files = new Map([
    ["secret", "secret of the client"],
    ["refresh", "refresh 1"],
  ]);
  const expected = { token: "token 1" };
  const smtp = await startSmtp(t, { login: { user: "bot@example.com", secret: () => expected.token } });
  const oauth2 = {
    tokenUrl: provider.tokenUrl,
    clientId: "countersign",
    clientSecretFile: "secret",
    ...(isOfMailbox ? { refreshTokenFile: "refresh" } : { scope: "https://outlook.office365.com/.default" }),
  };
  const channel = openMail(
    t,
    { port: smtp.port, user: "bot@example.com", oauth2, pool: 1 },
    { clock, secretOf: (path) => files.get(path) ?? "" },
  );
  /** By a connection of its own. */
  const send = async (): Promise<Delivery> => {
    const delivery = await channel.send(makeMailTo(ANN), patient());
    smtp.drop();
    return delivery;
  };
  return { provider, clock, files, expected, smtp, send };
}

test("a mailbox is entered with a token that its refresh token gets", async (t) => {
  const { provider, smtp, send } = await start(t);
  assert.equal((await send()).kind, "accepted");
  assert.equal(smtp.mails[0]?.user, "bot@example.com");
  assert.deepEqual(Object.fromEntries(provider.asked[0] ?? []), {
    client_id: "countersign",
    client_secret: "secret of the client",
    grant_type: "refresh_token",
    refresh_token: "refresh 1",
  });
});

test("a client may ask in its own name", async (t) => {
  const { provider, send } = await start(t, { isOfMailbox: false });
  assert.equal((await send()).kind, "accepted");
  assert.deepEqual(Object.fromEntries(provider.asked[0] ?? []), {
    client_id: "countersign",
    client_secret: "secret of the client",
    grant_type: "client_credentials",
    scope: "https://outlook.office365.com/.default",
  });
});

test("a token is kept until its last minute", async (t) => {
  const { provider, clock, expected, send } = await start(t);
  await send();
  clock.nowMs = START_MS + 3_539_000;
  await send();
  assert.equal(provider.asked.length, 1);
  clock.nowMs = START_MS + 3_540_000;
  provider.answer = { body: { access_token: "token 2", expires_in: 3600 } };
  expected.token = "token 2";
  assert.equal((await send()).kind, "accepted");
  assert.equal(provider.asked.length, 2);
});

test("another refresh token that the provider gives is used from then on, until the file is another", async (t) => {
  const { provider, clock, files, send } = await start(t);
  provider.answer = { body: { access_token: "token 1", expires_in: 3600, refresh_token: "refresh 2" } };
  await send();
  clock.nowMs += 3_600_000;
  await send();
  files.set("refresh", "refresh of another day");
  assert.equal((await send()).kind, "accepted");
  assert.deepEqual(
    provider.asked.map((form) => form.get("refresh_token")),
    ["refresh 1", "refresh 2", "refresh of another day"],
  );
});

test("a token that the mail server does not take is asked for once more, on the same connection", async (t) => {
  const { provider, expected, smtp, send } = await start(t);
  await send();
  expected.token = "token 2";
  provider.answer = { body: { access_token: "token 2", expires_in: 3600 } };
  assert.equal((await send()).kind, "accepted");
  assert.deepEqual(smtp.logins, ["token 1", "token 1", "token 2"]);
});

test("a provider whose tokens are all too old is asked twice a try, and the mail waits", async (t) => {
  const { provider, expected, smtp, send } = await start(t);
  expected.token = "token that nobody has";
  const delivery = await send();
  assert.ok(delivery.kind === "refused" && delivery.final === undefined, JSON.stringify(delivery));
  assert.doesNotMatch(delivery.reason, /token 1/u);
  assert.equal(provider.asked.length, 2);
  assert.deepEqual(smtp.mails, []);
});

test("where a server says no at once, the next try has another token", async (t) => {
  const { provider, smtp, send } = await start(t);
  smtp.trick("login", 535, 1);
  assert.equal((await send()).kind, "refused");
  assert.equal((await send()).kind, "accepted");
  assert.equal(provider.asked.length, 2);
});

for (const [sentence, answer, said] of [
  [
    "a refresh token that is no longer good",
    { status: 400, body: { error: "invalid_grant" } },
    /400 invalid_grant$/u,
  ],
  ["an error with a secret in its words", { status: 401, body: { error: "secret of the client" } }, /401$/u],
  ["an answer without a token", { body: {} }, /200$/u],
  ["an answer that is not JSON", { body: "<html>" }, /200$/u],
  ["a redirect", { status: 302, body: {} }, /302$/u],
] as const) {
  test(`${sentence} is refused for now, and nothing of it is told but a code`, async (t) => {
    const { provider, smtp, send } = await start(t);
    provider.answer = answer;
    const delivery = await send();
    assert.ok(delivery.kind === "refused" && delivery.final === undefined, JSON.stringify(delivery));
    assert.match(delivery.reason, /^Could not log in at 127\.0\.0\.1:\d+: 127\.0\.0\.1:\d+ gave no token: /u);
    assert.match(delivery.reason, said);
    assert.deepEqual(smtp.mails, []);
  });
}
