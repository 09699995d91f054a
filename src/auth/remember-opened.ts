import type { Clock } from "../std/clock.ts";
import { RecentAnswers } from "./recent-answers.ts";
import { type Opened, recheck, type SealPurpose, unseal } from "./seal.ts";
import type { SigningKeys } from "./signing-keys.ts";

const LIMITS = { maxAgeMs: 10 * 60_000, most: 1_000 };

/**
 * A browser shows its session with each request, and to open the seal takes half as long as to show a page. What was opened is not
 * opened again for some minutes, while the key that it was sealed with is there; what cannot be opened is tried each time.
 */
export function rememberOpened(
  keys: SigningKeys,
  purpose: SealPurpose,
  clock: Clock,
): (sealed: string) => Promise<Opened | undefined> {
  const recent = new RecentAnswers<Opened>(clock, LIMITS);
  return async (sealed) => {
    const known = recent.find(sealed);
    const still = known && recheck(keys, known);
    if (still !== undefined) return still;
    const opened = await unseal(keys, purpose, sealed);
    if (opened !== undefined) recent.keep(sealed, opened, clock.now());
    return opened;
  };
}
