// Programs that show an ID token of a provider, made for the client that is set up for programs.
import type { Clock } from "../../std/clock.ts";
import type { Logger } from "../../std/logger.ts";
import { ok, refuse } from "../../std/result.ts";
import type { BoundedFetch } from "../../net/bounded-fetch.ts";
import type { BearerAuthenticator, Refusal } from "../authenticator.ts";
import { ProviderKeys } from "../provider-keys.ts";
import { readClaims } from "../read-claims.ts";
import { rememberVerified } from "../remember-verified.ts";
import { verifyIdToken, type TokenFault } from "../verify-id-token.ts";
import type { ProviderSettings } from "./provider.ts";

interface BearerParts {
  readonly fetch: BoundedFetch;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** None where the provider has no such client. */
export function createIdTokenBearers(
  provider: ProviderSettings,
  parts: BearerParts,
): readonly BearerAuthenticator[] {
  const { issuer, cliClientId, title, claims: names } = provider;
  if (cliClientId === undefined) return [];
  const { find: findKey } = new ProviderKeys({ ...parts, issuer });
  const advice = `Show an ID token of ${title} for the client ${cliClientId}.`;
  const rules = { issuer, audiences: [cliClientId], findKey, clock: parts.clock };
  const verify = rememberVerified((token) => verifyIdToken(token, rules), parts.clock);
  return [
    {
      issuers: [issuer],
      advice,
      async check(token) {
        const claims = await verify(token);
        if (!claims.ok) return refuse(explain(claims.error, advice));
        const principal = readClaims({ ...claims.value, iss: issuer }, names);
        return principal.ok
          ? ok(principal.value)
          : refuse({ kind: "unproven", message: `${principal.error} Nothing was changed. ${advice}` });
      },
    },
  ];
}

function explain({ kind, why }: TokenFault, advice: string): Refusal {
  return kind === "unchecked"
    ? { kind, message: `${why} Nothing was changed. Try again in a moment.` }
    : { kind: "unproven", message: `${why} Nothing was changed. ${advice}` };
}
