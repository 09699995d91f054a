import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../../src/std/clock.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import { SERVICE_ACCOUNTS } from "../types/builtin-types.ts";
import { type Identity, serviceAccountIdentity } from "./identity.ts";

interface KnownToken {
  readonly identity: Identity;
  /** Set for tokens of a ServiceAccount: they end with it, and at their time. */
  readonly account?: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly expiresAtMs: number;
}

/** The bearer tokens that the server knows. Only their digests are kept. */
export class TokenTable {
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #tokens = new Map<string, KnownToken>();

  constructor(store: ObjectStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Makes a token known for ever. */
  add(token: string, identity: Identity): void {
    this.#tokens.set(digest(token), { identity, expiresAtMs: Infinity });
  }

  /** A new token of a ServiceAccount, good until `expiresAtMs` while the account lives. */
  issue({ namespace, name, uid }: StoredObject, expiresAtMs: number): string {
    const token = randomBytes(32).toString("base64url");
    const identity = serviceAccountIdentity(namespace, name, uid);
    this.#tokens.set(digest(token), { identity, account: { namespace, name, uid }, expiresAtMs });
    return token;
  }

  /** Whose token it is; `undefined` when it is nobody's, or no longer good. */
  find(token: string): Identity | undefined {
    const known = this.#tokens.get(digest(token));
    if (known === undefined || known.expiresAtMs <= this.#clock.now()) return undefined;
    const { account, identity } = known;
    if (account === undefined) return identity;
    const found = this.#store.get(SERVICE_ACCOUNTS, account.namespace, account.name);
    return found?.uid === account.uid ? identity : undefined;
  }
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("base64");
}
