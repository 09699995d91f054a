// Open mode: people are whoever they say they are, as in Automatiko. Never the default, and every page says so.
import { randomBytes } from "node:crypto";
import { ok, refuse } from "../../std/result.ts";
import type { Result } from "../../std/result.ts";
import type { Authentication, AuthenticationRequest, Authenticator } from "../authenticator.ts";
import { readCookie } from "../cookie.ts";
import { MAX_GROUPS, parseName } from "../principal.ts";
import type { Principal } from "../principal.ts";
import { checkKeys, signText, verifyText } from "../signing-keys.ts";
import type { SigningKeys } from "../signing-keys.ts";

export interface OpenModeOptions {
  readonly keys: SigningKeys;
  /** The cookie is `Secure`, and bound to the host by its prefix, when this is https. */
  readonly baseUrl: URL;
}

interface Remembered {
  readonly id: string;
  readonly principal: Principal | undefined;
}

/** Browsers drop cookies beyond 4,096 bytes without a word. */
const MAX_COOKIE_BYTES = 3_800;

/** An authenticator that believes `?user=` and `?group=`, and remembers them in a signed cookie. */
export function createOpenMode({ keys, baseUrl }: OpenModeOptions): Authenticator {
  checkKeys(keys);
  const secure = baseUrl.protocol === "https:";
  const cookieName = secure ? "__Host-countersign" : "countersign";
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;

  function begin(principal: Principal | undefined, remember: boolean): Result<Authentication, string> {
    const id = randomBytes(16).toString("base64url");
    if (!remember) return ok({ principal, session: { id, setCookie: undefined } });
    const value = sealSession(keys, { id, principal });
    if (value.length > MAX_COOKIE_BYTES) {
      return refuse(
        "The name and the groups are too long to be remembered in a cookie. Name fewer groups: those the pipeline asks suffice.",
      );
    }
    return ok({ principal, session: { id, setCookie: `${cookieName}=${value}; ${attributes}` } });
  }

  return {
    mode: "open",
    claim(user, groups) {
      const principal = claimPrincipal(user, groups);
      return principal.ok ? begin(principal.value, true) : principal;
    },
    authenticate: async (request) => {
      const claimed = readClaim(request);
      if (!claimed.ok) return claimed;
      const remembered = openSession(keys, readCookie(request.headers.get("cookie"), cookieName));
      if (claimed.value !== undefined && !isSamePrincipal(claimed.value, remembered?.principal)) {
        return begin(claimed.value, request.remember);
      }
      if (remembered === undefined) return begin(undefined, request.remember);
      return ok({
        principal: remembered.principal,
        session: { id: remembered.id, setCookie: undefined },
      });
    },
  };
}

/** What the query says; undefined when it says nothing. `group` may come several times, `user` once. */
function readClaim({ url }: AuthenticationRequest): Result<Principal | undefined, string> {
  const users = url.searchParams.getAll("user");
  const groups = url.searchParams.getAll("group");
  if (users.length > 1) return refuse("The query has `user` more than once. Give one.");
  const [user] = users;
  if (user === undefined) {
    if (groups.length === 0) return ok(undefined);
    return refuse("The query has `group` without `user`. Say who is a member: add `user`.");
  }
  return claimPrincipal(user, groups);
}

function claimPrincipal(user: string, groups: readonly string[]): Result<Principal, string> {
  const name = parseName("user", user);
  if (!name.ok) return name;
  if (groups.length > MAX_GROUPS) {
    return refuse(`There are ${groups.length} groups; at most ${MAX_GROUPS} are taken.`);
  }
  const named = new Set<string>();
  for (const group of groups) {
    const parsed = parseName("group", group);
    if (!parsed.ok) return parsed;
    named.add(parsed.value);
  }
  return ok(believe(name.value, [...named]));
}

/** Nobody vouches for the name, so nobody has another word for whose it is. */
function believe(name: string, groups: readonly string[]): Principal {
  return { issuer: "open", subject: name, name, groups };
}

function isSamePrincipal(one: Principal, other: Principal | undefined): boolean {
  return (
    other !== undefined &&
    one.name === other.name &&
    one.groups.length === other.groups.length &&
    one.groups.every((group, index) => group === other.groups[index])
  );
}

function sealSession(keys: SigningKeys, { id, principal }: Remembered): string {
  const claim = principal === undefined ? {} : { user: principal.name, groups: principal.groups };
  const text = Buffer.from(JSON.stringify({ id, ...claim }), "utf8").toString("base64url");
  return `${text}.${signText(keys, "session", text)}`;
}

/** Undefined for a cookie that this key did not sign: its bearer begins anew. */
function openSession(keys: SigningKeys, value: string | undefined): Remembered | undefined {
  const [text, signature] = (value ?? "").split(".");
  if (text === undefined || signature === undefined) return undefined;
  if (!verifyText(keys, "session", text, signature)) return undefined;
  const { id, user, groups } = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as {
    readonly id: string;
    readonly user?: string;
    readonly groups?: readonly string[];
  };
  return {
    id,
    principal: user === undefined ? undefined : believe(user, groups ?? []),
  };
}
