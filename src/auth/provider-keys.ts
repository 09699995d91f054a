import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";

import type { BoundedFetch } from "../net/bounded-fetch.ts";
import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";

export interface ProviderKeysOptions {
  /** As tokens name it: its discovery document is below, and must name the same. */
  readonly issuer: string;
  readonly fetch: BoundedFetch;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Why the keys of a provider could not be read. */
export class ProviderAway extends Error {
  override readonly name = "ProviderAway";
}

type FindKey = ReturnType<typeof createLocalJWKSet>;

/** A key that the provider takes back is good for so long here. */
const FRESH_MS = 10 * 60_000;
/** Whoever sends guesses, or what a provider that is away makes us try, must not keep it from its work. */
const AGAIN_AFTER_MS = 10_000;
/** So long what was read last serves while the provider is away. */
const LONGEST_MS = 24 * 60 * 60_000;

/** The keys that a provider signs with, as its discovery document says: read when the first token comes, and anew now and then. */
export class ProviderKeys {
  readonly #options: ProviderKeysOptions;
  #known: { readonly find: FindKey; readonly atMs: number } | undefined;
  #triedAtMs = -Infinity;
  #underWay: Promise<void> | undefined;

  constructor(options: ProviderKeysOptions) {
    this.#options = options;
  }

  /** The key that a token names. Rejects with `ProviderAway` where there are none to look among, else as `jose` does. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.#age >= FRESH_MS) await this.#refresh();
    try {
      return await this.#current(header, token);
    } catch (error) {
      // The provider may have begun to sign with another since.
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#refresh())) throw error;
      return await this.#current(header, token);
    }
  };

  /** A clock that was set back must not make them good for longer. */
  get #age(): number {
    return this.#known === undefined ? Infinity : Math.abs(this.#options.clock.now() - this.#known.atMs);
  }

  get #current(): FindKey {
    if (this.#known === undefined || this.#age >= LONGEST_MS) {
      throw new ProviderAway(`The keys of ${this.#options.issuer} cannot be read at this moment.`);
    }
    return this.#known.find;
  }

  /** False when it was tried a moment ago. What cannot be read leaves what was known. */
  async #refresh(): Promise<boolean> {
    const now = this.#options.clock.now();
    if (this.#underWay === undefined) {
      if (Math.abs(now - this.#triedAtMs) < AGAIN_AFTER_MS) return false;
      this.#triedAtMs = now;
      this.#underWay = this.#read(now).finally(() => (this.#underWay = undefined));
    }
    await this.#underWay;
    return true;
  }

  async #read(atMs: number): Promise<void> {
    const { issuer, fetch, logger } = this.#options;
    try {
      const document = await fetchJson(
        fetch,
        `${issuer.replace(/\/$/u, "")}/.well-known/openid-configuration`,
      );
      const keys = await fetchJson(fetch, findKeysAddress(document, issuer));
      this.#known = { find: createLocalJWKSet(keys as JSONWebKeySet), atMs };
    } catch (error) {
      logger.warn(
        { err: error, issuer },
        "The keys of a provider could not be read. Those that were known serve for a day.",
      );
    }
  }
}

async function fetchJson(fetch: BoundedFetch, address: string): Promise<unknown> {
  const answer = await fetch(address, { method: "GET", headers: { accept: "application/json" } });
  if (answer.status !== 200) throw new Error(`${address} answers ${answer.status}.`);
  return await answer.json();
}

/** OpenID Connect Discovery 1.0 §4.3: a document that names another issuer is not this one's. */
function findKeysAddress(document: unknown, issuer: string): string {
  const { issuer: named, jwks_uri: keys } = Object(document) as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer) {
    throw new Error(
      `The provider at ${issuer} calls itself ${JSON.stringify(named)}. Give that as its issuer.`,
    );
  }
  // Keys that come over plain HTTP could be anybody's.
  const isSafe =
    typeof keys === "string" && URL.canParse(keys) && new URL(keys).protocol === new URL(issuer).protocol;
  if (isSafe) return keys;
  throw new Error(
    `The provider at ${issuer} names no keys that can be read: its jwks_uri is ${JSON.stringify(keys)}.`,
  );
}
