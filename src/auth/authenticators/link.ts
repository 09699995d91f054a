// Somebody is whom a link was sent to: for one approval and attempt, until it expires, and for nothing else.
import { randomBytes } from "node:crypto";

import type { Clock } from "../../std/clock.ts";
import { parseDuration } from "../../std/duration.ts";
import { ok, refuse, type Result } from "../../std/result.ts";
import { toSubject } from "../account-names.ts";
import type { Links, Mode } from "../authenticator.ts";
import { readCookie } from "../cookie.ts";
import { LINK_ISSUER } from "../../std/issuers.ts";
import { isCode, type LinkClaims, makeCode, readLink, signLink } from "../link-token.ts";
import { type BrowserSession, NOBODY } from "../session.ts";
import { checkKeys, type SigningKeys } from "../signing-keys.ts";

interface ApprovalName {
  readonly namespace: string;
  readonly name: string;
}

/** What makes a link, and what follows it, has in common. */
export interface LinkParts {
  readonly keys: SigningKeys;
  readonly baseUrl: URL;
  readonly clock: Clock;
  /** Where an approval is shown. */
  readonly pathOf: (approval: ApprovalName) => string;
}

/** `auth.link` of the settings. */
export interface LinkSettings {
  /** Whether votes are taken by links. */
  readonly decide: boolean;
  /** For how long a link is good: `24h`. */
  readonly lifetime?: string | undefined;
}

export interface LinkModeOptions extends LinkParts, LinkSettings {
  /** What is known of the approval of that name; undefined when there is none. */
  readonly findApproval: (name: ApprovalName) => Pick<LinkClaims, "uid" | "attempt"> | undefined;
}

export interface SentLink {
  readonly url: string;
  /** For the message that has the link, and for nothing else. */
  readonly code: string;
}

/** Browsers drop cookies beyond 4,096 bytes without a word, and the link becomes one. */
const MAX_TOKEN_BYTES = 3_500;

/** A link for one person. Refused with a sentence when no browser could keep it. */
export function makeLink(
  { keys, baseUrl, clock, pathOf }: LinkParts,
  claims: Omit<LinkClaims, "id" | "madeAtMs">,
): Result<SentLink, string> {
  const id = randomBytes(16).toString("base64url");
  const token = signLink(keys, { ...claims, id, madeAtMs: clock.now() });
  if (token.length > MAX_TOKEN_BYTES) {
    return refuse(
      `The link for ${claims.recipient.name} would be too long for a browser. Name fewer groups.`,
    );
  }
  return ok({ url: `${baseUrl.origin}${pathOf(claims)}?link=${token}`, code: makeCode(keys, id) });
}

/** Throws when a key could be guessed. */
export function createLinkMode(options: LinkModeOptions): Mode {
  const { keys, baseUrl, clock, decide, pathOf } = options;
  checkKeys(keys);
  const secure = baseUrl.protocol === "https:";
  const cookieName = `${secure ? "__Secure-" : ""}countersign-link`;

  /** Only the pages of that approval get it: whoever has many links has a cookie for each, and sends one. */
  const setCookie = (token: string, claims: LinkClaims): string => {
    const flags = `HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
    const age = Math.ceil((endOf(options, claims) - clock.now()) / 1_000);
    return `${cookieName}=${token}; Path=${pathOf(claims)}; ${flags}; Max-Age=${age}`;
  };

  const exchange: Links["exchange"] = (token, path) => {
    const claims = readLink(keys, token);
    if (claims === undefined) {
      return refuse(
        "This link is incomplete or too old. A mail program may have cut it off: copy all of it.",
      );
    }
    const fault = path === pathOf(claims) ? findFault(options, claims) : "This link is for another approval.";
    return fault === undefined ? ok(setCookie(token, claims)) : refuse(fault);
  };

  function readSession(url: URL, headers: Headers): BrowserSession | undefined {
    const token = readCookie(headers.get("cookie"), cookieName);
    const claims = token === undefined ? undefined : readLink(keys, token);
    if (claims === undefined || !isWithin(url.pathname, pathOf(claims))) return undefined;
    return findFault(options, claims) === undefined ? toSession(claims) : undefined;
  }

  return {
    pages: {
      signIn: { kind: "none" },
      advice: "Open the link that was sent to you.",
      links: { decide, exchange, isCode: (id, typed) => isCode(keys, id, typed) },
      authenticate: async ({ url, headers }) => ok(readSession(url, headers) ?? NOBODY),
    },
  };
}

/** When a link ends, by the settings of today: who makes them stricter means every link. */
function endOf(
  { decide, lifetime = decide ? "24h" : "72h" }: LinkSettings,
  { madeAtMs }: LinkClaims,
): number {
  return madeAtMs + (parseDuration(lifetime) ?? 0);
}

/** Why a link is no longer good: a sentence; undefined when it is. */
function findFault(options: LinkModeOptions, claims: LinkClaims): string | undefined {
  if (options.clock.now() >= endOf(options, claims)) return "This link has expired.";
  const approval = options.findApproval(claims);
  if (approval?.uid !== claims.uid) return "The approval that this link was for is gone.";
  if (approval.attempt !== claims.attempt) {
    return `This link is for attempt ${claims.attempt}, which timed out: people have been asked again since.`;
  }
  return undefined;
}

function isWithin(path: string, page: string): boolean {
  return path === page || path.startsWith(`${page}/`);
}

function toSession({ id, uid, attempt, recipient }: LinkClaims): BrowserSession {
  const subject = toSubject(recipient.name);
  return { id, principal: { issuer: LINK_ISSUER, subject, ...recipient }, link: { id, uid, attempt } };
}
