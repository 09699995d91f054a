import type { Result } from "../std/result.ts";
import type { Principal } from "./principal.ts";
import type { BrowserSession } from "./session.ts";

/** What an authenticator may look at. Never the body: nobody is anybody by saying so in a form. */
export interface AuthenticationRequest {
  readonly url: URL;
  readonly headers: Headers;
}

/** The port behind which people sign in: browsers, which remember a session and send it along unasked. */
export interface PageAuthenticator {
  readonly mode: "open";
  /** Refused with a sentence when the request claims an identity in a way that cannot be taken. */
  authenticate(request: AuthenticationRequest): Promise<Result<BrowserSession, string>>;
  /** In open mode alone: starts a session under the name that somebody claims. */
  readonly claim?: (user: string, groups: readonly string[]) => Result<BrowserSession, string>;
}

/**
 * The port behind which programs say who they are, with each request anew. There is no session here, so no cookie is set,
 * and what a browser sends along by itself makes nobody anybody.
 */
export interface ApiAuthenticator {
  /** Undefined: nobody. Refused with a sentence as by a `PageAuthenticator`. */
  authenticate(request: AuthenticationRequest): Promise<Result<Principal | undefined, string>>;
}

export interface Authenticators {
  readonly pages: PageAuthenticator;
  readonly api: ApiAuthenticator;
}
