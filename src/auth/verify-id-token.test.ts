import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import { createLocalJWKSet, SignJWT } from "jose";

import {
  GOOD_CLAIMS,
  TOKEN_CLIENT,
  TOKEN_ISSUER,
  TOKEN_NOW_MS,
  TokenForge,
} from "../../test/kit/token-forge.ts";
import { ProviderAway } from "./provider-keys.ts";
import { type IdTokenRules, type TokenFault, verifyIdToken } from "./verify-id-token.ts";

const NOW_S = TOKEN_NOW_MS / 1000;
const LEAST_FORGED = 200;

describe("an ID token", () => {
  let forge: TokenForge;
  let rules: IdTokenRules;
  before(async () => {
    forge = await TokenForge.open();
    rules = {
      issuer: TOKEN_ISSUER,
      audiences: [TOKEN_CLIENT],
      findKey: createLocalJWKSet({ keys: [...forge.jwks.keys] }),
      clock: { now: () => TOKEN_NOW_MS },
    };
  });

  async function faultOf(token: string): Promise<TokenFault | undefined> {
    const verified = await verifyIdToken(token, rules);
    return verified.ok ? undefined : verified.error;
  }

  it("counts when the provider has signed it for us, in whichever of the ways that mean the same", async () => {
    for (const [claims, header] of [
      [{}, {}],
      [{}, { typ: undefined }],
      [{}, { typ: "jwt" }],
      [{}, { typ: "application/jwt" }],
      [{}, { kid: undefined }],
      [{ aud: [TOKEN_CLIENT] }, {}],
      [{ aud: [TOKEN_CLIENT, "other"], azp: TOKEN_CLIENT }, {}],
      [{ azp: TOKEN_CLIENT }, {}],
      [{ exp: NOW_S - 59 }, {}],
      [{ iat: NOW_S + 60, nbf: NOW_S + 60 }, {}],
      [{ typ: "ID" }, {}],
      [{ token_use: "id" }, {}],
    ]) {
      const verified = await verifyIdToken(await forge.sign(claims, header), rules);
      assert.ok(verified.ok, `${JSON.stringify([claims, header])} ${verified.ok ? "" : verified.error.why}`);
      assert.equal(verified.value.sub, GOOD_CLAIMS.sub);
    }
  });

  it("never counts when it is anything else", async (t) => {
    const forged = await forge.forgeAll();
    assert.ok(forged.length >= LEAST_FORGED, `${forged.length} forged tokens`);
    for (const { name, token } of forged) {
      const fault = await faultOf(token);
      assert.ok(fault, name);
      assert.notEqual(fault.kind, "unchecked", name);
      assert.match(fault.why, /\.$/u, name);
    }
    t.diagnostic(`${forged.length} forged tokens, 0 accepted`);
  });

  it("never counts for a secret that two share, whatever the keys are", async () => {
    const secret = Buffer.alloc(32, 7);
    const token = await new SignJWT(GOOD_CLAIMS).setProtectedHeader({ alg: "HS256" }).sign(secret);
    const verified = await verifyIdToken(token, { ...rules, findKey: async () => secret });
    assert.equal(verified.ok, false);
  });

  it("that has ended says when", async () => {
    assert.deepEqual(await faultOf(await forge.sign({ exp: NOW_S - 3600 })), {
      kind: "expired",
      why: "The ID token has expired, at 2026-11-24T13:02:00Z.",
    });
  });

  it("says what is wrong with it", async () => {
    for (const [claims, said] of [
      [{ aud: "dashboard" }, /it is for "dashboard", not for countersign\.$/u],
      [
        { iss: "https://other.example" },
        /its issuer is "https:\/\/other\.example", not https:\/\/id\.example/u,
      ],
      [{ azp: "dashboard" }, /it was made for the client "dashboard"\.$/u],
      [{ iat: NOW_S + 120 }, /issued in the future: compare the clocks\.$/u],
      [{ sub: undefined }, /it has no sub\.$/u],
      [{ aud: ["x".repeat(5000)] }, /^.{100,250}$/u],
    ] as const) {
      const fault = await faultOf(await forge.sign(claims));
      assert.equal(fault?.kind, "invalid");
      assert.match(fault.why, said);
    }
    const unknown = await faultOf(await forge.sign({}, { kid: "k2" }));
    assert.match(unknown?.why ?? "", /none of the keys of https:\/\/id\.example\.com has signed it\.$/u);
  });

  it("is not refused for good while its provider is away", async () => {
    const findKey = (): never => {
      throw new ProviderAway("The keys of x cannot be read at this moment.");
    };
    const verified = await verifyIdToken(await forge.sign(), { ...rules, findKey });
    assert.ok(!verified.ok);
    assert.equal(verified.error.kind, "unchecked");
  });
});
