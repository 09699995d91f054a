import { html } from "hono/html";
import type { SignIn } from "../../auth/authenticator.ts";
import type { Html } from "./html.ts";

/** The way to a name, or to another one. */
export interface SignInLink {
  readonly href: string;
  /** Its words, for whoever has no name yet. */
  readonly begin: string;
}

/** From the page at `path`, and back to it. Undefined where nothing can be done about it on a page. */
export function linkToSignIn(signIn: SignIn, path: string): SignInLink | undefined {
  const next = `?next=${encodeURIComponent(path)}`;
  switch (signIn.kind) {
    case "claim":
      return { href: `/identity${next}`, begin: "Say who you are" };
    case "login":
      return { href: `${signIn.href}${next}`, begin: "Sign in" };
    case "proxy":
    case "none":
      return undefined;
  }
}

/** `To vote, say who you are.` */
export function describeSignIn(signIn: SignIn, link: SignInLink | undefined, aim: string): string {
  if (signIn.kind === "none") return `To ${aim}, use the API: nobody can sign in on these pages.`;
  if (link === undefined) {
    return `To ${aim}, you must be signed in before you come here. Ask whoever runs this server.`;
  }
  return `To ${aim}, ${link.begin.slice(0, 1).toLowerCase()}${link.begin.slice(1)}.`;
}

/** Nothing where no page leads to a name. */
export function renderSignInButton(link: SignInLink | undefined): Html | false {
  return link !== undefined && html`<p><a class="btn" href="${link.href}">${link.begin}</a></p>`;
}
