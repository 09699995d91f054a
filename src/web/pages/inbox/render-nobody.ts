import { html } from "hono/html";
import type { Page } from "../../components/layout.ts";
import { describeSignIn, linkToSignIn, renderSignInButton } from "../../components/sign-in.ts";
import type { PageContext } from "../page-context.ts";

/** In place of the inbox, for somebody who has yet to sign in. */
export function renderNobody({ signIn }: PageContext): Page {
  const link = linkToSignIn(signIn, "/");
  const body = html`<div class="head"><h1>Nobody is signed in</h1></div>
<section class="panel stack" aria-label="Signing in">
<p>${describeSignIn(signIn, link, "see what waits for you")}</p>
${renderSignInButton(link)}
</section>`;
  return { title: "Sign in", body, narrow: true };
}
