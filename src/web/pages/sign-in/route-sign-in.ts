import type { Context, Hono } from "hono";
import type { Departure, Login, LoginProvider } from "../../../auth/login.ts";
import type { LoginFault } from "../../../auth/oidc/login-fault.ts";
import type { WebEnv } from "../../web-env.ts";
import type { PageKit } from "../create-page-kit.ts";
import { createNextPage } from "../next-page.ts";
import { renderLoginFault } from "./render-login-fault.ts";
import { renderOtherAccount } from "./render-other-account.ts";
import { renderSignIn } from "./render-sign-in.ts";
import { SIGN_IN, signInPath } from "./sign-in-paths.ts";

export interface SignInPages {
  readonly kit: PageKit;
  readonly login: Login;
}

const STATUSES = { away: 503, unseen: 403, declined: 403, stray: 400, refused: 403 } as const;

/** To a provider and back. None of these changes anything but whom this browser is signed in as. */
export function routeSignIn(pages: Hono<WebEnv>, { kit, login }: SignInPages): void {
  const nextPage = createNextPage(pages);
  const nextOf = (c: Context<WebEnv>): string => {
    const next = nextPage(c.req.query("next"));
    // Whoever comes from one of these pages has nothing to go back to.
    return /^\/sign(?:-in|ed-out)\b/u.test(next) ? "/" : next;
  };
  const answerFault = (c: Context<WebEnv>, { kind, message }: LoginFault, again: string) =>
    kit.answer(c, renderLoginFault(message, again), STATUSES[kind]);

  pages.get(SIGN_IN, async (c) => {
    const next = nextOf(c);
    const [only, ...others] = login.providers;
    const ended = c.get("session").ended;
    if (only !== undefined && others.length === 0) return c.redirect(signInPath(only, next), 303);
    return await kit.answer(c, renderSignIn(login.providers, { next, why: ended?.why }));
  });

  pages.get(`${SIGN_IN}/:provider`, async (c) => {
    const provider = findProvider(login, c);
    if (provider === undefined) return c.notFound();
    const next = nextOf(c);
    const confirms = c.req.query("confirm") === undefined ? undefined : c.get("session").principal;
    const departure = await login.leave(provider, {
      next,
      confirms,
      anew: c.req.query("anew") !== undefined,
    });
    if (departure.ok) return depart(c, departure.value);
    return answerFault(c, departure.error, signInPath(provider, next));
  });

  pages.get(`${SIGN_IN}/:provider/callback`, async (c) => {
    const provider = findProvider(login, c);
    if (provider === undefined) return c.notFound();
    const { headers, url } = c.req.raw;
    const arrival = await login.arrive(provider, { headers, query: new URL(url).searchParams });
    if (!arrival.ok) {
      // Of two windows the first has signed in already; or the page was loaded again.
      if (arrival.error.kind === "stray" && c.get("principal") !== undefined) return c.redirect("/", 303);
      return answerFault(c, arrival.error, signInPath(provider, arrival.error.next ?? "/"));
    }
    if ("location" in arrival.value) return depart(c, arrival.value);
    const { setCookies, next, principal, instead } = arrival.value;
    tellCookies(c, setCookies);
    if (instead === undefined) return c.redirect(next, 303);
    return kit.answer(
      c,
      renderOtherAccount({ principal, instead, next, again: signInPath(provider, next, "anew") }),
    );
  });
}

function findProvider({ providers }: Login, { req }: Context<WebEnv>): LoginProvider | undefined {
  return providers.find(({ id }) => id === req.param("provider"));
}

function depart(c: Context<WebEnv>, { location, setCookies }: Departure): Response {
  tellCookies(c, setCookies);
  return c.redirect(location, 303);
}

/** After what the guards have set: of two of one name, browsers keep the last. */
export function tellCookies(c: Context<WebEnv>, setCookies: readonly string[]): void {
  for (const setCookie of setCookies) c.header("Set-Cookie", setCookie, { append: true });
}
