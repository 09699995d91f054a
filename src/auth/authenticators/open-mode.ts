// Open mode: people are whoever they say they are, as in Automatiko. Never the default, and every page says so.
import { ok, refuse, type Result } from "../../std/result.ts";
import type { AuthenticationRequest, Authenticators, QueryKeys, Refusal } from "../authenticator.ts";
import { OPEN_ISSUER } from "../../std/issuers.ts";
import { MAX_GROUPS, parseNames, type Principal } from "../principal.ts";
import { type BrowserSession, createSessions, type SessionOptions } from "../session.ts";

export const OPEN_MODE_QUERY: QueryKeys = {
  user: { description: "Open mode: who is asking." },
  group: {
    description: "Open mode: a group they belong to. May be given several times.",
    most: MAX_GROUPS,
  },
};

/** A month: to say it anew each day proves no more than to say it once. */
const REMEMBER_SECONDS = 30 * 24 * 60 * 60;

const ADVICE = "In open mode, add ?user=NAME, and &group=NAME for each group.";

/** Believes `?user=` and `?group=`. A browser remembers them in a cookie; a program says them each time. */
export function createOpenMode(options: Pick<SessionOptions, "keys" | "baseUrl">): Authenticators {
  const sessions = createSessions({
    ...options,
    authenticator: OPEN_ISSUER,
    rememberSeconds: REMEMBER_SECONDS,
  });
  const openSession = (request: AuthenticationRequest): Result<BrowserSession, string> => {
    const claimed = readClaim(request);
    if (!claimed.ok) return claimed;
    const remembered = sessions.read(request.headers);
    const isNew = claimed.value !== undefined && !isRemembered(claimed.value, remembered?.principal);
    return remembered === undefined || isNew ? sessions.begin(claimed.value) : ok(remembered);
  };
  return {
    pages: {
      signIn: {
        kind: "claim",
        claim(user, groups) {
          const principal = claimPrincipal(user, groups);
          return principal.ok ? sessions.begin(principal.value) : principal;
        },
      },
      banner: {
        label: "Open mode",
        warning: "Open mode: anyone can claim to be anyone.",
        consequence: "Nothing decided here proves who decided it.",
      },
      advice: ADVICE,
      authenticate: async (request) => asUnclear(openSession(request)),
    },
    api: {
      // A scheme of our own: it must not be taken for one that proves something.
      challenge: 'Countersign-Claim query="user"',
      advice: ADVICE,
      query: OPEN_MODE_QUERY,
      authenticate: async (request) => asUnclear(readClaim(request)),
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

/** What cannot be a claim is neither proven nor disproven. */
function asUnclear<Value>(claimed: Result<Value, string>): Result<Value, Refusal> {
  return claimed.ok ? claimed : refuse({ kind: "unclear", message: claimed.error });
}

function claimPrincipal(user: string, groups: readonly string[]): Result<Principal, string> {
  const named = parseNames(user, groups);
  // Nobody vouches for the name, so nobody has another word for whose it is.
  return named.ok ? ok({ issuer: OPEN_ISSUER, subject: named.value.name, ...named.value }) : named;
}

/** Whether the browser remembers this already; a name without groups says nothing of those that are remembered with it. */
function isRemembered(claimed: Principal, remembered: Principal | undefined): boolean {
  if (remembered === undefined || claimed.name !== remembered.name) return false;
  if (claimed.groups.length === 0) return true;
  return (
    claimed.groups.length === remembered.groups.length &&
    claimed.groups.every((group, index) => group === remembered.groups[index])
  );
}
