// What a provider sends back, by way of openid-client and over our own requests: a good answer, and hostile ones.
import assert from "node:assert/strict";
import { after, before, describe, it, mock } from "node:test";

import { Events, OAuth2Server } from "oauth2-mock-server";

import { TOKEN_CLIENT, TOKEN_ISSUER, TOKEN_NOW_MS, TokenForge } from "../../../test/kit/token-forge.ts";
import { type BoundedFetch, createBoundedFetch } from "../../net/bounded-fetch.ts";
import { systemClock } from "../../std/clock.ts";
import { silentLogger } from "../../std/logger.ts";
import { explainFault } from "./login-fault.ts";
import { OidcProvider, type ProviderOptions } from "./provider.ts";

const CALLBACK = new URL("https://approvals.example/sign-in/company/callback");
const PROOFS = { state: "the-state", nonce: "the-nonce", verifier: "v".repeat(43) };
const QUERY = new URLSearchParams({ code: "1", state: PROOFS.state }).toString();
const SETTINGS = {
  id: "company",
  title: "Company login",
  clientId: TOKEN_CLIENT,
  cliClientId: undefined,
  scopes: ["openid", "groups"],
  claims: { name: "preferred_username", email: "email", groups: "groups" },
  secret: undefined,
  redirectUri: CALLBACK,
  clock: systemClock,
  logger: silentLogger,
} as const;

/** Answers as a provider does; a document that is undefined is a server that fails. */
function answerWith(
  documents: Readonly<Record<string, unknown>>,
): BoundedFetch & { readonly asked: string[] } {
  const asked: string[] = [];
  const answer: BoundedFetch = async (address) => {
    const { pathname } = new URL(address);
    asked.push(pathname);
    const document = documents[pathname];
    return document === undefined ? new Response("", { status: 503 }) : Response.json(document);
  };
  return Object.assign(answer, { asked });
}

const METADATA = {
  issuer: TOKEN_ISSUER,
  authorization_endpoint: `${TOKEN_ISSUER}/auth`,
  token_endpoint: `${TOKEN_ISSUER}/token`,
  jwks_uri: `${TOKEN_ISSUER}/jwks`,
  userinfo_endpoint: `${TOKEN_ISSUER}/userinfo`,
  id_token_signing_alg_values_supported: ["RS256", "ES256", "PS256", "EdDSA", "ES384", "HS256", "none"],
};

function documentsOf(forge: TokenForge, idToken: unknown, others: Readonly<Record<string, unknown>> = {}) {
  return {
    "/.well-known/openid-configuration": METADATA,
    "/jwks": forge.jwks,
    "/token": { access_token: "a", token_type: "Bearer", id_token: idToken },
    "/userinfo": { sub: "17" },
    ...others,
  };
}

function providerOf(fetch: BoundedFetch, changes: Partial<ProviderOptions> = {}): OidcProvider {
  return new OidcProvider({ ...SETTINGS, issuer: TOKEN_ISSUER, fetch, ...changes });
}

