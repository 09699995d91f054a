import type { BoundedFetch } from "../../../net/bounded-fetch.ts";
import type { Clock } from "../../../std/clock.ts";
import { loginByPassword, loginByToken } from "./smtp/smtp-login.ts";
import type { SmtpAccess } from "./smtp/smtp-pool.ts";
import type { SmtpServer } from "./smtp/smtp-session.ts";
import { type TokenSettings, TokenSource } from "./token-source.ts";

/** What `channels.mail` says of the server. */
export interface MailAccessSettings {
  readonly host: string;
  readonly port?: number | undefined;
  readonly tls: boolean;
  readonly startTls: SmtpServer["startTls"];
  readonly caFile?: string | undefined;
  readonly ownHostName?: string | undefined;
  readonly user?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly oauth2?: TokenSettings | undefined;
}

interface AccessParts {
  readonly clock: Clock;
  readonly secretOf: (path: string) => string;
  readonly fetch: BoundedFetch;
}

/** Looks into the files of the settings each time: what they say then is what holds. */
export function createMailAccess(settings: MailAccessSettings, parts: AccessParts): () => SmtpAccess {
  const { host, tls, startTls, caFile, ownHostName, user, passwordFile, oauth2 } = settings;
  const { port = tls ? 465 : 587 } = settings;
  const tokens = oauth2 && new TokenSource({ ...parts, settings: oauth2 });
  const findLogin = (): Omit<SmtpAccess, "server"> => {
    if (user === undefined) return { version: "" };
    if (tokens !== undefined) {
      const login = loginByToken(user, (renew) => tokens.get(renew));
      return { login, version: tokens.version, onLoginRefused: () => tokens.forget() };
    }
    const password = passwordFile === undefined ? "" : parts.secretOf(passwordFile);
    return { login: loginByPassword(user, password), version: password };
  };
  return () => {
    const ca = caFile === undefined ? undefined : parts.secretOf(caFile);
    const found = findLogin();
    return {
      ...found,
      server: {
        host,
        port,
        tls,
        startTls,
        ...(ca !== undefined && { ca }),
        ...(ownHostName !== undefined && { ownHostName }),
      },
      version: `${found.version}\0${ca ?? ""}`,
    };
  };
}
