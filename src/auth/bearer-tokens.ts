// Programs that show a bearer token: each token is given to the one authenticator that judges its issuer's.
import { decodeJwt } from "jose";

import { ok, refuse, type Result } from "../std/result.ts";
import type { ApiAuthenticator, Refusal, BearerAuthenticator } from "./authenticator.ts";

/** One Authorization header of the scheme Bearer (RFC 6750 §2.1). */
const BEARER = /^Bearer +(?<token>[\w.~+/-]+=*) *$/iu;

const SEND = "Send the header Authorization: Bearer TOKEN.";
const NOBODY_TAKES_ONE =
  "Programs cannot sign in to this server: ask whoever runs it for the mode kubernetes.";

/** Gives each token to the one of these that judges its issuer's, and to no other. */
export function createBearerApi(bearers: readonly BearerAuthenticator[]): ApiAuthenticator {
  const advice =
    bearers.length === 0 ? NOBODY_TAKES_ONE : [SEND, ...bearers.map((bearer) => bearer.advice)].join(" ");
  const unproven = (why: string): Result<never, Refusal> =>
    refuse({ kind: "unproven", message: `${why} Nothing was changed. ${advice}` });
  return {
    challenge: 'Bearer realm="countersign"',
    httpScheme: "bearer",
    advice,
    query: {},
    authenticate: async ({ headers, mayAsk }) => {
      const header = headers.get("authorization");
      if (header === null) return ok(undefined);
      const token = BEARER.exec(header)?.groups?.["token"];
      if (token === undefined) return unproven("The Authorization header is not one bearer token.");
      const judge = findJudge(bearers, readIssuer(token));
      return judge === undefined
        ? unproven("The bearer token comes from nobody whose tokens this server takes.")
        : await judge.check(token, mayAsk);
    },
  };
}

function findJudge(
  bearers: readonly BearerAuthenticator[],
  issuer: string | undefined,
): BearerAuthenticator | undefined {
  const own = bearers.find(({ issuers }) => issuer !== undefined && issuers?.includes(issuer));
  return own ?? bearers.find(({ issuers }) => issuers === undefined);
}

/** Nobody has verified it: it tells who is to. Undefined for a token that says none, or is no JWT. */
export function readIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
