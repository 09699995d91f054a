import type { Result } from "../std/result.ts";
import type { Principal } from "./principal.ts";

/** What an authenticator may look at. Never the body: nobody is anybody by saying so in a form. */
export interface AuthenticationRequest {
  readonly url: URL;
  readonly headers: Headers;
  /** Whether the answer can carry a cookie: pages, not programs. */
  readonly remember: boolean;
}

interface Session {
  /** Random, 128 bits; what CSRF tokens are derived from. A browser has one also before it has a name. */
  readonly id: string;
  /** A `Set-Cookie` header, when the browser has to be told. */
  readonly setCookie: string | undefined;
}

export interface Authentication {
  /** Absent: nobody is signed in. */
  readonly principal: Principal | undefined;
  readonly session: Session;
}

/** The port behind which a mode of signing in stands. */
export interface Authenticator {
  readonly mode: "open";
  /** Refused with a sentence when the request claims an identity in a way that cannot be taken. */
  authenticate(request: AuthenticationRequest): Promise<Result<Authentication, string>>;
  /** In open mode alone: starts a session under the name that somebody claims. */
  readonly claim?: (user: string, groups: readonly string[]) => Result<Authentication, string>;
}
