// People and programs are whom an authenticating proxy says that they are (oauth2-proxy and its kind): in headers that count
// from the proxy's address alone, and with a proof.
import { ok, refuse, type Result } from "../../std/result.ts";
import type { AuthenticationRequest, Authenticators, Refusal } from "../authenticator.ts";
import { PROXY_ISSUER } from "../../std/issuers.ts";
import type { Principal } from "../principal.ts";
import { readIdentityHeaders } from "../proxy/identity-headers.ts";
import { type Proof, unclear } from "../proxy/proof.ts";
import type { HeaderNames } from "../proxy/read-named.ts";
import { type BrowserSession, createSessions, NOBODY, type SessionOptions } from "../session.ts";

export interface ProxyModeOptions extends Pick<SessionOptions, "keys" | "baseUrl"> {
  readonly headers: HeaderNames;
  readonly proof: Proof;
  /** Whether a connection from there may be the proxy's. */
  readonly isFrom: (peer: string | undefined) => boolean;
}

/** Throws when a key could be guessed. */
export function createProxyMode(options: ProxyModeOptions): Authenticators {
  const advice = `Open ${options.baseUrl.origin}, which leads through the proxy; if you did, tell whoever runs it.`;
  const identify = createIdentify(options, advice);
  const sessions = createSessions({ ...options, authenticator: PROXY_ISSUER });

  /**
   * Who somebody is comes with each request; the browser remembers what tokens of forms are derived from, for one account. A
   * request that says nobody has no form to send, and leaves alone what the browser remembers.
   */
  const openSession = (
    request: AuthenticationRequest,
    principal: Principal | undefined,
  ): Result<BrowserSession, string> => {
    if (principal === undefined) return ok(NOBODY);
    const remembered = sessions.read(request.headers);
    const session = isSameAccount(remembered?.principal, principal) ? remembered : undefined;
    const opened = session === undefined ? sessions.begin({ ...principal, groups: [] }) : ok(session);
    return opened.ok ? ok({ ...opened.value, principal }) : opened;
  };

  return {
    pages: {
      signIn: { kind: "proxy" },
      advice,
      async authenticate(request) {
        const identified = await identify(request);
        if (!identified.ok) return identified;
        const opened = openSession(request, identified.value);
        return opened.ok ? opened : refuse(unclear(opened.error));
      },
    },
    api: {
      // A scheme of our own: a program cannot answer it, the proxy does.
      challenge: 'Countersign-Proxy realm="countersign"',
      advice,
      query: {},
      authenticate: identify,
    },
  };
}

function createIdentify(
  { headers, proof, isFrom }: ProxyModeOptions,
  advice: string,
): (request: AuthenticationRequest) => Promise<Result<Principal | undefined, Refusal>> {
  const names = [headers.name, headers.email, headers.groups, proof.header];
  const read = [...new Set(names.filter((name) => name !== undefined))];
  const advise = ({ kind, message }: Refusal): Refusal => ({
    kind,
    message: kind === "unclear" ? `${message} Nothing was changed. ${advice}` : message,
  });
  return async ({ rawHeaders, peer }) => {
    const values = readIdentityHeaders(rawHeaders, { read });
    if (!values.ok) return refuse(advise(unclear(values.error)));
    if (values.value.size === 0 || proof.isOthers?.(values.value) === true) return ok(undefined);
    if (!isFrom(peer)) {
      const said = [...values.value.keys()].join(", ");
      return refuse(
        advise(
          unclear(
            `The request says who it is from (${said}), and comes from ${peer ?? "nowhere"}, which is not the proxy's address.`,
          ),
        ),
      );
    }
    const identified = await proof.identify(values.value);
    return identified.ok ? identified : refuse(advise(identified.error));
  };
}

function isSameAccount(one: Principal | undefined, other: Principal): boolean {
  return one?.issuer === other.issuer && one.subject === other.subject;
}
