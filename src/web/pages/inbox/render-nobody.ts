import { html } from "hono/html";
import type { Page } from "../../components/layout.ts";
import { describeSignIn, linkToSignIn, renderSignInButton } from "../../components/sign-in.ts";
import type { PageContext } from "../page-context.ts";

/** In place of a page, for somebody who has yet to sign in; `path` leads back to it. */
export function renderNobody({ signIn }: Pick<PageContext, "signIn">, path: string): Page {
  const link = linkToSignIn(signIn, path);
  const aim = path === "/" ? "see what waits for you" : "see this page";
  const body = html`<div class="head"><h1>Nobody is signed in</h1></div>
<section class="panel stack" aria-label="Signing in">
<p>${describeSignIn(signIn, link, aim)}</p>
${renderSignInButton(link)}
</section>`;
  return { title: "Sign in", body, narrow: true };
}
