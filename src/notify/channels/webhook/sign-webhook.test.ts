import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";

import { Webhook } from "standardwebhooks";

import { parseWebhookSecrets } from "../../../std/webhook-secrets.ts";
import { signWebhook } from "./sign-webhook.ts";

const NOW_MS = Date.parse("2026-11-24T12:00:00Z");

function secretsOf(text: string): readonly Buffer[] {
  const secrets = parseWebhookSecrets(text);
  assert.ok(secrets.ok, secrets.ok ? "" : secrets.error);
  return secrets.value;
}

function makeSecret(bytes = 32): string {
  return `whsec_${randomBytes(bytes).toString("base64")}`;
}

test("a signature is the one that Standard Webhooks has as its example", () => {
  const signed = signWebhook(
    { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", nowMs: 1_614_265_330_999, body: '{"test": 2432232314}' },
    secretsOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
  );
  assert.deepEqual(signed, {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("whoever verifies as Standard Webhooks says takes it, by the old secret and the new one", () => {
  const [old, next, other] = [makeSecret(), makeSecret(24), makeSecret(64)];
  const body = '{"text":"größer 😀"}';
  const nowMs = Date.now();
  const headers = signWebhook({ id: "a-1", nowMs, body }, secretsOf(`${next}\n${old}\n`));
  for (const secret of [old, next])
    assert.doesNotThrow(() => new Webhook(secret).verify(body, { ...headers }), secret);
  assert.throws(() => new Webhook(other).verify(body, { ...headers }));
  assert.throws(() => new Webhook(old).verify(`${body} `, { ...headers }));
  assert.throws(() => new Webhook(old).verify(body, { ...headers, "webhook-id": "a-2" }));
});

test("the time is that of the try, in seconds", () => {
  const headers = signWebhook({ id: "a", nowMs: NOW_MS + 999, body: "" }, secretsOf(makeSecret()));
  assert.equal(headers["webhook-timestamp"], String(NOW_MS / 1000));
});