describe("a provider's answer", () => {
  let forge: TokenForge;
  before(async () => {
    mock.timers.enable({ apis: ["Date"], now: TOKEN_NOW_MS });
    forge = await TokenForge.open({ nonce: PROOFS.nonce });
  });
  after(() => mock.timers.reset());

  it("names somebody when everything about it is right", async () => {
    const fetch = answerWith(documentsOf(forge, await forge.sign()));
    const claims = await providerOf(fetch).redeem(QUERY, PROOFS);
    assert.equal(claims.sub, "17");
    assert.deepEqual(claims["groups"], ["dev", "ops"]);
    assert.ok(!fetch.asked.includes("/userinfo"), "what the ID token says needs no second question");
  });

  it("names nobody with an ID token that was changed, made by another, or made for something else", async (t) => {
    const forged = await forge.forgeAll();
    let refused = 0;
    for (const { name, token } of forged) {
      const provider = providerOf(answerWith(documentsOf(forge, token)));
      const claims = await provider.redeem(QUERY, PROOFS).catch(() => undefined);
      assert.equal(claims, undefined, name);
      refused += 1;
    }
    assert.ok(refused >= 200, String(refused));
    t.diagnostic(`${refused} tokens refused`);
  });

  it("names nobody without the nonce, the state, or an ID token of this login", async () => {
    for (const nonce of [undefined, "", "another", ["the-nonce"], "the-nonce "]) {
      const fetch = answerWith(documentsOf(forge, await forge.sign({ nonce })));
      await assert.rejects(providerOf(fetch).redeem(QUERY, PROOFS), String(nonce));
    }
    const good = answerWith(documentsOf(forge, await forge.sign()));
    for (const query of [
      "code=1",
      "code=1&state=other",
      "code=1&state=the-state&state=the-state",
      "state=the-state",
      "",
    ]) {
      await assert.rejects(providerOf(good).redeem(query, PROOFS), query);
    }
    assert.ok(!good.asked.includes("/token"), "and no code is shown to anybody");
    for (const token of [undefined, null, "", 7]) {
      await assert.rejects(providerOf(answerWith(documentsOf(forge, token))).redeem(QUERY, PROOFS));
    }
  });

  it("is not believed from another provider, where it says who it is from", async () => {
    const fetch = answerWith(documentsOf(forge, await forge.sign()));
    await assert.rejects(providerOf(fetch).redeem(`${QUERY}&iss=https%3A%2F%2Fevil.example`, PROOFS));
  });

  it("is completed by the userinfo endpoint where the ID token leaves something out, for the same account alone", async () => {
    const bare = await forge.sign({ groups: undefined, email: undefined, email_verified: undefined });
    const info = {
      sub: "17",
      groups: ["dba"],
      email: "m@x.example",
      email_verified: true,
      preferred_username: "eve",
    };
    const fetch = answerWith(documentsOf(forge, bare, { "/userinfo": info }));
    const claims = await providerOf(fetch).redeem(QUERY, PROOFS);
    assert.deepEqual(
      [claims["groups"], claims["email"], claims["email_verified"], claims["preferred_username"]],
      [["dba"], "m@x.example", true, "mary"],
    );
    const other = answerWith(documentsOf(forge, bare, { "/userinfo": { ...info, sub: "18" } }));
    await assert.rejects(providerOf(other).redeem(QUERY, PROOFS), "another account's groups");
  });

  it("takes no address of one source for verified by another", async () => {
    const unverified = await forge.sign({ email: "boss@x.example", email_verified: undefined });
    const info = { sub: "17", email: "mary@x.example", email_verified: true };
    const claims = await providerOf(answerWith(documentsOf(forge, unverified, { "/userinfo": info }))).redeem(
      QUERY,
      PROOFS,
    );
    assert.deepEqual([claims["email"], claims["email_verified"]], ["mary@x.example", true]);
  });

  it("is asked for once it is needed, again when it was away, and not at each login", async () => {
    const documents: Record<string, unknown> = {
      ...documentsOf(forge, ""),
      "/.well-known/openid-configuration": undefined,
    };
    const fetch = answerWith(documents);
    const provider = providerOf(fetch);
    assert.equal(fetch.asked.length, 0);
    const away = await provider.authorize(PROOFS, undefined).catch((error: unknown) => error);
    assert.equal(explainFault(away, "Company login").kind, "away");
    documents["/.well-known/openid-configuration"] = METADATA;
    await Promise.all([provider.authorize(PROOFS, undefined), provider.authorize(PROOFS, "none")]);
    assert.equal(fetch.asked.length, 2);
  });

  it("is none of a provider that calls itself something else", async () => {
    const other = { ...METADATA, issuer: "https://evil.example" };
    const fetch = answerWith(documentsOf(forge, "", { "/.well-known/openid-configuration": other }));
    await assert.rejects(providerOf(fetch).authorize(PROOFS, undefined));
  });

  it("is asked for with a challenge, a state and a nonce of this login, and for nothing but a code", async () => {
    const url = await providerOf(answerWith(documentsOf(forge, ""))).authorize(PROOFS, "none");
    const asked = Object.fromEntries(url.searchParams);
    assert.equal(url.origin, TOKEN_ISSUER);
    assert.deepEqual(
      { ...asked, code_challenge: asked["code_challenge"]?.length },
      {
        redirect_uri: CALLBACK.href,
        scope: "openid groups",
        code_challenge: 43,
        code_challenge_method: "S256",
        state: PROOFS.state,
        nonce: PROOFS.nonce,
        prompt: "none",
        client_id: TOKEN_CLIENT,
        response_type: "code",
      },
    );
  });
});

describe("a hostile provider over the wire", () => {
  const server = new OAuth2Server();
  before(async () => {
    await server.issuer.keys.generate("RS256");
    await server.start(0, "127.0.0.1");
  });
  after(() => server.stop());

  /** The way there and back. */
  async function signIn(): Promise<unknown> {
    const issuer = server.issuer.url ?? "";
    const provider = new OidcProvider({ ...SETTINGS, issuer, fetch: createBoundedFetch() });
    const there = await fetch(await provider.authorize(PROOFS, undefined), { redirect: "manual" });
    return await provider.redeem(new URL(there.headers.get("location") ?? "").search, PROOFS);
  }

  it("lets somebody in when it is not hostile", async () => {
    const { sub } = (await signIn()) as { readonly sub: string };
    assert.ok(sub);
  });

  for (const [sentence, spoil] of [
    ["an ID token for another client", (payload) => (payload["aud"] = "other")],
    ["an ID token of another issuer", (payload) => (payload["iss"] = "https://evil.example")],
    ["an ID token that has expired", (payload) => (payload["exp"] = Math.floor(Date.now() / 1000) - 3_600)],
    ["an ID token with another nonce", (payload) => (payload["nonce"] = "another")],
    ["an ID token without a subject", (payload) => delete payload["sub"]],
    [
      "an ID token made for somebody else",
      (payload) => Object.assign(payload, { aud: [TOKEN_CLIENT, "x"], azp: "x" }),
    ],
  ] as const satisfies readonly (readonly [string, (payload: Record<string, unknown>) => unknown])[]) {
    it(`lets nobody in with ${sentence}`, async () => {
      const handler = (token: { readonly payload: Record<string, unknown> }): void =>
        void spoil(token.payload);
      server.service.on(Events.BeforeTokenSigning, handler);
      try {
        await assert.rejects(signIn());
      } finally {
        server.service.off(Events.BeforeTokenSigning, handler);
      }
    });
  }

  for (const [sentence, answer] of [
    ["an error in place of tokens", { statusCode: 400, body: { error: "invalid_grant" } }],
    ["a page in place of tokens", { statusCode: 200, body: {} }],
    ["a failure", { statusCode: 500, body: {} }],
  ] as const) {
    it(`lets nobody in with ${sentence}`, async () => {
      server.service.once(Events.BeforeResponse, (response) => void Object.assign(response, answer));
      await assert.rejects(signIn());
    });
  }
});
