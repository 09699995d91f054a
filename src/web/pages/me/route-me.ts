import type { Context, Hono } from "hono";
import type { Login } from "../../../auth/login.ts";
import { NOBODY } from "../../../auth/session.ts";
import { HttpProblem } from "../../problems/http-problem.ts";
import type { WebEnv } from "../../web-env.ts";
import type { PageKit } from "../create-page-kit.ts";
import { tellCookies } from "../sign-in/route-sign-in.ts";
import { renderMe } from "./render-me.ts";
import { renderSignedOut } from "./render-signed-out.ts";

/** `/me`: as whom somebody is known here, and by which means. */
export function routeMe(pages: Hono<WebEnv>, kit: PageKit): void {
  pages.get("/me", (c) => kit.answer(c, renderMe(kit.contextOf(c), c.get("session").login)));
}

export interface SignOutPages {
  readonly kit: PageKit;
  readonly login: Login;
}

/** Signing out is a POST of a form, so that no other site can do it to anybody. */
export function routeSignOut(pages: Hono<WebEnv>, { kit, login }: SignOutPages): void {
  const signOut = async (c: Context<WebEnv>, everywhere: boolean): Promise<Response> => {
    const provider = c.get("session").login?.provider;
    const { setCookies, location } = await login.signOut(provider);
    tellCookies(c, setCookies);
    c.set("session", NOBODY);
    const onward =
      provider !== undefined && location !== undefined ? { title: provider.title, location } : undefined;
    return kit.answer(c, renderSignedOut({ onward, everywhere }));
  };
  pages.post("/sign-out", async (c) => await signOut(c, false));
  pages.post("/sign-out-everywhere", async (c) => {
    const principal = c.get("principal");
    if (principal === undefined) return await signOut(c, false);
    const written = await login.signOutEverywhere(principal);
    if (!written.ok)
      throw new HttpProblem("unavailable", `You are still signed in everywhere. ${written.error}`);
    return await signOut(c, true);
  });
  pages.get("/signed-out", (c) => kit.answer(c, renderSignedOut({ onward: undefined, everywhere: false })));
}
