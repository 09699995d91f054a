import type { Clock } from "../../std/clock.ts";
import type { Logger } from "../../std/logger.ts";
import { ok, refuse, type Result } from "../../std/result.ts";
import type { Arrival, Departure, Login, LoginProvider, WayThere } from "../login.ts";
import type { Principal } from "../principal.ts";
import { readClaims } from "../read-claims.ts";
import type { SignOuts } from "../sign-outs.ts";
import type { IdTokenClaims } from "../verify-id-token.ts";
import { listFits } from "./fit-groups.ts";
import type { LoginSession, LoginSessions } from "./login-sessions.ts";
import { explainFault, type LoginFault } from "./login-fault.ts";
import type { OidcProvider } from "./provider.ts";
import type { Ticket, Tickets } from "./tickets.ts";

export interface LoginParts {
  readonly providers: readonly OidcProvider[];
  readonly sessions: LoginSessions;
  readonly tickets: Tickets;
  readonly signOuts: SignOuts;
  readonly baseUrl: URL;
  readonly neededGroups: () => ReadonlySet<string>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Where a browser is after it has signed out at the provider. */
const SIGNED_OUT = "/signed-out";

const STRAY: LoginFault = {
  kind: "stray",
  message:
    "This sign-in was not begun in this browser, or it took too long, or another one was begun since. Nobody was signed in by it. Sign in again.",
};

/** Sends people to providers, and begins sessions with what these say of them. */
export function createLogin(parts: LoginParts): Login {
  const { providers, sessions, tickets, signOuts, baseUrl } = parts;
  const find = ({ id }: LoginProvider): OidcProvider => {
    const provider = providers.find(({ settings }) => settings.id === id);
    if (provider === undefined) throw new Error(`There is no provider ${id}.`);
    return provider;
  };
  return {
    providers: providers.map(({ settings: { id, title, issuer } }) => ({
      id,
      title,
      host: new URL(issuer).host,
    })),
    leave: async (provider, way) => await leave(parts, find(provider), way),
    async arrive(named, { headers, query }) {
      const ticket = await tickets.find(headers, { provider: named.id, state: query.get("state") });
      if (ticket === undefined) return refuse(STRAY);
      const provider = find(named);
      const { next } = ticket;
      try {
        const claims = await provider.redeem(query.toString(), ticket);
        const arrival = await admit(parts, { provider, ticket, claims, headers });
        return arrival.ok ? arrival : refuse({ kind: "refused", message: arrival.error, next });
      } catch (error) {
        const fault = explainFault(error, named.title);
        // Confirmed without a word or not at all: then it may show what it has to.
        if (fault.kind === "unseen" && ticket.confirms !== undefined)
          return await leave(parts, provider, { next });
        parts.logger.warn({ err: error, provider: named.id }, "Nobody was signed in by a provider's answer.");
        return refuse({ ...fault, next });
      }
    },
    async signOut(named) {
      const setCookies = [sessions.clear, tickets.clear];
      const returnTo = new URL(SIGNED_OUT, baseUrl);
      const there =
        named &&
        (await find(named)
          .endSession(returnTo)
          .catch(() => undefined));
      return { setCookies, ...(there && { location: there.href }) };
    },
    signOutEverywhere: async (principal) => await signOuts.signOut(principal),
  };
}

async function leave(
  { tickets, logger }: LoginParts,
  provider: OidcProvider,
  { next, confirms, anew = false }: WayThere,
): Promise<Result<Departure, LoginFault>> {
  const { id, title } = provider.settings;
  const { ticket, setCookie } = await tickets.issue({
    provider: id,
    next,
    ...(confirms && {
      confirms: { issuer: confirms.issuer, subject: confirms.subject, name: confirms.name },
    }),
  });
  const prompt = confirms === undefined ? (anew ? "login" : undefined) : "none";
  try {
    const location = await provider.authorize(ticket, prompt);
    return ok({ location: location.href, setCookies: [setCookie] });
  } catch (error) {
    logger.warn({ err: error, provider: id }, "Nobody can be sent to a provider.");
    return refuse(explainFault(error, title));
  }
}

interface Answer {
  readonly provider: OidcProvider;
  readonly ticket: Ticket;
  readonly claims: IdTokenClaims;
  readonly headers: Headers;
}

/** Begins a session, under an id that nobody knew before. */
async function admit(
  parts: LoginParts,
  { provider, ticket, claims, headers }: Answer,
): Promise<Result<Arrival, string>> {
  const { sessions, tickets, clock, neededGroups } = parts;
  const { id, issuer, claims: names, title } = provider.settings;
  const groups = claims[names.groups];
  const fits = Array.isArray(groups) ? listFits(groups, neededGroups()) : [{ groups, leftOut: 0 }];
  const now = clock.now();
  const before = await sessions.find(headers);
  for (const { groups: kept, leftOut } of fits) {
    const principal = readClaims({ ...claims, iss: issuer, [names.groups]: kept }, names);
    if (!principal.ok) return principal;
    const isConfirmed = isSame(ticket.confirms, principal.value);
    const signedInMs = (isConfirmed ? beginningOf(before, principal.value) : undefined) ?? now;
    const setCookie = await sessions.begin({
      provider: id,
      principal: principal.value,
      leftOut,
      signedInMs,
      saidMs: now,
    });
    if (setCookie === undefined) continue;
    const instead = ticket.confirms === undefined || isConfirmed ? undefined : ticket.confirms.name;
    return ok({
      principal: principal.value,
      next: ticket.next,
      setCookies: [setCookie, tickets.clear],
      ...(instead !== undefined && { instead }),
    });
  }
  const count = Array.isArray(groups) ? groups.length : 0;
  return refuse(
    `${title} names ${count} groups of yours, and too many of them are asked by approvals here: there is no room for them in a cookie. Ask whoever runs this server to let ${title} send fewer groups.`,
  );
}

/** To be confirmed makes no session longer. */
function beginningOf(
  found: Awaited<ReturnType<LoginSessions["find"]>>,
  principal: Principal,
): number | undefined {
  const session: LoginSession | undefined = found.kind === "open" ? found.session : undefined;
  return isSame(session?.principal, principal) ? session?.signedInMs : undefined;
}

function isSame(one: Pick<Principal, "issuer" | "subject"> | undefined, other: Principal): boolean {
  return one?.issuer === other.issuer && one.subject === other.subject;
}
