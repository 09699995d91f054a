// Sessions of people who signed in at a provider: sealed in a cookie, since there is no store, and good within limits.
import { randomBytes } from "node:crypto";

import type { Clock } from "../../std/clock.ts";
import { describeDuration } from "../../std/duration.ts";
import { describeCookie } from "../cookie.ts";
import type { Principal } from "../principal.ts";
import { rememberOpened } from "../remember-opened.ts";
import { seal } from "../seal.ts";
import type { SignOuts } from "../sign-outs.ts";
import type { SigningKeys } from "../signing-keys.ts";

/** In milliseconds. */
interface SessionLimits {
  /** Without a visit. */
  readonly idleMs: number;
  /** After signing in. */
  readonly absoluteMs: number;
  /** What the provider said of somebody is good for a vote for so long. */
  readonly freshMs: number;
}

/** What the cookie holds. */
export interface LoginSession {
  /** Random, 128 bits; another one whenever somebody has been to the provider. */
  readonly id: string;
  /** Of the settings. */
  readonly provider: string;
  readonly principal: Principal;
  /** How many groups there was no room for. */
  readonly leftOut: number;
  readonly signedInMs: number;
  /** When the provider said it. */
  readonly saidMs: number;
  readonly seenMs: number;
}

export type FoundSession =
  | { readonly kind: "none" }
  /** It is not known whether it still counts. */
  | { readonly kind: "unchecked" }
  | { readonly kind: "ended"; readonly session: LoginSession; readonly why: string }
  | { readonly kind: "open"; readonly session: LoginSession; readonly setCookie?: string };

export interface LoginSessionsOptions {
  readonly keys: SigningKeys;
  readonly baseUrl: URL;
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly signOuts: SignOuts;
}

export interface LoginSessions {
  readonly limits: SessionLimits;
  /** The `Set-Cookie` header; undefined when no browser would keep it. */
  begin(session: Omit<LoginSession, "id" | "seenMs">): Promise<string | undefined>;
  find(headers: Headers): Promise<FoundSession>;
  isStale(session: LoginSession): boolean;
  readonly clear: string;
}

/** Browsers drop cookies beyond 4,096 bytes without a word. */
const MOST_BYTES = 4_000;
/** A visit is written down so often at most; by the share of the idle limit. */
const NOTED_SHARE = 1 / 30;
/** By so much clocks of replicas may differ. */
const TOLERANCE_MS = 60_000;

/** Sessions that every replica can open, since all have the keys. */
export function createLoginSessions(options: LoginSessionsOptions): LoginSessions {
  const { keys, baseUrl, clock, limits, signOuts } = options;
  const cookie = describeCookie(baseUrl, "countersign-session");
  const unseal = rememberOpened(keys, "session", clock);
  const write = async (session: LoginSession): Promise<string> =>
    cookie.set(await seal(keys, "session", JSON.stringify(session)));

  /** A time that is yet to come is no younger than any other: a clock that was set back must not lengthen a session. */
  const ageOf = (ms: number): number => {
    const age = clock.now() - ms;
    return age < -TOLERANCE_MS ? Infinity : Math.max(0, age);
  };

  function findEnd({ principal, signedInMs, seenMs }: LoginSession): string | undefined {
    if (signOuts.isSignedOut(principal, signedInMs) === true)
      return "You signed out everywhere, which ended this session, too.";
    if (ageOf(signedInMs) >= limits.absoluteMs) {
      return `Your session ended ${describeDuration(limits.absoluteMs)} after you had signed in.`;
    }
    if (ageOf(seenMs) < limits.idleMs) return undefined;
    return `Your session ended, since you had not been here for ${describeDuration(limits.idleMs)}.`;
  }

  return {
    limits,
    async begin(given) {
      const setCookie = await write({
        id: randomBytes(16).toString("base64url"),
        ...given,
        seenMs: clock.now(),
      });
      return setCookie.length > MOST_BYTES ? undefined : setCookie;
    },
    async find(headers) {
      const value = cookie.read(headers);
      const opened = value === undefined ? undefined : await unseal(value);
      if (opened === undefined) return { kind: "none" };
      const session = JSON.parse(opened.text) as LoginSession;
      if (signOuts.isSignedOut(session.principal, session.signedInMs) === undefined)
        return { kind: "unchecked" };
      const why = findEnd(session);
      if (why !== undefined) return { kind: "ended", session, why };
      const isNoted = !isVisit(headers) || ageOf(session.seenMs) < limits.idleMs * NOTED_SHARE;
      if (isNoted && opened.isForGood) return { kind: "open", session };
      const seen = isVisit(headers) ? { ...session, seenMs: clock.now() } : session;
      return { kind: "open", session: seen, setCookie: await write(seen) };
    },
    isStale: ({ saidMs }) => ageOf(saidMs) >= limits.freshMs,
    clear: cookie.clear,
  };
}

/** A page that stays open asks for itself again and again, whether or not somebody is there. */
function isVisit(headers: Headers): boolean {
  const mode = headers.get("sec-fetch-mode");
  return mode === null || mode === "navigate";
}
