import { html } from "hono/html";
import type { Principal } from "../../../auth/principal.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";

export interface OtherAccount {
  /** Who is signed in now. */
  readonly principal: Principal;
  /** Who was to be confirmed. */
  readonly instead: string;
  readonly next: string;
  readonly again: string;
}

/** Somebody was to be confirmed, and it is somebody else's account that is signed in at the provider. */
export function renderOtherAccount({ principal, instead, next, again }: OtherAccount): Page {
  const body = html`<div class="head"><h1 tabindex="-1" autofocus>This is somebody else’s account</h1></div>
<section class="panel stack" aria-label="Accounts">
<div class="callout warn">${icon("warn", "warn")}<p>You were <b><bdi>${instead}</bdi></b> here, and the provider says that you are <b><bdi>${principal.name}</bdi></b>. Nothing was recorded, and what <bdi>${instead}</bdi> had typed is not kept for you.</p></div>
<p class="btns"><a class="btn" href="${again}">Sign in as <bdi>${instead}</bdi></a><a class="btn line" href="${next}">Go on as <bdi>${principal.name}</bdi></a></p>
</section>`;
  return { title: "Another account", body, narrow: true };
}
