import type { UnitBug } from "./unit-bug.ts";

const HEADERS = "src/web/proxy-headers.test.ts";
const JOURNEY = "test/journeys/proxy.test.ts";
const TOKEN = "src/auth/verify-id-token.test.ts";
const KEYS = "src/auth/provider-keys.test.ts";
const CLAIMS = "src/auth/read-claims.test.ts";
const SETTINGS = "src/config/find-unproven-proxy.test.ts";
const PROFILE = "src/config/automatiko/profile.test.ts";
const REQUEST = "src/web/read-authentication-request.test.ts";
const SOCKET = "src/web/listening/listen-on-socket.test.ts";
const RANGES = "src/std/address-ranges.test.ts";
const IDENTITY = "src/auth/proxy/identity-headers.ts";
const PROOF = "src/auth/proxy/proof.ts";
const MODE = "src/auth/authenticators/proxy.ts";
const VERIFY = "src/auth/verify-id-token.ts";

/** In whom a proxy's headers and tokens make somebody. */
export const PROXY_BUGS: readonly UnitBug[] = [
  {
    name: "authenticators see headers joined, not as they were sent",
    file: "src/web/read-authentication-request.ts",
    find: "incoming?.rawHeaders ?? [...headers].flat()",
    replace: "[...headers].flat()",
    tests: [REQUEST, HEADERS],
  },
  {
    name: "a header of the proxy may come twice",
    file: IDENTITY,
    find: "if (another !== undefined)",
    replace: "if (false && another !== undefined)",
    tests: [HEADERS],
  },
  {
    name: "a header of the proxy may have a twin",
    file: IDENTITY,
    find: "if (twin !== undefined)",
    replace: "if (false && twin !== undefined)",
    tests: [HEADERS],
  },
  {
    name: "only _ makes a twin",
    file: IDENTITY,
    find: "replaceAll(/[^a-z0-9]/gu",
    replace: "replaceAll(/_/gu",
    tests: [HEADERS],
  },
  {
    name: "a header of the proxy may be dropped on the way",
    file: IDENTITY,
    find: "if (dropped.has(fold(name)))",
    replace: "if (false && dropped.has(fold(name)))",
    tests: [HEADERS],
  },
  {
    name: "bytes that are not text become some",
    file: IDENTITY,
    find: "fatal: true",
    replace: "fatal: false",
    tests: [HEADERS],
  },
  {
    name: "the other set of headers may be there",
    file: IDENTITY,
    find: "if (foreign !== undefined)",
    replace: "if (false && foreign !== undefined)",
    tests: [HEADERS],
  },
  {
    name: "the proxy is believed from any address",
    file: MODE,
    find: "if (!isFrom(peer))",
    replace: "if (false && !isFrom(peer))",
    tests: [HEADERS, JOURNEY],
  },
  {
    name: "from another address one is nobody",
    file: MODE,
    find: "if (!isFrom(peer)) {",
    replace: "if (!isFrom(peer)) { return ok(undefined);",
    tests: [HEADERS, JOURNEY],
  },
  {
    name: "any secret will do",
    file: PROOF,
    find: 'isOneOf(values.get(header.toLowerCase()) ?? "", secrets())',
    replace: "true",
    tests: [HEADERS, JOURNEY],
  },
  {
    name: "a secret is compared letter by letter",
    file: PROOF,
    find: "isSameSecret(given, secret)",
    replace: "given === secret",
    tests: ["test/architecture.test.ts"],
  },
  {
    name: "an ID token is believed unverified",
    file: PROOF,
    find: "return verified.ok ? verified : refuse(explainFault(verified.error));",
    replace: "return verified.ok ? verified : ok(undefined);",
    tests: [HEADERS, JOURNEY],
  },
  {
    name: "without an ID token one is nobody",
    file: PROOF,
    find: "if (token === undefined) {",
    replace: "if (token === undefined) { return ok(undefined);",
    tests: [HEADERS, JOURNEY],
  },
  {
    name: "groups without a name are nobody's",
    file: "src/auth/proxy/read-named.ts",
    find: 'if (email === "" && groups === "") return ok(undefined);',
    replace: "return ok(undefined);",
    tests: [HEADERS],
  },
  {
    name: "a form is of whoever the proxy names",
    file: MODE,
    find: "isSameAccount(remembered?.principal, principal) ? remembered : undefined",
    replace: "remembered",
    tests: [JOURNEY],
  },
  {
    name: "a browser remembers groups that the proxy has taken away",
    file: MODE,
    find: "{ ...opened.value, principal }",
    replace: "{ principal, ...opened.value }",
    tests: [JOURNEY],
  },
  {
    name: "a request of nobody ends the session that the browser has",
    file: MODE,
    find: 'if (principal === undefined) return ok({ id: "nobody" });',
    replace: "if (principal === undefined) return sessions.begin();",
    tests: [JOURNEY],
  },
  {
    name: "an address of IPv4 is never the proxy's where a socket of IPv6 says it",
    file: "src/std/address-ranges.ts",
    find: 'version === 4 ? "ipv4" : "ipv6");',
    replace: '"ipv4");',
    tests: [RANGES],
  },
  {
    name: "all addresses may be the proxy's",
    file: "src/config/setting-kinds.ts",
    find: "parseAddressRange(range)?.prefix !== 0",
    replace: "true",
    tests: [SETTINGS],
  },
  {
    name: "loopback proves something where everybody reaches pages",
    file: "src/config/find-unproven-proxy.ts",
    find: "if (socket !== undefined || isLoopbackRange(host)) return foreign;",
    replace: "return foreign;",
    tests: [SETTINGS],
  },
  {
    name: "mode proxy starts without a proof",
    file: "src/config/find-unproven-proxy.ts",
    find: 'if (!modes.includes("proxy")) return [];',
    replace: "return [];",
    tests: [SETTINGS, PROFILE],
  },
  {
    name: "a profile that nobody knows opens everything",
    file: "src/config/automatiko/profile.ts",
    find: "if (unknown !== undefined) return",
    replace: "if (false && unknown !== undefined) return",
    tests: [PROFILE],
  },
  {
    name: "a profile that promises known people stands beside open mode",
    file: "src/config/automatiko/profile.ts",
    find: "return isOpen ?",
    replace: "return false ?",
    tests: [PROFILE],
  },
  {
    name: "a socket that somebody listens on is taken away",
    file: "src/web/listening/listen-on-socket.ts",
    find: "&& !(await isListening(path))",
    replace: "",
    tests: [SOCKET],
  },
  {
    name: "a token may be signed with what everybody knows",
    file: VERIFY,
    find: "algorithms: ALGORITHMS,",
    replace: "",
    tests: [TOKEN],
  },
  {
    name: "a token of another issuer counts",
    file: VERIFY,
    find: "issuer, audience: [...audiences],",
    replace: "audience: [...audiences],",
    tests: [TOKEN, JOURNEY],
  },
  {
    name: "a token for another client counts",
    file: VERIFY,
    find: "audience: [...audiences],",
    replace: "",
    tests: [TOKEN, JOURNEY],
  },
  {
    name: "a token that was made for another client counts",
    file: VERIFY,
    find: "findForeignParty(audiences),",
    replace: "",
    tests: [TOKEN, JOURNEY],
  },
  {
    name: "a token that never ends counts",
    file: VERIFY,
    find: '"aud", "exp", "iat"]',
    replace: '"aud", "iat"]',
    tests: [TOKEN],
  },
  {
    name: "a token of the day before counts",
    file: VERIFY,
    find: "const TOLERANCE_S = 60;",
    replace: "const TOLERANCE_S = 86_400;",
    tests: [TOKEN, JOURNEY],
  },
  {
    name: "a token from the future counts",
    file: VERIFY,
    find: "findFuture(clock),",
    replace: "",
    tests: [TOKEN, JOURNEY],
  },
  {
    name: "any token of the provider is an ID token",
    file: VERIFY,
    find: "findForeignKind, findForeignParty",
    replace: "findForeignParty",
    tests: [TOKEN, JOURNEY],
  },
  {
    name: "a token without an owner counts",
    file: VERIFY,
    find: "findFuture(clock), findNoSubject,",
    replace: "findFuture(clock),",
    tests: [TOKEN, JOURNEY],
  },
  {
    name: "a token may be written in several ways",
    file: VERIFY,
    find: "|| !isWrittenOnce(token))",
    replace: ")",
    tests: [TOKEN],
  },
  {
    name: "keys are believed of whoever answers",
    file: "src/auth/provider-keys.ts",
    find: "if (named !== issuer)",
    replace: "if (false && named !== issuer)",
    tests: [KEYS],
  },
  {
    name: "keys come over plain HTTP",
    file: "src/auth/provider-keys.ts",
    find: "&& new URL(keys).protocol === new URL(issuer).protocol",
    replace: "",
    tests: [KEYS],
  },
  {
    name: "a key that is taken back stays good",
    file: "src/auth/provider-keys.ts",
    find: "if (this.#age >= FRESH_MS)",
    replace: "if (this.#known === undefined)",
    tests: [KEYS],
  },
  {
    name: "each guess asks the provider",
    file: "src/auth/provider-keys.ts",
    find: "< AGAIN_AFTER_MS) return false;",
    replace: "< 0) return false;",
    tests: [KEYS],
  },
  {
    name: "an e-mail address counts that nobody has verified",
    file: "src/auth/read-claims.ts",
    find: 'claims["email_verified"] !== true',
    replace: "false",
    tests: [CLAIMS],
  },
  {
    name: "what was typed is lost when the sign-in has ended",
    file: "src/web/pages/create-pages.ts",
    find: "readForm(options.baseUrl), authenticatePage(authenticator, requests),",
    replace: "authenticatePage(authenticator, requests), readForm(options.baseUrl),",
    tests: ["src/web/guards/guards.test.ts"],
  },
  {
    name: "a proxy's secret is read at the start only",
    file: "src/config/files/open-files.ts",
    find: "[secret.value])",
    replace: "[])",
    tests: ["test/journeys/serve-process.test.ts"],
  },
  {
    name: "a token that was good once is good after its end",
    file: "src/auth/remember-verified.ts",
    find: "known !== undefined && (known.exp ?? 0) * 1000 > atMs",
    replace: "known !== undefined",
    tests: ["src/auth/remember-verified.test.ts"],
  },
];
