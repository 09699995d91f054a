import { html } from "hono/html";
import type { Banner, SignIn } from "../../auth/authenticator.ts";
import type { Principal } from "../../auth/principal.ts";
import { formatCount } from "./counts.ts";
import type { Html } from "./html.ts";
import { icon, SYMBOLS } from "./icon.ts";
import { MARK } from "./mark.ts";
import { linkToSignIn } from "./sign-in.ts";

export interface NavigationEntry {
  readonly href: string;
  readonly label: string;
}

/** What every page shows around its own part. */
export interface Frame {
  readonly version: string;
  readonly clusterName: string | undefined;
  readonly signIn: SignIn;
  readonly banner: Banner | undefined;
  readonly principal: Principal | undefined;
  /** The token of the form that signs out; undefined where nobody can. */
  readonly signOutToken: string | undefined;
  /** False where nobody was asked who looks: then the page does not say, not even that it is nobody. */
  readonly isAsked: boolean;
  /** How many approvals wait for this person. */
  readonly waiting: number;
  /** Beside the inbox; the first is where the brand leads. */
  readonly navigation: readonly NavigationEntry[];
  /** Where signing in leads back to. */
  readonly path: string;
  /** Address of each asset, its content's hash inside. */
  readonly assets: { readonly css: string; readonly scripts: readonly string[]; readonly icon: string };
}

export interface Page {
  /** Of the browser's tab. */
  readonly title: string;
  readonly body: Html;
  /** `href` of the entry in the navigation that this page belongs to. */
  readonly current?: string;
  /** One column of text. */
  readonly narrow?: boolean;
  /** The page has a vote, which a link skips to. */
  readonly hasVote?: boolean;
  /** A small page in the middle, to sign in. */
  readonly signsIn?: boolean;
  /** The browser goes on to there by itself. */
  readonly goesOnTo?: string;
}

/** The whole document: frame, page, and the symbols of all icons, because news may bring others than the page began with. */
export async function renderDocument(frame: Frame, page: Page): Promise<string> {
  const [script, ...imported] = frame.assets.scripts;
  const document = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Countersign</title>
${page.goesOnTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${page.goesOnTo}">`}
<link rel="icon" href="${frame.assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${frame.assets.css}">
${imported.map((path) => html`<link rel="modulepreload" href="${path}">`)}
<script type="module" src="${script}"></script>
</head>
<body>
${SYMBOLS}
${renderContent(frame, page)}
</body>
</html>
`;
  return String(document);
}

function renderContent(frame: Frame, page: Page): Html {
  return html`<a class="skip" href="#main">Skip to content</a>${page.hasVote === true && html`<a class="skip" href="#vote">Skip to your vote</a>`}
<header class="top" id="top" data-follows>
<a class="brand" href="${frame.navigation[0]?.href ?? "/"}">${MARK}Countersign</a>
<nav aria-label="Main"><ul>${frame.navigation.map((entry) => renderEntry(entry, frame, page))}</ul></nav>
${frame.isAsked && renderIdentity(frame)}
</header>
${frame.banner !== undefined && renderBanner(frame.banner, frame)}
<p class="vh" role="status" id="news"></p>
<main id="main" class="page${page.narrow === true && " narrow"}${page.signsIn === true && " sign"}">
${page.body}
</main>
${renderFoot(frame)}`;
}

function renderEntry({ href, label }: NavigationEntry, { waiting }: Frame, { current }: Page): Html {
  const count = href === "/" && waiting > 0 && html` <span class="count">${formatCount(waiting)}</span>`;
  return html`<li><a href="${href}"${current === href && html` aria-current="page"`}>${label}${count}</a></li>`;
}

function renderIdentity(frame: Frame): Html {
  const { principal } = frame;
  const name = principal?.name ?? "Nobody";
  const groups = principal !== undefined && renderGroups(principal, 1);
  return html`<div class="me" data-says="${principal === undefined ? "Nobody is signed in." : `You are ${name}.`}">${icon("user")}<span class="name"${principal && html` title="${name}"`}><bdi>${name}</bdi>${groups}</span>${renderChange(frame)}</div>`;
}

/** The ways to another name: in, out, or to what is known of this one. */
function renderChange({ principal, signIn, signOutToken: token, path }: Frame): Html | false {
  const link = linkToSignIn(signIn, path);
  if (principal === undefined) return link !== undefined && html` <a href="${link.href}">${link.begin}</a>`;
  if (signIn.kind === "claim") return link !== undefined && html` <a href="${link.href}">Change</a>`;
  const out =
    token !== undefined &&
    html`<form method="post" action="/sign-out"><input type="hidden" name="token" value="${token}"><button>Sign out</button></form>`;
  return html` <a href="/me">Account</a>${out}`;
}

/** ` in managers, dba and 3 more`; nothing without a group. */
function renderGroups({ groups }: Principal, most: number): Html | false {
  if (groups.length === 0) return false;
  const shown = groups.slice(0, most).map((group, index) => html`${index > 0 && ", "}<bdi>${group}</bdi>`);
  const more = groups.length - shown.length;
  return html`<small> in ${shown}${more > 0 && ` and ${formatCount(more)} more`}</small>`;
}

/** In the banner; the inbox names them all. */
const MOST_GROUPS = 5;

function renderBanner({ label, warning, consequence }: Banner, frame: Frame): Html {
  const { principal, signIn, path, isAsked } = frame;
  const link = isAsked ? linkToSignIn(signIn, path) : undefined;
  const claim = principal === undefined ? link?.begin : html`You say you are <bdi>${principal.name}</bdi>`;
  const way = link !== undefined && html` <a href="${link.href}">${claim}</a>`;
  const groups = principal !== undefined && renderGroups(principal, MOST_GROUPS);
  return html`<aside class="banner" id="banner" data-follows aria-label="${label}">${icon("warn")}<p><strong>${warning}</strong> ${consequence}${way}${groups}</p></aside>`;
}

function renderFoot({ version, clusterName }: Frame): Html {
  const cluster = clusterName !== undefined && html` · cluster <b><bdi>${clusterName}</bdi></b>`;
  return html`<footer class="foot"><p>Countersign ${version}${cluster}</p><p><a href="/api">API</a></p></footer>`;
}
