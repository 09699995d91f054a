import { html } from "hono/html";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";

/** Somebody wanted to sign in, and could not. */
export function renderLoginFault(message: string, again: string): Page {
  const body = html`<div class="head"><h1>You could not be signed in</h1></div>
<div class="stack">
<div class="callout bad" role="alert" tabindex="-1" autofocus>${icon("no")}<p>${message}</p></div>
<p class="btns"><a class="btn" href="${again}">Try again</a><a class="btn line" href="/">Back to the inbox</a></p>
</div>`;
  return { title: "Not signed in", body, narrow: true };
}
