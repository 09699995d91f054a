import type { UnitBug } from "./unit-bug.ts";

const GUARDS = "src/web/guards/guards.test.ts";
const HEADERS = "src/web/guards/security-headers.test.ts";
const API = "src/web/api/api.test.ts";
const READING = "src/web/reading-side.test.ts";
const SIGN_IN = "src/web/pages/sign-in.test.ts";
const SESSION = "src/auth/session.test.ts";
const NEXT = "src/web/pages/next-page.test.ts";
const OPEN = "src/auth/authenticators/open-mode.test.ts";
const XSS = "src/web/xss.test.ts";
const STATES = "src/web/pages/states.test.ts";
const JOURNEY = "src/web/pages/journey.test.ts";
const WAITING = "src/approvals/waiting-index.test.ts";
const DELIVERY = "src/web/delivery/deliver.test.ts";
const READERS = "src/web/slow-readers.test.ts";
const NAMES = "src/web/odd-names.test.ts";
const NAMESPACES = "test/journeys/served-namespaces.test.ts";

/** One for each guard of pages and API, and for each way in which a text could become markup. */
export const WEB_BUGS: readonly UnitBug[] = [
  {
    name: "a form that is shown again sends another vote",
    file: "src/web/pages/approval/render-vote-form.ts",
    find: "draft?.operation ??",
    replace: "",
    tests: [STATES],
  },
  {
    name: "a namesake of another issuer is told that they have voted",
    file: "src/approvals/is-vote-of.ts",
    find: "accountOf(voter) === accountOf({ ...vote, name: vote.by })",
    replace: "voter.name === vote.by",
    tests: [STATES, "src/approvals/is-vote-of.test.ts"],
  },
  {
    name: "the Idempotency-Key is not looked at",
    file: "src/web/api/create-api.ts",
    find: "operation === undefined ?",
    replace: "true ?",
    tests: [API],
  },
  {
    name: "a vote is taken in a namespace that is not served",
    file: "src/approvals/create-approvals.ts",
    find: "served.has(request.ref.namespace)",
    replace: "true",
    tests: [NAMESPACES],
  },
  {
    name: "whatever stands in an address is taken for a name",
    file: "src/web/read-ref.ts",
    find: "if (ref !== undefined) return ref;",
    replace: "return ref ?? segments;",
    tests: [NAMES],
  },
  {
    name: "a slash in a name leads to another resource",
    file: "src/kube/resource-path.ts",
    find: "|| NO_SEGMENT.test(value)",
    replace: "",
    tests: ["src/kube/resource-path.test.ts"],
  },
  {
    name: "an approval waits for somebody who has voted",
    file: "src/approvals/approval-index.ts",
    find: "&& (barred === undefined || !isBarred(barred))",
    replace: "",
    tests: [WAITING],
  },
  {
    name: "an approval waits after its deadline",
    file: "src/approvals/approval-index.ts",
    find: "closesMs > nowMs",
    replace: "closesMs > 0",
    tests: [WAITING],
  },
  {
    name: "the whole inbox is built for each of its pages",
    file: "src/approvals/read-inbox.ts",
    find: "all.slice((page - 1) * size, page * size).map(view)",
    replace: "all.map(view).slice((page - 1) * size, page * size)",
    tests: [WAITING],
  },
  {
    name: "a page with the form's token in it is packed",
    file: "src/web/delivery/deliver.ts",
    find: "|| hasFormToken(body)",
    replace: "",
    tests: [DELIVERY],
  },
  {
    name: "a page is another one each minute, though nothing happens",
    file: "src/web/delivery/entity-tag.ts",
    find: '.replaceAll(TIME_TEXT, "$<mark>")',
    replace: "",
    tests: [DELIVERY],
  },
  {
    name: "slow readers may leave in memory what they like",
    file: "src/web/delivery/deliver.ts",
    find: "budget.take(",
    replace: "budget.takeAnyway(",
    tests: [READERS],
  },
  {
    name: "a reader that takes nothing is waited for",
    file: "src/web/cut-slow-readers.ts",
    find: "server.setTimeout(silenceTimeout);",
    replace: "",
    tests: [READERS],
  },
  {
    name: "a receipt is shown of a namespace that is not served",
    file: "src/approvals/create-approvals.ts",
    find: "served.has(ref.namespace)",
    replace: "true",
    tests: [NAMESPACES],
  },
  {
    name: "every host name is answered for",
    file: "src/web/server.ts",
    find: "checkHost(baseUrl),",
    replace: "",
    tests: [GUARDS],
  },
  {
    name: "no security headers are set",
    file: "src/web/server.ts",
    find: "securityHeaders,",
    replace: "",
    tests: [HEADERS],
  },
  {
    name: "an address takes every method",
    file: "src/web/server.ts",
    find: "checkMethod(app),",
    replace: "",
    tests: [API],
  },
  {
    name: "bodies of any size are read",
    file: "src/web/server.ts",
    find: "app.use(limitBody);",
    replace: "",
    tests: [API],
  },
  {
    name: "another site's form is not asked where it comes from",
    file: "src/web/guards/check-form.ts",
    find: "checkOrigin(c, { baseUrl, acceptOpaque: true });",
    replace: "",
    tests: [GUARDS],
  },
  {
    name: "a form is taken from a body of any type",
    file: "src/web/guards/check-form.ts",
    find: 'requireContentType(c, "application/x-www-form-urlencoded");',
    replace: "",
    tests: [GUARDS],
  },
  {
    name: "a field of a form may come twice",
    file: "src/web/guards/check-form.ts",
    find: "fields.has(name)",
    replace: "false",
    tests: [GUARDS],
  },
  {
    name: "a JSON vote is not asked where it comes from",
    file: "src/web/api/create-api.ts",
    find: "checkOrigin(c, { baseUrl, acceptOpaque: false });",
    replace: "",
    tests: [API],
  },
  {
    name: "a JSON vote comes from a frame without an origin",
    file: "src/web/api/create-api.ts",
    find: "acceptOpaque: false",
    replace: "acceptOpaque: true",
    tests: [API],
  },
  {
    name: "a JSON vote is taken from a body of any type",
    file: "src/web/api/create-api.ts",
    find: 'requireContentType(c, "application/json");',
    replace: "",
    tests: [API],
  },
  {
    name: "a key of a JSON vote may come twice",
    file: "src/web/guards/parse-json.ts",
    find: "duplicate !== undefined",
    replace: "false",
    tests: [API],
  },
  {
    name: "a key of a JSON vote may reach into prototypes",
    file: "src/web/guards/parse-json.ts",
    find: "FORBIDDEN_KEYS.has(key)",
    replace: "false",
    tests: [API],
  },
  {
    name: "a form need not say which request was shown",
    file: "src/web/pages/approval/route-vote.ts",
    find: '|| digest === ""',
    replace: "",
    tests: [GUARDS],
  },
  {
    name: "a form may have fields that nobody knows",
    file: "src/web/pages/approval/route-vote.ts",
    find: "unknown !== undefined",
    replace: "false",
    tests: [GUARDS],
  },
  {
    name: "the page of names leads to another site",
    file: "src/web/pages/next-page.ts",
    find: 'isBarePath(asked) && methodsOf(asked).includes("GET")',
    replace: "asked.startsWith('/')",
    tests: [GUARDS],
  },
  {
    name: "the page of names leads to a host that begins like a path",
    file: "src/web/pages/next-page.ts",
    find: "URL.parse(path, HOST)?.href === `${HOST}${path}` &&",
    replace: "",
    tests: [NEXT],
  },
  {
    name: "the page of names leads to what is no page to look at",
    file: "src/web/pages/next-page.ts",
    find: '.includes("GET")',
    replace: ".length > 0",
    tests: [NEXT],
  },
  {
    name: "pages that only read could vote",
    file: "src/web/server.ts",
    find: "readingSide(options.approvals)",
    replace: "options.approvals",
    tests: [READING],
  },
  {
    name: "a cookie is believed without its signature",
    file: "src/auth/session.ts",
    find: "!verifyText(",
    replace: "false && !verifyText(",
    tests: [OPEN, SESSION],
  },
  {
    name: "a cookie of one mode is believed in another",
    file: "src/auth/session.ts",
    find: "${authenticator}\\0",
    replace: "",
    tests: [SESSION],
  },
  {
    name: "a program is taken for whom the cookie of a browser names",
    file: "src/auth/authenticators/open-mode.ts",
    find: "authenticate: async (request) => readClaim(request),",
    replace: "authenticate: async ({ headers }) => ok(sessions.read(headers)?.principal),",
    tests: [OPEN, API],
  },
  {
    name: "a program that is nobody gets no challenge",
    file: "src/web/vote-problem.ts",
    find: 'headers: { "WWW-Authenticate": challenge }',
    replace: "",
    tests: [API, SIGN_IN],
  },
  {
    name: "names are claimed where people log in",
    file: "src/web/pages/create-pages.ts",
    find: 'authenticator.signIn.kind === "claim"',
    replace: '"claim" in { claim: true, ...authenticator.signIn }',
    tests: [SIGN_IN],
  },
  {
    name: "the query of a program may claim a name where that is no way to sign in",
    file: "src/web/api/schemas.ts",
    find: "z.strictObject({ ...identityShape(keys),",
    replace: "z.object({ ...identityShape(keys),",
    tests: [SIGN_IN],
  },
  {
    name: "a description links to a script",
    file: "src/web/components/markdown.ts",
    find: "LINK_SCHEMES.test(url.trim())",
    replace: "true",
    tests: [XSS],
  },
  {
    name: "a description fetches images from elsewhere",
    file: "src/web/components/markdown.ts",
    find: '.disable("image")',
    replace: "",
    tests: [XSS],
  },
  {
    name: "a description is taken as HTML",
    file: "src/web/components/markdown.ts",
    find: "html: false",
    replace: "html: true",
    tests: [XSS],
  },
  {
    name: "a parameter that is an object is not made a text",
    file: "src/web/pages/approval/render-run-facts.ts",
    find: "JSON.stringify(value)",
    replace: "(value as string)",
    tests: [XSS],
  },
  {
    name: "a name is put into an attribute without quotes",
    file: "src/web/pages/identity/render-identity.ts",
    find: 'value="${form.user}"',
    replace: "value=${form.user}",
    tests: [XSS],
  },
  {
    name: "the receipt is read from the cache",
    file: "src/web/pages/approval/route-approval.ts",
    find: "await approvals.read(ref)",
    replace: "approvals.find(ref)",
    tests: [STATES],
  },
  {
    name: "a pipeline run that has not confirmed the run is linked as its own",
    file: "src/web/pages/approval/render-pipeline-run.ts",
    find: 'if (standing !== "verified")',
    replace: 'if (standing === "none")',
    tests: [STATES],
  },
  {
    name: "line breaks are counted twice",
    file: "src/web/guards/check-form.ts",
    find: 'value.replaceAll(/\\r\\n?/gu, "\\n")',
    replace: "value",
    tests: [JOURNEY],
  },
];
