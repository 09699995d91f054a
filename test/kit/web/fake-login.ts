import type { Authenticators } from "../../../src/auth/authenticator.ts";
import type { Login, LoginProvider, WayThere } from "../../../src/auth/login.ts";
import type { Principal } from "../../../src/auth/principal.ts";
import { ok } from "../../../src/std/result.ts";

export const FAKE_PROVIDERS: readonly LoginProvider[] = [
  { id: "company", title: "Company login", host: "id.example" },
  { id: "partners", title: "Partner accounts", host: "partners.example" },
];

/** Where its providers are. */
export const FAKE_LOCATION = "https://id.example/auth?state=1";

/** Providers that let everybody in as `principal`, at once; whom a browser was sent there for is kept. Nobody stays signed in. */
export function createFakeLogin(
  principal: Principal,
  providers: readonly LoginProvider[] = FAKE_PROVIDERS,
): { readonly authenticators: Authenticators; readonly ways: WayThere[] } {
  const ways: WayThere[] = [];
  const login: Login = {
    providers,
    leave: async (_provider, way) => {
      ways.push(way);
      return ok({ location: FAKE_LOCATION, setCookies: ["login=1"] });
    },
    arrive: async () => ok({ principal, next: ways.at(-1)?.next ?? "/", setCookies: ["session=1"] }),
    signOut: async () => ({ setCookies: [] }),
    signOutEverywhere: async () => ok(undefined),
  };
  const nobody = async () => ok({ id: "nobody" });
  const authenticators: Authenticators = {
    pages: { signIn: { kind: "login", href: "/sign-in" }, login, advice: "Sign in.", authenticate: nobody },
    api: { challenge: "Bearer", advice: "Sign in.", query: {}, authenticate: async () => ok(undefined) },
  };
  return { authenticators, ways };
}
