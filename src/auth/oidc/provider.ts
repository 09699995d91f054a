// One provider of OpenID Connect: finding out about it once it is needed, sending people there, and taking back what it says.
import * as client from "openid-client";

import type { BoundedFetch } from "../../net/bounded-fetch.ts";
import type { Clock } from "../../std/clock.ts";
import type { Logger } from "../../std/logger.ts";
import { ProviderAway, ProviderKeys } from "../provider-keys.ts";
import type { ClaimNames } from "../read-claims.ts";
import { type IdTokenClaims, verifyIdToken } from "../verify-id-token.ts";

export interface ProviderSettings {
  /** In addresses of ours. */
  readonly id: string;
  readonly title: string;
  /** Exactly as it calls itself. */
  readonly issuer: string;
  readonly clientId: string;
  /** The client that programs get their tokens for. */
  readonly cliClientId: string | undefined;
  readonly scopes: readonly string[];
  readonly claims: ClaimNames;
}

export interface ProviderOptions extends ProviderSettings {
  /** As it is at the moment; absent: a client without one. */
  readonly secret: (() => string) | undefined;
  /** Where it sends people back to. */
  readonly redirectUri: URL;
  readonly fetch: BoundedFetch;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What only this browser and we know of one way to the provider and back. */
export interface Proofs {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** `none`: without showing anything; `login`: whoever is signed in there is asked anew. */
export type Prompt = "none" | "login";

/** So long what it says of itself is not asked for again. */
const FRESH_MS = 60 * 60_000;
const TIMEOUT_S = 10;

/** Every method rejects with `ProviderAway` when the provider does not answer, else as `openid-client` does. */
export class OidcProvider {
  readonly #options: ProviderOptions;
  readonly #keys: ProviderKeys;
  #known: { readonly config: client.Configuration; readonly atMs: number } | undefined;
  #underWay: Promise<client.Configuration> | undefined;

  constructor(options: ProviderOptions) {
    this.#options = options;
    this.#keys = new ProviderKeys(options);
  }

  get settings(): ProviderSettings {
    return this.#options;
  }

  /** Where to send a browser. */
  async authorize({ state, nonce, verifier }: Proofs, prompt: Prompt | undefined): Promise<URL> {
    const { redirectUri, scopes } = this.#options;
    return client.buildAuthorizationUrl(await this.#discover(), {
      redirect_uri: redirectUri.href,
      scope: scopes.join(" "),
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
      ...(prompt && { prompt }),
    });
  }

  /** What it says of whoever came back with this query. */
  async redeem(query: string, { state, nonce, verifier }: Proofs): Promise<IdTokenClaims> {
    const config = await this.#discover();
    const callback = new URL(this.#options.redirectUri);
    callback.search = query;
    const tokens = await client.authorizationCodeGrant(config, callback, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = await this.#verify(tokens.id_token ?? "");
    return await this.#complete(config, claims, tokens.access_token);
  }

  /** As every ID token is, whoever shows it: stricter than openid-client, which has compared the nonce. */
  async #verify(token: string): Promise<IdTokenClaims> {
    const { issuer, clientId, clock } = this.#options;
    const rules = { issuer, audiences: [clientId], findKey: this.#keys.find, clock };
    const claims = await verifyIdToken(token, rules);
    if (claims.ok) return claims.value;
    throw claims.error.kind === "unchecked"
      ? new ProviderAway(claims.error.why)
      : new Error(claims.error.why);
  }

  /** Where a browser ends its session at the provider; undefined where the provider has no such place. */
  async endSession(returnTo: URL): Promise<URL | undefined> {
    const config = await this.#discover();
    if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
    return client.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo.href });
  }

  /** Many providers say little in the ID token, and the rest at their userinfo endpoint. */
  async #complete(
    config: client.Configuration,
    claims: IdTokenClaims,
    token: string,
  ): Promise<IdTokenClaims> {
    const { name, email, groups } = this.#options.claims;
    const missing = [name, groups].filter((claim) => claims[claim] === undefined);
    const isMailKnown = claims[email] !== undefined && claims["email_verified"] !== undefined;
    if (missing.length === 0 && isMailKnown) return claims;
    if (config.serverMetadata().userinfo_endpoint === undefined) return claims;
    const info = await client.fetchUserInfo(config, token, claims.sub);
    // Of an address, and whether it is verified, either says both.
    const taken = [...missing, ...(isMailKnown ? [] : [email, "email_verified"])];
    return { ...claims, ...Object.fromEntries(taken.map((claim) => [claim, info[claim]])) };
  }

  /** Once at a time, when it is needed: no start depends on it. What it said last serves when it does not answer. */
  async #discover(): Promise<client.Configuration> {
    const known = this.#known;
    if (known !== undefined && Math.abs(this.#options.clock.now() - known.atMs) < FRESH_MS)
      return known.config;
    this.#underWay ??= this.#ask().finally(() => (this.#underWay = undefined));
    if (known === undefined) return await this.#underWay;
    return await this.#underWay.catch(() => known.config);
  }

  async #ask(): Promise<client.Configuration> {
    const { issuer, clientId, secret, fetch, clock } = this.#options;
    const isPlain = issuer.startsWith("http:");
    const config = await client.discovery(new URL(issuer), clientId, {}, authenticateWith(secret), {
      [client.customFetch]: reach(fetch),
      timeout: TIMEOUT_S,
      execute: isPlain ? [client.allowInsecureRequests] : [],
    });
    const named = config.serverMetadata().issuer;
    if (named !== issuer)
      throw new Error(`The provider at ${issuer} calls itself ${named}. Give that as its issuer.`);
    this.#known = { config, atMs: clock.now() };
    return config;
  }
}

/** By which of the two ways the provider takes a secret; it is asked for each time, since it is changed while we run. */
function authenticateWith(secret: (() => string) | undefined): client.ClientAuth {
  if (secret === undefined) return client.None();
  return (server, metadata, body, headers) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const way = ways.includes("client_secret_basic") ? client.ClientSecretBasic : client.ClientSecretPost;
    way(secret())(server, metadata, body, headers);
  };
}

/** Tells a provider that does not answer from one that answers no. */
function reach(fetch: BoundedFetch): client.CustomFetch {
  return async (address, request) => {
    const { origin, pathname } = new URL(address);
    const answer = await fetch(address, request).catch((cause: unknown) => {
      throw new ProviderAway(`${origin}${pathname} does not answer.`, { cause });
    });
    if (answer.status < 500) return answer;
    throw new ProviderAway(`${origin}${pathname} answers ${answer.status}.`);
  };
}
