// What the guide shows for verifying a webhook by hand is run as it stands there, against what is really sent.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { makeFolder } from "./kit/make-folder.ts";
import { signWebhook } from "../src/notify/channels/webhook/sign-webhook.ts";
import { parseWebhookSecrets } from "../src/std/webhook-secrets.ts";

const GUIDE = join(import.meta.dirname, "../docs/guide/notifications.md");
const folder = makeFolder();

interface Example {
  readonly isGenuine: (headers: Readonly<Record<string, string>>, body: string, secret: string) => boolean;
}

async function loadExample(): Promise<Example> {
  const [, code = assert.fail("the guide shows it")] =
    /^```js\n([\s\S]*?isGenuine[\s\S]*?)^```$/mu.exec(readFileSync(GUIDE, "utf8")) ?? [];
  const file = join(folder, "example.mjs");
  writeFileSync(file, code);
  return (await import(file)) as Example;
}

const makeSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

function sign(body: string, nowMs: number, ...secrets: readonly string[]): Readonly<Record<string, string>> {
  const parsed = parseWebhookSecrets(secrets.join("\n"));
  return signWebhook({ id: "a-1", nowMs, body }, parsed.ok ? parsed.value : []);
}

test("the example takes what is genuine, by either of two secrets", async () => {
  const { isGenuine } = await loadExample();
  const [old, next] = [makeSecret(), makeSecret()];
  const body = '{"text":"größe"}';
  const headers = sign(body, Date.now(), old, next);
  assert.ok(isGenuine(headers, body, old));
  assert.ok(isGenuine(headers, body, next));
});

test("the example refuses what is changed, old, or somebody else's", async () => {
  const { isGenuine } = await loadExample();
  const secret = makeSecret();
  const headers = sign("{}", Date.now(), secret);
  assert.ok(!isGenuine(headers, "{ }", secret));
  assert.ok(!isGenuine({ ...headers, "webhook-id": "a-2" }, "{}", secret));
  assert.ok(!isGenuine(headers, "{}", makeSecret()));
  assert.ok(!isGenuine(sign("{}", Date.now() - 400_000, secret), "{}", secret));
  assert.ok(!isGenuine({ ...headers, "webhook-timestamp": "soon" }, "{}", secret));
  assert.ok(!isGenuine({ ...headers, "webhook-signature": "" }, "{}", secret));
});
