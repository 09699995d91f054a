// Whether an ID token is what it says: OpenID Connect Core 1.0 §3.1.3.7, RFC 8725. The nonce is for whoever began the login.
import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from "jose";

import { type Clock, formatTime } from "../std/clock.ts";
import { ok, refuse, type Result } from "../std/result.ts";
import { isWrittenOnce } from "./is-written-once.ts";
import { ProviderAway } from "./provider-keys.ts";

export interface IdTokenRules {
  /** Exactly what tokens name. */
  readonly issuer: string;
  /** Clients of ours: a token has to be for one of them. At least one. */
  readonly audiences: readonly string[];
  readonly findKey: JWTVerifyGetKey;
  readonly clock: Clock;
}

/** What is said of somebody; `sub` is text. */
export type IdTokenClaims = JWTPayload & { readonly sub: string };

export interface TokenFault {
  /** It has ended; it is not one that counts here; or it could not be found out. */
  readonly kind: "expired" | "invalid" | "unchecked";
  /** A sentence. */
  readonly why: string;
}

type Check = (claims: JWTPayload, header: Readonly<Record<string, unknown>>) => string | undefined;

/** Those of RFC 7518 and RFC 8037 that take a key pair: with the others, whoever can check a token can make one. */
const ALGORITHMS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519".split(" ");
/** By so much clocks may differ. */
const TOLERANCE_S = 60;
/** Of a date (ECMA-262 §21.4.1.1). */
const LAST_SECOND = 8.64e12;
const MOST_SHOWN = 100;

/** Never rejects. */
export async function verifyIdToken(
  token: string,
  rules: IdTokenRules,
): Promise<Result<IdTokenClaims, TokenFault>> {
  const { issuer, audiences, findKey, clock } = rules;
  if (token.split(".").length !== 3 || !isWrittenOnce(token))
    return refuse(invalid("it is not a signed token"));
  try {
    const { payload, protectedHeader } = await jwtVerify(token, findKey, {
      algorithms: ALGORITHMS,
      issuer,
      audience: [...audiences],
      requiredClaims: ["iss", "sub", "aud", "exp", "iat"],
      clockTolerance: TOLERANCE_S,
      currentDate: new Date(clock.now()),
    });
    const checks: readonly Check[] = [
      findForeignKind,
      findForeignParty(audiences),
      findFuture(clock),
      findNoSubject,
    ];
    const fault = checks.map((check) => check(payload, protectedHeader)).find((found) => found !== undefined);
    return fault === undefined ? ok(payload as IdTokenClaims) : refuse(invalid(fault));
  } catch (error) {
    return refuse(explain(error, rules));
  }
}

/** Providers sign more than ID tokens with these keys, and for the same client: for APIs, to sign somebody out, to refresh. */
const findForeignKind: Check = (claims, { typ = "JWT", cty }) => {
  if (typeof typ !== "string" || !/^(?:application\/)?jwt$/iu.test(typ))
    return `its type is ${JSON.stringify(typ)}`;
  if (cty !== undefined) return "another token is in it";
  if (claims["events"] !== undefined) return "it tells of an event";
  // Keycloak and Amazon Cognito say here what theirs are for.
  const isOther = (claim: string, own: string): boolean =>
    claims[claim] !== undefined && claims[claim] !== own;
  return isOther("typ", "ID") || isOther("token_use", "id")
    ? "it is for something other than telling who somebody is"
    : undefined;
};

/** For whom it was made, where it says so, and where several may have it. */
function findForeignParty(audiences: readonly string[]): Check {
  return ({ aud, azp }) => {
    if (azp === undefined) {
      return Array.isArray(aud) && aud.length > 1
        ? "it is for several clients, and does not say which asked for it"
        : undefined;
    }
    const isOurs = typeof azp === "string" && audiences.includes(azp);
    return isOurs ? undefined : `it was made for the client ${JSON.stringify(azp)}`;
  };
}

function findFuture(clock: Clock): Check {
  return ({ iat = Infinity }) =>
    iat > clock.now() / 1000 + TOLERANCE_S ? "it was issued in the future: compare the clocks" : undefined;
}

const findNoSubject: Check = ({ sub }) =>
  typeof sub === "string" && sub.trim() !== "" ? undefined : "it does not say whose it is";

function explain(error: unknown, { issuer, audiences }: IdTokenRules): TokenFault {
  if (error instanceof ProviderAway) return { kind: "unchecked", why: error.message };
  if (error instanceof errors.JWTExpired) {
    return { kind: "expired", why: `The ID token has expired${describeEnd(error.payload.exp)}.` };
  }
  if (error instanceof errors.JWTClaimValidationFailed)
    return invalid(explainClaim(error, issuer, audiences));
  if (error instanceof errors.JWKSNoMatchingKey)
    return invalid(`none of the keys of ${issuer} has signed it`);
  return invalid("it is not one that its issuer has signed");
}

function explainClaim(
  { claim, payload, reason }: errors.JWTClaimValidationFailed,
  issuer: string,
  audiences: readonly string[],
): string {
  if (reason === "missing") return `it has no ${claim}`;
  const found = JSON.stringify(payload[claim]).slice(0, MOST_SHOWN);
  if (claim === "iss") return `its issuer is ${found}, not ${issuer}`;
  if (claim === "aud") return `it is for ${found}, not for ${audiences.join(" or ")}`;
  return `its ${claim} is ${found}`;
}

function describeEnd(exp: number | undefined): string {
  return exp === undefined || Math.abs(exp) > LAST_SECOND ? "" : `, at ${formatTime(exp * 1000)}`;
}

function invalid(why: string): TokenFault {
  return { kind: "invalid", why: `The ID token does not count here: ${why}.` };
}
