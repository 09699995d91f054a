// What a browser keeps while somebody is at a provider: sealed, for a few minutes.
import { randomBytes } from "node:crypto";

import type { Clock } from "../../std/clock.ts";
import { describeCookie } from "../cookie.ts";
import type { Principal } from "../principal.ts";
import { seal, unseal } from "../seal.ts";
import type { SigningKeys } from "../signing-keys.ts";
import type { Proofs } from "./provider.ts";

/** The way to a provider and back. */
interface Way {
  /** Of the settings. */
  readonly provider: string;
  /** A path of ours, to go on to. */
  readonly next: string;
  /** Who goes there to be confirmed, without being shown anything; absent where somebody signs in. */
  readonly confirms?: Pick<Principal, "issuer" | "subject" | "name">;
}

export interface Ticket extends Way, Proofs {
  readonly beganMs: number;
}

export interface Tickets {
  issue(way: Way): Promise<{ readonly ticket: Ticket; readonly setCookie: string }>;
  /** Undefined when it is not the one of this answer, or too old. */
  find(
    headers: Headers,
    answer: { readonly provider: string; readonly state: string | null },
  ): Promise<Ticket | undefined>;
  readonly clear: string;
}

/** To find one's password, and a telephone for the second factor. */
const LONGEST_MS = 15 * 60_000;

/** Tickets in one cookie: of two ways that a browser began, the later one counts. */
export function createTickets(options: {
  readonly keys: SigningKeys;
  readonly baseUrl: URL;
  readonly clock: Clock;
}): Tickets {
  const { keys, baseUrl, clock } = options;
  const cookie = describeCookie(baseUrl, "countersign-login");
  return {
    async issue(way) {
      const [state, nonce, verifier] = [draw(), draw(), draw()];
      const ticket = { ...way, state, nonce, verifier, beganMs: clock.now() };
      const sealed = await seal(keys, "login", JSON.stringify(ticket));
      return { ticket, setCookie: cookie.set(sealed, LONGEST_MS / 1_000) };
    },
    async find(headers, { provider, state }) {
      const value = cookie.read(headers);
      const opened = value === undefined ? undefined : await unseal(keys, "login", value);
      if (opened === undefined) return undefined;
      const ticket = JSON.parse(opened.text) as Ticket;
      const isCurrent = Math.abs(clock.now() - ticket.beganMs) < LONGEST_MS;
      return isCurrent && ticket.provider === provider && ticket.state === state ? ticket : undefined;
    },
    clear: cookie.clear,
  };
}

/** 256 bits; also as a verifier (RFC 7636 §4.1). */
function draw(): string {
  return randomBytes(32).toString("base64url");
}
