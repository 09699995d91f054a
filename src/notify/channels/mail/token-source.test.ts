import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { startTokenEndpoint } from "../../../../test/kit/mail/start-token-endpoint.ts";
import { createBoundedFetch } from "../../../net/bounded-fetch.ts";
import { TokenSource } from "./token-source.ts";

const SILENCE_MS = 100;
const NOW_MS = Date.parse("2026-11-24T10:00:00Z");

async function start(t: TestContext) {
  const provider = await startTokenEndpoint(t);
  const limits = {
    connectTimeoutMs: 5_000,
    silenceTimeoutMs: SILENCE_MS,
    wholeTimeoutMs: 5_000,
    mostBytes: 10_000,
  };
  const tokens = new TokenSource({
    settings: { tokenUrl: provider.tokenUrl, clientId: "countersign", clientSecretFile: "secret" },
    secretOf: () => "secret of the client",
    fetch: createBoundedFetch(limits),
    clock: { now: () => NOW_MS },
  });
  return { provider, tokens };
}

test("a provider that takes too long is given up, and asked anew by the next try", async (t) => {
  const { provider, tokens } = await start(t);
  provider.answer = undefined;
  await assert.rejects(tokens.get(false), ({ message }: Error) => {
    assert.match(message, /^127\.0\.0\.1:\d+ gave no token: .*\d/u);
    assert.doesNotMatch(message, /secret of the client/u);
    return true;
  });
  provider.answer = { body: { access_token: "token 1", expires_in: 3600 } };
  assert.equal(await tokens.get(false), "token 1");
  assert.equal(provider.asked.length, 2);
});

test("all mails that wait for a token ask for it once", async (t) => {
  const { provider, tokens } = await start(t);
  const given = await Promise.all(Array.from({ length: 20 }, async () => await tokens.get(false)));
  assert.deepEqual(new Set(given), new Set(["token 1"]));
  assert.equal(provider.asked.length, 1);
});

for (const expires_in of [60, 1, 0, -3600]) {
  test(`a token that ends in ${expires_in} seconds is used once and not kept`, async (t) => {
    const { provider, tokens } = await start(t);
    provider.answer = { body: { access_token: "token 1", expires_in } };
    assert.equal(await tokens.get(false), "token 1");
    provider.answer = { body: { access_token: "token 2", expires_in: 3600 } };
    assert.equal(await tokens.get(false), "token 2");
    assert.equal(provider.asked.length, 2);
  });
}
