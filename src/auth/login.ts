// The port behind which people sign in on pages of ours by way of providers.
import type { Result } from "../std/result.ts";
import type { LoginFault } from "./oidc/login-fault.ts";
import type { Principal } from "./principal.ts";

export interface LoginProvider {
  /** In addresses of ours. */
  readonly id: string;
  readonly title: string;
  /** Where it is, for whoever has to choose one. */
  readonly host: string;
}

/** What is known of a session that began with a login. */
export interface LoginStanding {
  readonly provider: LoginProvider;
  readonly signedInMs: number;
  readonly endsMs: number;
  /** The provider has to say again who it is before a vote counts. */
  readonly isStale: boolean;
  /** How many groups there was no room for. */
  readonly leftOut: number;
}

/** A session that is over; its bearer is nobody. */
export interface EndedSession {
  /** A sentence. */
  readonly why: string;
  readonly name: string;
  readonly account: Pick<Principal, "issuer" | "subject">;
}

export interface Departure {
  /** At the provider. */
  readonly location: string;
  readonly setCookies: readonly string[];
}

export interface Arrival {
  readonly principal: Principal;
  /** A path of ours. */
  readonly next: string;
  readonly setCookies: readonly string[];
  /** Somebody else went to the provider: by this name. */
  readonly instead?: string;
}

export interface WayThere {
  readonly next: string;
  /** Of whom the provider is to say again that it is them, without showing anything. */
  readonly confirms?: Principal | undefined;
  /** Whoever is signed in there is asked anew. */
  readonly anew?: boolean;
}

export interface Login {
  readonly providers: readonly LoginProvider[];
  /** To the provider of that name. */
  leave(provider: LoginProvider, way: WayThere): Promise<Result<Departure, LoginFault>>;
  /** Back from it, or once more there. */
  arrive(
    provider: LoginProvider,
    request: { readonly headers: Headers; readonly query: URLSearchParams },
  ): Promise<Result<Arrival | Departure, LoginFault & { readonly next?: string }>>;
  /** Here; `location`: there, where the provider has such a place and answers. */
  signOut(
    provider: LoginProvider | undefined,
  ): Promise<{ readonly setCookies: readonly string[]; readonly location?: string }>;
  /** In every browser. Refused with a sentence when that could not be written down. */
  signOutEverywhere(principal: Principal): Promise<Result<undefined, string>>;
}
