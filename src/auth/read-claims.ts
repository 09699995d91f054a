import { ok, refuse, type Result } from "../std/result.ts";
import { toIssuer, toSubject } from "./account-names.ts";
import { parseEmail, parseNames, type Principal } from "./principal.ts";
import type { IdTokenClaims } from "./verify-id-token.ts";

/** Which claims say it. */
export interface ClaimNames {
  readonly name: string;
  readonly email: string;
  /** A list of text; one text is one group. */
  readonly groups: string;
}

/** Whom the claims of a verified token name; refused with a sentence when they name nobody that could be asked. */
export function readClaims(
  claims: IdTokenClaims & { readonly iss: string },
  names: ClaimNames,
): Result<Principal, string> {
  const name = claims[names.name];
  if (typeof name !== "string") {
    return refuse(
      `The ID token has no claim ${names.name}, which should give the name. Ask the provider for it, or name another.`,
    );
  }
  if (isAddress(names) && !isVerified(claims)) {
    return refuse(
      `The claim ${names.name} of the ID token gives the name, and the provider does not say that it has verified that address (email_verified is not true), so it may be somebody else's. Let the provider verify addresses, or name another claim for the name, like sub.`,
    );
  }
  const groups = readGroups(claims[names.groups]);
  if (groups === undefined)
    return refuse(`The claim ${names.groups} of the ID token is not a list of groups.`);
  const named = parseNames(name, groups);
  if (!named.ok) return named;
  const email = readEmail(claims, names, named.value.name);
  if (!email.ok) return email;
  return ok({
    issuer: toIssuer(claims.iss),
    subject: toSubject(claims.sub),
    ...named.value,
    ...(email.value !== undefined && { email: email.value }),
  });
}

/** Names that are addresses are compared with approvers that are addresses. */
function isAddress(names: ClaimNames): boolean {
  return names.name === names.email || names.name === "email";
}

/** The provider has verified the address to be theirs (OpenID Connect Core 1.0 §5.1). */
function isVerified(claims: IdTokenClaims): boolean {
  return claims["email_verified"] === true;
}

function readGroups(claim: unknown): readonly string[] | undefined {
  if (claim === undefined || claim === null) return [];
  if (typeof claim === "string") return [claim];
  return Array.isArray(claim) && claim.every((group) => typeof group === "string") ? claim : undefined;
}

/** Only what the provider has verified; absent otherwise. */
function readEmail(
  claims: IdTokenClaims,
  names: ClaimNames,
  name: string,
): Result<string | undefined, string> {
  const email = claims[names.email];
  if (typeof email !== "string" || email === "" || !isVerified(claims)) return ok(undefined);
  return parseEmail(email, name);
}
