// What proves that a request came through the proxy, beside the address it came from.
import { ok, refuse, type Result } from "../../std/result.ts";
import type { Refusal } from "../authenticator.ts";
import { readIssuer } from "../bearer-tokens.ts";
import { isSameSecret } from "../is-same-secret.ts";
import type { Principal } from "../principal.ts";
import type { TokenFault } from "../verify-id-token.ts";
import type { HeaderValues } from "./identity-headers.ts";

export interface Proof {
  /** The header that it is in. */
  readonly header?: string;
  /** True when the request has nothing but what another mode judges. */
  readonly isOthers?: (values: HeaderValues) => boolean;
  /** Whom the headers are about; undefined: nobody. */
  readonly identify: (values: HeaderValues) => Promise<Result<Principal | undefined, Refusal>>;
}

export type ReadNamed = (values: HeaderValues) => Result<Principal | undefined, string>;

/** Nobody but the proxy reaches the listener. */
export function proveByLoopback(readNamed: ReadNamed): Proof {
  return { identify: async (values) => asUnclear(readNamed(values)) };
}

export interface SharedSecret {
  readonly header: string;
  /** Those that count at the moment: two while one is being replaced. */
  readonly values: () => readonly string[];
}

/** Nobody but the proxy knows it. */
export function proveBySecret({ header, values: secrets }: SharedSecret, readNamed: ReadNamed): Proof {
  return {
    header,
    identify: async (values) =>
      isOneOf(values.get(header.toLowerCase()) ?? "", secrets())
        ? asUnclear(readNamed(values))
        : refuse(
            unclear(
              `The request's header ${header} does not have the secret that the proxy shares with this server.`,
            ),
          ),
  };
}

export interface PassedToken {
  readonly header: string;
  readonly verify: (token: string) => Promise<Result<Principal, TokenFault>>;
  /** Given where programs show tokens of others in the same header: whose are the proxy's. */
  readonly ownIssuer?: string;
}

/** Nobody but the proxy gets one; and the token says who somebody is, whatever other headers say. */
export function proveByIdToken({ header, verify, ownIssuer }: PassedToken): Proof {
  const readToken = (values: HeaderValues): string | undefined =>
    /^(?:Bearer +)?(?<token>[\w.-]+)$/iu.exec(values.get(header.toLowerCase()) ?? "")?.groups?.["token"];
  return {
    header,
    ...(ownIssuer !== undefined && {
      isOthers: (values) => values.size === 1 && readIssuer(readToken(values) ?? "") !== ownIssuer,
    }),
    async identify(values) {
      const token = readToken(values);
      if (token === undefined) {
        return refuse(
          unclear(`The request says who it is from without an ID token in the header ${header}.`),
        );
      }
      const verified = await verify(token);
      return verified.ok ? verified : refuse(explainFault(verified.error));
    },
  };
}

const REFRESH =
  "Open the page again; if that does not help, sign in again at the proxy. Whoever runs it can have it renew tokens before they expire: in oauth2-proxy, with cookie-refresh.";

function explainFault({ kind, why }: TokenFault): Refusal {
  switch (kind) {
    case "expired":
      return { kind: "expired", message: `${why} Nothing was changed. ${REFRESH}` };
    case "invalid":
      return { kind: "unproven", message: `${why} Nothing was changed.` };
    case "unchecked":
      return {
        kind: "unchecked",
        message: `${why} So it is not known who this is. Nothing was changed. Try again in a moment.`,
      };
  }
}

function asUnclear<Value>(read: Result<Value, string>): Result<Value, Refusal> {
  return read.ok ? ok(read.value) : refuse(unclear(read.error));
}

/** What cannot be understood, and why: a sentence. */
export function unclear(message: string): Refusal {
  return { kind: "unclear", message };
}

/** In a time that tells nothing of them: none is left out. */
function isOneOf(given: string, secrets: readonly string[]): boolean {
  return secrets.map((secret) => isSameSecret(given, secret)).includes(true);
}
