import type { Clock } from "../std/clock.ts";
import { ok, type Result } from "../std/result.ts";
import { RecentAnswers } from "./recent-answers.ts";
import type { IdTokenClaims, TokenFault } from "./verify-id-token.ts";

type Verify = (token: string) => Promise<Result<IdTokenClaims, TokenFault>>;

/** A key that a provider takes back is good for so long more. */
const MAX_AGE_MS = 60_000;
const MOST_KEPT = 1_000;

/**
 * A proxy, or a program, shows the same token with each request, and to check its signature takes longer than to show a page. What was
 * found good is not checked again within a minute, while the token lasts; a fault is found each time.
 */
export function rememberVerified(verify: Verify, clock: Clock): Verify {
  const recent = new RecentAnswers<IdTokenClaims>(clock, { maxAgeMs: MAX_AGE_MS, most: MOST_KEPT });
  return async (token) => {
    const known = recent.find(token);
    const atMs = clock.now();
    if (known !== undefined && (known.exp ?? 0) * 1000 > atMs) return ok(known);
    const verified = await verify(token);
    if (verified.ok) recent.keep(token, verified.value, atMs);
    return verified;
  };
}
