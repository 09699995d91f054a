import type { SuiteBug } from "./suite-bug.ts";

const ORIGIN = "src/web/guards/check-origin.ts";
const AS_PROXY =
  "in mode proxy votes by our own page, and by no page of another site, whichever check is left";

/** In what holds the votes of other sites' pages: each check is the only one that is in order when its bug is tried. */
export const SITE_BUGS: readonly SuiteBug[] = [
  {
    ...inBrowser(AS_PROXY),
    name: "what the browser says of the sender's site is not looked at",
    file: ORIGIN,
    find: "const siteIsFine = site === undefined || sentHere;",
    replace: "const siteIsFine = true;",
    says: /with nothing but what the browser says/u,
  },
  {
    ...inBrowser(AS_PROXY),
    name: "the origin of a write is not looked at",
    file: ORIGIN,
    find: "origin === undefined || (",
    replace: 'origin !== "" || (',
    says: /with nothing but the origin/u,
  },
  {
    ...inBrowser(AS_PROXY),
    name: "forms of other sites need no token",
    file: "src/web/guards/check-form.ts",
    find: "!isCsrfToken(",
    replace: "keys.verifying.length === 0 && !isCsrfToken(",
    says: /with nothing but the form's token/u,
  },
  {
    ...inBrowser(AS_PROXY),
    name: "scripts of any site have leave to send JSON",
    file: "src/web/guards/check-address.ts",
    find: "{ Allow: allow });",
    after: 'method === "OPTIONS"',
    replace:
      '{ Allow: allow, "Access-Control-Allow-Origin": c.req.header("origin") ?? "*", "Access-Control-Allow-Credentials": "true", "Access-Control-Allow-Headers": "content-type" });',
    says: /with nothing but no leave for scripts of others/u,
  },
  {
    ...inBrowser(asKnownBy("oidc")),
    name: "a session is sent from every site",
    file: "src/auth/cookie.ts",
    find: '`Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`',
    replace: '"Path=/; HttpOnly; SameSite=None; Secure"',
    says: /another site votes/u,
  },
  {
    ...inBrowser(asKnownBy("link")),
    name: "the cookie of a link is sent from every site",
    file: "src/auth/authenticators/link.ts",
    find: '`HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`',
    replace: '"HttpOnly; SameSite=None; Secure"',
    says: /another site votes/u,
  },
];

function asKnownBy(mode: string): string {
  return `in mode ${mode} votes by no form of another site if the cookie alone holds, but by one of a sibling`;
}

function inBrowser(title: string): Pick<SuiteBug, "suite" | "on" | "caughtBy"> {
  return { suite: "browser", on: "none", caughtBy: { file: "test/browser/foreign-sites.test.ts", title } };
}
