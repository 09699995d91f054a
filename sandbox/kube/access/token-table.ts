import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../../src/std/clock.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import { SERVICE_ACCOUNTS } from "../types/builtin-types.ts";
import { type Identity, serviceAccountIdentity } from "./identity.ts";

/** Of the API server itself: for it are all tokens of which nothing else is said. */
const OWN_AUDIENCES: readonly string[] = ["https://kubernetes.default.svc.cluster.local"];

interface KnownToken {
  readonly identity: Identity;
  readonly audiences: readonly string[];
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
    this.#tokens.set(digest(token), { identity, audiences: OWN_AUDIENCES, expiresAtMs: Infinity });
  }

  /** A new token of a ServiceAccount, good until `expiresAtMs` while the account lives; for the server itself when no audience is named. */
  issue(
    { namespace, name, uid }: StoredObject,
    { expiresAtMs, audiences }: { readonly expiresAtMs: number; readonly audiences: readonly string[] },
  ): string {
    const token = randomBytes(32).toString("base64url");
    const identity = serviceAccountIdentity(namespace, name, uid);
    this.#tokens.set(digest(token), {
      identity,
      audiences: audiences.length === 0 ? OWN_AUDIENCES : audiences,
      account: { namespace, name, uid },
      expiresAtMs,
    });
    return token;
  }

  /** Whose token it is; `undefined` when it is nobody's, no longer good, or not for the server. */
  find(token: string): Identity | undefined {
    return this.review(token, [])?.identity;
  }

  /** The same for a token that is for one of these audiences, with those of them that it is for; for the server when there are none. */
  review(token: string, wanted: readonly string[]): Pick<KnownToken, "identity" | "audiences"> | undefined {
    const known = this.#tokens.get(digest(token));
    if (known === undefined || known.expiresAtMs <= this.#clock.now()) return undefined;
    const { account, identity } = known;
    const targets = wanted.length === 0 ? OWN_AUDIENCES : wanted;
    const audiences = targets.filter((audience) => known.audiences.includes(audience));
    if (audiences.length === 0) return undefined;
    if (account === undefined) return { identity, audiences };
    const found = this.#store.get(SERVICE_ACCOUNTS, account.namespace, account.name);
    return found?.uid === account.uid ? { identity, audiences } : undefined;
  }
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("base64");
}
