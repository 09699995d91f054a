import { html } from "hono/html";
import type { Page } from "../../components/layout.ts";

export interface SignedOut {
  /** Where the session at the provider ends, too. */
  readonly onward: { readonly title: string; readonly location: string } | undefined;
  readonly everywhere: boolean;
}

/** Goes on to the provider by itself: a redirect would be one of a form, which our policy keeps on this host. */
export function renderSignedOut({ onward, everywhere }: SignedOut): Page {
  const where = everywhere ? "in every browser" : "here";
  const there =
    onward !== undefined &&
    html`<p>Your session at <bdi>${onward.title}</bdi> goes on until you end it there: you are taken to its page.</p>
<p class="btns"><a class="btn" href="${onward.location}">Sign out at <bdi>${onward.title}</bdi></a></p>`;
  const body = html`<div class="head"><h1 tabindex="-1" autofocus>You are signed out</h1></div>
<section class="panel stack" aria-label="Signed out">
<p>You are signed out of Countersign ${where}.</p>
${there}
<p class="btns"><a class="btn line" href="/sign-in">Sign in again</a></p>
</section>`;
  return { title: "Signed out", body, narrow: true, ...(onward && { goesOnTo: onward.location }) };
}
