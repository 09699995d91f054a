import { html } from "hono/html";
import type { LoginProvider } from "../../../auth/login.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import { signInPath } from "./sign-in-paths.ts";

export interface SignInFacts {
  /** A path of ours, to go on to. */
  readonly next: string;
  /** Why the session that was here is over. */
  readonly why?: string | undefined;
  /** Of a vote that waits for the sign-in. */
  readonly held?: Html;
}

/** The providers, to choose one. */
export function renderSignIn(providers: readonly LoginProvider[], { next, why, held }: SignInFacts): Page {
  const onward = next === "/" ? "your inbox" : "the page that you opened";
  const body = html`<section class="panel stack">
<h1${why !== undefined && html` tabindex="-1" autofocus`}>Sign in</h1>
<p class="mut">Then you go on to ${onward}.</p>
${why !== undefined && html`<div class="callout now" role="status">${icon("info")}<p>${why}${held}</p></div>`}
<div class="ways">${providers.map((provider) => renderWay(provider, next))}</div>
<p class="mut"><small>Countersign learns your name, your verified address and your groups, and keeps your name with each vote. It never sees your password.</small></p>
</section>
${providers.length > 1 && html`<p class="hint">Which one? The one that knows you by the name or group that the pipeline asks.</p>`}`;
  return { title: "Sign in", body, signsIn: true };
}

function renderWay(provider: LoginProvider, next: string): Html {
  const { title, host } = provider;
  const where = title !== host && html`<small>${host}</small>`;
  return html`<a class="btn line" href="${signInPath(provider, next)}"><span><bdi>${title}</bdi>${where}</span>${icon("next")}</a>`;
}
