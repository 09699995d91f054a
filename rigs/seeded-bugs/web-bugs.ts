import type { UnitBug } from "./unit-bug.ts";

const GUARDS = "src/web/guards/guards.test.ts";
const REGRESSIONS = "test/regressions/automatiko.test.ts";
const HEADERS = "src/web/guards/security-headers.test.ts";
const API = "src/web/api/api.test.ts";
const READING = "src/web/reading-side.test.ts";
const SIGN_IN = "src/web/pages/sign-in.test.ts";
const SESSION = "src/auth/session.test.ts";
const OPEN = "src/auth/authenticators/open-mode.test.ts";
const JOURNEY = "src/web/pages/journey.test.ts";
const READERS = "src/web/listening/slow-readers.test.ts";
const NAMES = "src/web/odd-names.test.ts";

/** One for each guard of pages and API, and in who somebody is. */
export const WEB_BUGS: readonly UnitBug[] = [
  {
    name: "a form may name another approval than its address does",
    file: "src/web/pages/approval/route-vote.ts",
    find: "if (unknown !== undefined) throw",
    replace: "if (unknown === null) throw",
    tests: ["src/web/confused-votes.test.ts"],
  },
  {
    name: "a form is taken without its token",
    file: "src/web/guards/check-form.ts",
    find: "!isCsrfToken(",
    replace: "keys.verifying.length === 0 && !isCsrfToken(",
    tests: [GUARDS],
  },
  {
    name: "a POST from a foreign origin is taken",
    file: "src/web/guards/check-origin.ts",
    find: "siteIsFine && originIsFine",
    replace: "true",
    tests: [GUARDS, REGRESSIONS],
  },
  {
    name: "a page asks the browser for a password",
    file: "src/web/problems/not-signed-in.ts",
    find: "'Countersign-Sign-In realm=",
    replace: "'Basic realm=",
    tests: ["src/web/route-needs.test.ts"],
  },
  {
    name: "a program is not told by which means it is known",
    file: "src/web/problems/vote-problem.ts",
    find: "isStranger && voter ?",
    replace: "isStranger && !voter ?",
    tests: [API],
  },
  {
    name: "the Idempotency-Key is not looked at",
    file: "src/web/api/create-api.ts",
    find: "key === undefined ?",
    replace: "true ?",
    tests: [API],
  },
  {
    name: "whatever stands in an address is taken for a name",
    file: "src/web/read-ref.ts",
    find: "if (ref !== undefined) return ref;",
    replace: "return ref ?? segments;",
    tests: [NAMES],
  },
  {
    name: "a reader that takes nothing is waited for",
    file: "src/web/listening/cut-slow-readers.ts",
    find: "server.setTimeout(silenceTimeout);",
    replace: "",
    tests: [READERS],
  },
  {
    name: "every host name is answered for",
    file: "src/web/server.ts",
    find: "checkHost(baseUrl),",
    replace: "",
    tests: [GUARDS],
  },
  {
    name: "the host with its default port is another host",
    file: "src/web/guards/check-host.ts",
    find: "lower.slice(0, -port.length)",
    replace: "lower",
    tests: [GUARDS],
  },
  {
    name: "whatever lies below the probes is under any host name",
    file: "src/web/guards/check-host.ts",
    find: "(live|ready))$",
    replace: ".*)$",
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
    find: "checkHost(baseUrl), checkAddress(app, baseUrl, requests)",
    replace: "checkHost(baseUrl)",
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
    file: "src/web/guards/read-form.ts",
    find: "checkOrigin(c, { baseUrl, acceptOpaque: true });",
    replace: "",
    tests: [GUARDS],
  },
  {
    name: "a form is taken from a body of any type",
    file: "src/web/guards/read-form.ts",
    find: 'requireContentType(c, "application/x-www-form-urlencoded");',
    replace: "",
    tests: [GUARDS],
  },
  {
    name: "a field of a form may come twice",
    file: "src/web/guards/read-form.ts",
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
    find: "authenticate: async (request) => asUnclear(readClaim(request)),",
    replace: "authenticate: async ({ headers }) => ok(sessions.read(headers)?.principal),",
    tests: [OPEN, API],
  },
  {
    name: "a program that is nobody gets no challenge",
    file: "src/web/problems/not-signed-in.ts",
    find: 'headers: { "WWW-Authenticate": challenge }',
    replace: "",
    tests: [API, SIGN_IN],
  },
  {
    name: "the query of a program may claim a name where that is no way to sign in",
    file: "src/web/api/request-schemas.ts",
    find: "z.strictObject({ ...identityShape(keys),",
    replace: "z.object({ ...identityShape(keys),",
    tests: [SIGN_IN],
  },
  {
    name: "line breaks are counted twice",
    file: "src/web/guards/read-form.ts",
    find: 'value.replaceAll(/\\r\\n?/gu, "\\n")',
    replace: "value",
    tests: [JOURNEY],
  },
  {
    name: "a list of what waits for the caller is a list of everything",
    file: "src/web/api/create-api.ts",
    find: "...(voter && { waitsFor: voter })",
    replace: "",
    tests: [API],
  },
  {
    name: "an address with a slash too many leads to whatever stands before it",
    file: "src/web/guards/check-address.ts",
    find: 'path.endsWith("/") && methodsOf(path.slice(0, -1)).length > 0',
    replace: 'path.endsWith("/")',
    tests: [GUARDS],
  },
  {
    name: "the launcher's end leaves the server behind",
    file: "src/std/stop-on-signal.ts",
    find: 'process.once("disconnect", onSignal);',
    replace: "",
    tests: ["test/launcher.test.ts"],
  },
];
