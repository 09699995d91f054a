import { html } from "hono/html";
import { describeIssuer } from "../../../auth/issuer.ts";
import type { LoginStanding } from "../../../auth/login.ts";
import type { Principal } from "../../../auth/principal.ts";
import { formatTime } from "../../../std/clock.ts";
import { formatCount } from "../../components/counts.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import { renderNobody } from "../inbox/render-nobody.ts";
import type { PageContext } from "../page-context.ts";
import { signInPath } from "../sign-in/sign-in-paths.ts";

/** As whom somebody is known here, by which means, with which groups; and the ways out. */
export function renderMe(context: PageContext, login: LoginStanding | undefined): Page {
  const { viewer } = context;
  if (viewer === undefined) return renderNobody(context, "/me");
  const body = html`<div class="head"><h1>Who you are here</h1></div>
<section class="panel stack" aria-label="Your account">
<dl class="facts">
<div><dt>Name</dt><dd><bdi>${viewer.name}</bdi></dd></div>
<div><dt>E-mail address</dt><dd>${viewer.email === undefined ? html`<span class="mut">none that is verified</span>` : html`<bdi>${viewer.email}</bdi>`}</dd></div>
<div><dt>Known by</dt><dd>${renderMeans(viewer, login)}</dd></div>
${login !== undefined && renderTimes(context, login)}
</dl>
<h2>Your groups</h2>
${renderGroups(viewer, login)}
<p class="hint">Pipelines ask for a name or a group exactly as it is written here.</p>
</section>
${login !== undefined && renderWaysOut(context, login)}`;
  return { title: "Who you are here", body, narrow: true };
}

function renderMeans({ issuer, subject }: Principal, login: LoginStanding | undefined): Html {
  const means =
    login === undefined ? describeIssuer(issuer) : html`signed in with <bdi>${login.provider.title}</bdi>`;
  return html`${means}<small>account <bdi>${subject}</bdi> of <bdi>${issuer}</bdi></small>`;
}

function renderTimes({ times }: PageContext, { signedInMs, endsMs }: LoginStanding): Html {
  return html`<div><dt>Since</dt><dd>${times.day(formatTime(signedInMs))}<small>ends ${times.day(formatTime(endsMs))} at the latest</small></dd></div>`;
}

function renderGroups({ groups }: Principal, login: LoginStanding | undefined): Html {
  const leftOut = login?.leftOut ?? 0;
  const listed =
    groups.length === 0
      ? html`<p class="mut">none</p>`
      : html`<ul class="groups">${groups.map((group) => html`<li><bdi>${group}</bdi></li>`)}</ul>`;
  if (leftOut === 0) return listed;
  const one = leftOut === 1;
  return html`${listed}<div class="callout now">${icon("info")}<p>${formatCount(leftOut)} more ${one ? "is" : "are"} not kept: a cookie has no room for ${one ? "it" : "them"}, and no approval asked ${one ? "it" : "any of them"} when you signed in. If one does now, sign in again.</p></div>`;
}

function renderWaysOut({ token }: PageContext, { provider }: LoginStanding): Html {
  const hidden = html`<input type="hidden" name="token" value="${token}">`;
  return html`<section class="panel stack" aria-labelledby="out"><h2 id="out">Sign out</h2>
<form class="btns" method="post" action="/sign-out">${hidden}<button class="btn">Sign out</button><span class="hint">Here, and at <bdi>${provider.title}</bdi>.</span></form>
<form class="btns" method="post" action="/sign-out-everywhere">${hidden}<button class="btn line">Sign out everywhere</button><span class="hint">In every browser in which you are signed in to Countersign.</span></form>
<p><a href="${signInPath(provider, "/", "anew")}">Sign in as somebody else</a></p>
</section>`;
}
