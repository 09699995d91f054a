// People sign in at a provider of OpenID Connect, and are whom it says; so are programs that show its ID tokens.
import type { BoundedFetch } from "../../net/bounded-fetch.ts";
import type { Logger } from "../../std/logger.ts";
import { ok, refuse } from "../../std/result.ts";
import { toIssuer } from "../account-names.ts";
import type { Mode, PageAuthenticator } from "../authenticator.ts";
import type { LoginProvider } from "../login.ts";
import { createIdTokenBearers } from "../oidc/id-token-bearers.ts";
import { createLogin } from "../oidc/create-login.ts";
import {
  createLoginSessions,
  type FoundSession,
  type LoginSession,
  type LoginSessions,
  type LoginSessionsOptions,
} from "../oidc/login-sessions.ts";
import { OidcProvider, type ProviderSettings } from "../oidc/provider.ts";
import { createTickets } from "../oidc/tickets.ts";
import { NOBODY } from "../session.ts";
import { checkKeys } from "../signing-keys.ts";

export interface OidcModeOptions extends LoginSessionsOptions {
  readonly providers: readonly (ProviderSettings & { readonly secret: (() => string) | undefined })[];
  /** Those that approvals ask, or that rights are given to. */
  readonly neededGroups: () => ReadonlySet<string>;
  readonly fetch: BoundedFetch;
  readonly logger: Logger;
}

const SIGN_IN = "/sign-in";

/** Throws when a key could be guessed. Asks no provider before somebody comes. */
export function createOidcMode(options: OidcModeOptions): Mode {
  checkKeys(options.keys);
  const sessions = createLoginSessions(options);
  const providers = options.providers.map(
    (settings) =>
      new OidcProvider({
        ...options,
        ...settings,
        redirectUri: new URL(`${SIGN_IN}/${settings.id}/callback`, options.baseUrl),
      }),
  );
  const login = createLogin({ ...options, sessions, tickets: createTickets(options), providers });
  // An id is a word of the settings, which may name another provider by it since.
  const findProvider: FindProvider = ({ provider, principal }) => {
    const named = options.providers.find(({ id }) => id === provider);
    return named !== undefined && toIssuer(named.issuer) === principal.issuer
      ? login.providers.find(({ id }) => id === provider)
      : undefined;
  };
  return {
    pages: {
      signIn: { kind: "login", href: SIGN_IN },
      login,
      advice: `Sign in at ${new URL(SIGN_IN, options.baseUrl).href}.`,
      authenticate: async ({ headers }) => toSession(await sessions.find(headers), findProvider, sessions),
    },
    bearers: options.providers.flatMap((provider) => createIdTokenBearers(provider, options)),
  };
}

/** Who has said whose session it is; undefined where the settings do not name it any more. */
type FindProvider = (session: LoginSession) => LoginProvider | undefined;

function toSession(
  found: FoundSession,
  findProvider: FindProvider,
  sessions: LoginSessions,
): Awaited<ReturnType<PageAuthenticator["authenticate"]>> {
  if (found.kind === "none") return ok(NOBODY);
  if (found.kind === "unchecked") {
    const message =
      "This server cannot tell yet whether you have signed out everywhere, so it lets nobody in. Nothing was changed. Try again in a moment. If that lasts, whoever runs it finds the reason in its log.";
    return refuse({ kind: "unchecked", message });
  }
  const { id, principal, signedInMs, leftOut } = found.session;
  const { issuer, subject } = principal;
  if (found.kind === "ended") {
    return ok({ id, ended: { why: found.why, name: principal.name, account: { issuer, subject } } });
  }
  const provider = findProvider(found.session);
  if (provider === undefined) return ok(NOBODY);
  const endsMs = signedInMs + sessions.limits.absoluteMs;
  const login = { provider, signedInMs, endsMs, isStale: sessions.isStale(found.session), leftOut };
  return ok({ id, principal, login, ...(found.setCookie !== undefined && { setCookie: found.setCookie }) });
}
