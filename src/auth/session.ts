// Sessions without a store: a cookie carries who somebody is, sealed with a key that every replica has.
import { randomBytes } from "node:crypto";
import { ok, refuse, type Result } from "../std/result.ts";
import { describeCookie } from "./cookie.ts";
import type { EndedSession, LoginStanding } from "./login.ts";
import type { Principal } from "./principal.ts";
import { checkKeys, isSignedForGood, signText, verifyText, type SigningKeys } from "./signing-keys.ts";

export interface Session {
  /** Random, 128 bits; what CSRF tokens are derived from. A browser has one also before it has a name. */
  readonly id: string;
  /** Absent: nobody is signed in. */
  readonly principal?: Principal;
  /** Where it began with a login at a provider. */
  readonly login?: LoginStanding;
  /** Of nobody: the session that was here until then. */
  readonly ended?: EndedSession;
  /** Where a link alone says who it is. */
  readonly link?: LinkUse;
}

/** What a session by a link is good for. */
export interface LinkUse {
  /** Of the link. */
  readonly id: string;
  /** Of the approval, and its attempt. */
  readonly uid: string;
  readonly attempt: number;
}

/** A session, and the `Set-Cookie` header when the browser has to be told of it. */
export interface BrowserSession extends Session {
  readonly setCookie?: string;
}

/** Of nobody who is somebody: tokens of forms are derived from it, and what nobody may do needs none of them. */
export const NOBODY: BrowserSession = { id: "nobody" };

export interface Sessions {
  /** Refused with a sentence when no browser would remember it. */
  begin(principal?: Principal): Result<BrowserSession, string>;
  /**
   * What the browser remembers; told anew when the first of our keys has not signed it yet. Undefined when it is nothing, or
   * not of our making: then its bearer begins anew.
   */
  read(headers: Headers): BrowserSession | undefined;
}

export interface SessionOptions {
  readonly keys: SigningKeys;
  /** The cookie is `Secure`, and bound to the host by its prefix, when this is https. */
  readonly baseUrl: URL;
  /** Which authenticator begins them: what another one has sealed is worthless, so a change of mode ends all. */
  readonly authenticator: string;
  /** For how long a browser remembers a name, closed or not; absent: until it is closed. */
  readonly rememberSeconds?: number;
}

/** Browsers drop cookies beyond 4,096 bytes without a word; there must be room for the signatures of a few keys. */
const MAX_SEALED_BYTES = 3_750;

/** Throws when a key could be guessed. */
export function createSessions(options: SessionOptions): Sessions {
  const { keys, baseUrl, authenticator, rememberSeconds } = options;
  checkKeys(keys);
  const cookie = describeCookie(baseUrl, "countersign");
  const signed = (text: string): string => `${authenticator}\0${text}`;

  // Of nobody there is nothing to remember.
  const ageOf = ({ principal }: Session): number | undefined =>
    principal === undefined ? undefined : rememberSeconds;
  const sign = (session: Session, text: string): string =>
    cookie.set(`${text}.${signText(keys, "session", signed(text))}`, ageOf(session));

  function open(value: string): BrowserSession | undefined {
    const [text = "", ...signatures] = value.split(".");
    const signature = signatures.join(".");
    if (!verifyText(keys, "session", signed(text), signature)) return undefined;
    const session = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as Session;
    const isForGood = isSignedForGood(keys, "session", signed(text), signature);
    return isForGood ? session : { ...session, setCookie: sign(session, text) };
  }

  return {
    begin(principal) {
      const session = { id: randomBytes(16).toString("base64url"), ...(principal && { principal }) };
      const text = Buffer.from(JSON.stringify(session), "utf8").toString("base64url");
      if (text.length > MAX_SEALED_BYTES) {
        return refuse(
          "The name and the groups are too long for a cookie. Name fewer groups: the ones that the pipeline asks are enough.",
        );
      }
      return ok({ ...session, setCookie: sign(session, text) });
    },
    read(headers) {
      const value = cookie.read(headers);
      return value === undefined ? undefined : open(value);
    },
  };
}
