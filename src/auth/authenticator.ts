import type { Result } from "../std/result.ts";
import type { Login } from "./login.ts";
import type { Principal } from "./principal.ts";
import type { BrowserSession } from "./session.ts";

/** What an authenticator may look at. Never the body: nobody is anybody by saying so in a form. */
export interface AuthenticationRequest {
  readonly url: URL;
  readonly headers: Headers;
  /** Names and values in turn, as they were sent and in that order: `headers` has joined what came twice. A character is a byte. */
  readonly rawHeaders: readonly string[];
  /** The address at the other end of the connection; undefined where it has none (a Unix socket), or has none any more. */
  readonly peer: string | undefined;
  /** False where so much has been claimed and not proven of late that others are not asked about it; absent: true. */
  readonly mayAsk?: () => boolean;
}

/** How somebody comes by a name. Pages offer the way there, or say that there is none. */
export type SignIn =
  /** On a page of ours, by saying so. Refused with a sentence when it cannot be a name. */
  | {
      readonly kind: "claim";
      readonly claim: (user: string, groups: readonly string[]) => Result<BrowserSession, string>;
    }
  /** On the page at `href`, which leads back to the path in its query's `next`. */
  | { readonly kind: "login"; readonly href: string }
  /** Before a request comes here. */
  | { readonly kind: "proxy" }
  /** Not on pages at all: programs alone have names. */
  | { readonly kind: "none" };

/** What every page says at its top about how far its names can be trusted. */
export interface Banner {
  readonly label: string;
  /** Sentences: what is so, and what follows. */
  readonly warning: string;
  readonly consequence: string;
}

/** Why who says to be somebody is not taken for it, nor for nobody. */
export interface Refusal {
  /** It cannot be understood; it is not so; it was so, and has ended; it could not be found out whether it is; or was not, by `mayAsk`. */
  readonly kind: "unclear" | "unproven" | "expired" | "unchecked" | "unasked";
  /** Sentences: why, and what to do. */
  readonly message: string;
}

/** Links that were sent to people, each for one approval. */
export interface Links {
  /** Whether votes are taken by them. */
  readonly decide: boolean;
  /** The cookie that takes the place of a link which was opened at `path`; refused with a sentence when it is not good there. */
  exchange(link: string, path: string): Result<string, string>;
  /** Whether this is the code that was sent with the link of that id. */
  isCode(id: string, typed: string): boolean;
}

/** The port behind which people sign in: browsers, which remember a session and send it along unasked. */
export interface PageAuthenticator {
  readonly signIn: SignIn;
  /** Absent: whoever has a name here has proven that it is theirs. */
  readonly banner?: Banner;
  /** What nobody does to be somebody: a sentence. */
  readonly advice: string;
  /** Where people sign in on pages of ours, by way of a provider. */
  readonly login?: Login;
  /** Where people come by links, too. */
  readonly links?: Links;
  authenticate(request: AuthenticationRequest): Promise<Result<BrowserSession, Refusal>>;
}

/** Of the query. */
interface QueryKey {
  readonly description: string;
  /** How often it may come; once when absent. */
  readonly most?: number;
}

export type QueryKeys = Readonly<Record<string, QueryKey>>;

/**
 * The port behind which programs say who they are, with each request anew. There is no session here, so no cookie is set,
 * and what a browser sends along by itself makes nobody anybody.
 */
export interface ApiAuthenticator {
  /** What `WWW-Authenticate` says to nobody: a scheme and how it is used (RFC 9110 §11.6.1). */
  readonly challenge: string;
  /** What nobody does to be somebody: a sentence. */
  readonly advice: string;
  /** Of the header Authorization, for the description of the API; absent where none is read. */
  readonly httpScheme?: "bearer";
  /** What it reads of the query; the API takes no other key there that could seem to say who calls. */
  readonly query: QueryKeys;
  /** Undefined: nobody, who has not said to be anybody. */
  authenticate(request: AuthenticationRequest): Promise<Result<Principal | undefined, Refusal>>;
}

/**
 * Judges the bearer tokens of programs that are its own. Which of several that is, only the token says, by its issuer; so it
 * is asked alone, and what it refuses is refused.
 */
export interface BearerAuthenticator {
  /** Whose tokens it judges, by their `iss`; absent: all those that are no other's. */
  readonly issuers?: readonly string[];
  /** Where such a token comes from: a sentence. */
  readonly advice: string;
  /** `mayAsk`: as `AuthenticationRequest` has it. */
  check(token: string, mayAsk?: () => boolean): Promise<Result<Principal, Refusal>>;
}

/** What one mode brings; `combine-modes.ts` makes one of each port out of several. */
export interface Mode {
  readonly pages?: PageAuthenticator;
  /** For programs that say who they are by other means than a bearer token. */
  readonly api?: ApiAuthenticator;
  readonly bearers?: readonly BearerAuthenticator[];
}

export interface Authenticators {
  readonly pages: PageAuthenticator;
  readonly api: ApiAuthenticator;
}
