import assert from "node:assert/strict";
import { test } from "node:test";

import {
  GOOD_CLAIMS,
  TOKEN_CLIENT,
  TOKEN_ISSUER,
  TOKEN_NOW_MS,
  TokenForge,
} from "../../test/kit/token-forge.ts";
import type { BoundedFetch } from "../net/bounded-fetch.ts";
import { silentLogger } from "../std/logger.ts";
import { ProviderKeys } from "./provider-keys.ts";
import { verifyIdToken } from "./verify-id-token.ts";

const KEYS = `${TOKEN_ISSUER}/keys`;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A provider, and whoever checks its tokens; what it publishes may be changed, and the clock be moved. */
async function start() {
  const forge = await TokenForge.open();
  const provider = {
    isAway: false,
    document: { issuer: TOKEN_ISSUER, jwks_uri: KEYS } as object,
    keys: forge.jwks as object,
    asked: [] as string[],
  };
  const fetch: BoundedFetch = async (address) => {
    provider.asked.push(address);
    if (provider.isAway) throw new Error("connect ECONNREFUSED");
    return Response.json(address === KEYS ? provider.keys : provider.document);
  };
  const clock = { nowMs: TOKEN_NOW_MS, now: () => clock.nowMs };
  const warned: string[] = [];
  const logger = {
    ...silentLogger,
    warn: ({ err }: object & { err?: unknown }) => void warned.push(String(err)),
  };
  const { find } = new ProviderKeys({ issuer: TOKEN_ISSUER, fetch, clock, logger });
  const check = async (token?: string): Promise<string> => {
    const nowS = clock.nowMs / 1000;
    const fresh = token ?? (await forge.sign({ iat: nowS, exp: nowS + 60 }));
    const rules = { issuer: TOKEN_ISSUER, audiences: [TOKEN_CLIENT], findKey: find, clock };
    const verified = await verifyIdToken(fresh, rules);
    return verified.ok ? verified.value.sub : verified.error.kind;
  };
  return { forge, provider, clock, warned, check };
}

test("keys are read when the first token comes, once for all that come at once", async () => {
  const { provider, check } = await start();
  assert.deepEqual(provider.asked, []);
  assert.deepEqual(await Promise.all([check(), check(), check()]), ["17", "17", "17"]);
  assert.deepEqual(provider.asked, [`${TOKEN_ISSUER}/.well-known/openid-configuration`, KEYS]);
});

test("a provider that has begun to sign with another key is asked anew, and guesses do not make it work", async () => {
  const { provider, clock, check } = await start();
  const next = await start();
  assert.equal(await check(), "17");
  provider.keys = next.forge.jwks;
  const token = await next.forge.sign({}, { kid: "k1" });
  assert.equal(await check(token), "invalid", "the key of that name is another");
  provider.keys = { keys: [{ ...next.forge.jwks.keys[0], kid: "k2" }] };
  const renamed = await next.forge.sign({}, { kid: "k2" });
  assert.equal(await check(renamed), "invalid", "it was asked a moment ago");
  clock.nowMs += MINUTE_MS / 6;
  assert.equal(await check(renamed), "17");
  const { length } = provider.asked;
  for (const kid of ["a", "b", "c"]) assert.equal(await check(await next.forge.sign({}, { kid })), "invalid");
  assert.equal(provider.asked.length, length);
});

test("a key that is taken back is not good for long", async () => {
  const { provider, clock, check } = await start();
  assert.equal(await check(), "17");
  provider.keys = { keys: [] };
  clock.nowMs += 10 * MINUTE_MS;
  assert.equal(await check(), "invalid");
});

test("while the provider is away, what was read serves for a day, and no longer", async () => {
  const { provider, clock, warned, check } = await start();
  assert.equal(await check(), "17");
  provider.isAway = true;
  clock.nowMs += DAY_MS - MINUTE_MS;
  assert.equal(await check(), "17");
  assert.match(warned[0] ?? "", /ECONNREFUSED/u);
  clock.nowMs += MINUTE_MS;
  assert.equal(await check(), "unchecked");
  provider.isAway = false;
  clock.nowMs += MINUTE_MS;
  assert.equal(await check(), "17");
});

test("a clock that is set back does not make keys good for longer", async () => {
  const { provider, clock, check } = await start();
  assert.equal(await check(), "17");
  provider.keys = { keys: [] };
  clock.nowMs -= 10 * MINUTE_MS;
  assert.equal(await check(), "invalid");
});

test("a provider that was never reached tells nothing of anybody", async () => {
  const { provider, check, clock } = await start();
  provider.isAway = true;
  assert.equal(await check(), "unchecked");
  provider.isAway = false;
  assert.equal(await check(), "unchecked", "it is not asked for each token");
  clock.nowMs += MINUTE_MS;
  assert.equal(await check(), "17");
});

for (const [sentence, document, said] of [
  [
    "of another issuer",
    { issuer: `${TOKEN_ISSUER}/`, jwks_uri: KEYS },
    /calls itself "https:\/\/id\.example\.com\/"/u,
  ],
  ["without keys", { issuer: TOKEN_ISSUER }, /its jwks_uri is undefined/u],
  [
    "with keys over plain HTTP",
    { issuer: TOKEN_ISSUER, jwks_uri: "http://id.example.com/keys" },
    /names no keys/u,
  ],
  ["that is none", [], /calls itself undefined/u],
] as const) {
  test(`a discovery document ${sentence} is not believed`, async () => {
    const { provider, warned, check } = await start();
    provider.document = document;
    assert.equal(await check(), "unchecked");
    assert.match(warned[0] ?? "", said);
  });
}

test("keys that anybody could have, or that are not for signing, are none", async () => {
  const { forge, provider, clock, check } = await start();
  const [key] = forge.jwks.keys;
  for (const keys of [
    [{ ...key, use: "enc" }],
    [{ kty: "oct", k: "c2VjcmV0", kid: "k1" }],
    "none",
    undefined,
  ]) {
    provider.keys = { keys };
    clock.nowMs += 2 * DAY_MS;
    assert.notEqual(await check(), GOOD_CLAIMS.sub, JSON.stringify(keys));
  }
});
