import type { UnitBug } from "./unit-bug.ts";

const SEAL = "src/auth/seal.test.ts";
const SESSIONS = "src/auth/oidc/login-sessions.test.ts";
const PROVIDER = "src/auth/oidc/provider.test.ts";
const SIGN_OUTS = "src/auth/sign-outs.test.ts";
const GROUPS = "src/auth/oidc/fit-groups.test.ts";
const REDIRECTS = "src/web/pages/sign-in/redirects.test.ts";
const JOURNEY = "test/journeys/login.test.ts";
const BEARERS = "test/journeys/id-token-bearers.test.ts";
const SETTINGS = "src/config/oidc-settings.test.ts";

/** In how people sign in at a provider, stay so, and sign out. */
export const OIDC_BUGS: readonly UnitBug[] = [
  {
    name: "what is sealed for one purpose is good for another",
    file: "src/auth/seal.ts",
    find: "`countersign:seal:${purpose}`",
    replace: '"countersign:seal"',
    tests: [SEAL],
  },
  {
    name: "several texts are one seal",
    file: "src/auth/seal.ts",
    find: "if (!isWrittenOnce(jwe)) return undefined;",
    replace: "",
    tests: [SEAL, SESSIONS],
  },
  {
    name: "a cookie of many parts keeps the server busy",
    file: "src/auth/seal.ts",
    find: "wrapped.length > MOST_WRAPPED || ",
    replace: "",
    tests: [SEAL],
  },
  {
    name: "a part of a seal is tried whatever its length",
    file: "src/auth/seal.ts",
    find: " || wrapped.some((one) => one.length !== WRAPPED_LENGTH)",
    replace: "",
    tests: [SEAL],
  },
  {
    name: "the first key tries each seal twice",
    file: "src/auth/seal.ts",
    find: "Buffer.compare(one, key) === 0) === place);",
    replace: "Buffer.compare(one, key) === 0) <= place);",
    tests: [SEAL],
  },
  {
    name: "only the first key seals",
    file: "src/auth/seal.ts",
    find: "const wrapped = signing.map(",
    replace: "const wrapped = signing.slice(0, 1).map(",
    tests: [SEAL],
  },
  {
    name: "a session that was opened before outlives its key",
    file: "src/auth/seal.ts",
    find: "return place < 0 ? undefined : { text, key, isForGood: place === 0 };",
    replace: "return { text, key, isForGood: place === 0 };",
    tests: ["src/auth/remember-opened.test.ts"],
  },
  {
    name: "a session lasts without a visit",
    file: "src/auth/oidc/login-sessions.ts",
    find: "if (ageOf(seenMs) < limits.idleMs) return undefined;",
    replace: "return undefined;",
    tests: [SESSIONS, JOURNEY],
  },
  {
    name: "a session lasts for as long as somebody visits",
    file: "src/auth/oidc/login-sessions.ts",
    find: "if (ageOf(signedInMs) >= limits.absoluteMs) {",
    replace: "if (ageOf(signedInMs) === Infinity) {",
    tests: [SESSIONS, JOURNEY],
  },
  {
    name: "a clock that is set back makes a session longer",
    file: "src/auth/oidc/login-sessions.ts",
    find: "age < -TOLERANCE_MS ? Infinity :",
    replace: "",
    tests: [SESSIONS],
  },
  {
    name: "a page that is left open is a visit",
    file: "src/auth/oidc/login-sessions.ts",
    find: 'return mode === null || mode === "navigate";',
    replace: "return mode !== undefined;",
    tests: [SESSIONS, JOURNEY],
  },
  {
    name: "who signed out everywhere stays signed in",
    file: "src/auth/oidc/login-sessions.ts",
    find: "if (signOuts.isSignedOut(principal, signedInMs) === true)",
    replace: "if (signOuts.isSignedOut(principal, signedInMs) === undefined)",
    tests: [SESSIONS, JOURNEY],
  },
  {
    name: "before it is known who signed out, nobody has",
    file: "src/auth/sign-outs.ts",
    find: "if (record.data === undefined) return undefined;",
    replace: "if (record.data === undefined) return false;",
    tests: [SIGN_OUTS],
  },
  {
    name: "a record of a sign-out that cannot be read is none",
    file: "src/auth/sign-outs.ts",
    find: "/^\\d+$/u.test(notBefore) &&",
    replace: "!/^\\d+$/u.test(notBefore) ||",
    tests: [SIGN_OUTS],
  },
  {
    name: "an account of another provider is signed out as well",
    file: "src/auth/sign-outs.ts",
    find: "`${issuer}\\0${subject}`",
    replace: "`${issuer === '' ? '' : subject}`",
    tests: [SIGN_OUTS],
  },
  {
    name: "a vote needs no fresh word of the provider",
    file: "src/auth/oidc/login-sessions.ts",
    find: "isStale: ({ saidMs }) => ageOf(saidMs) >= limits.freshMs,",
    replace: "isStale: ({ saidMs }) => ageOf(saidMs) === Infinity,",
    tests: [SESSIONS, JOURNEY],
  },
  {
    name: "a session by another provider's word counts where the settings give its id to a new one",
    file: "src/auth/authenticators/oidc.ts",
    find: "named !== undefined && toIssuer(named.issuer) === principal.issuer",
    replace: "named !== undefined && toIssuer(named.issuer) !== undefined",
    tests: ["src/auth/authenticators/oidc.test.ts"],
  },
  {
    name: "an ID token is not verified",
    file: "src/auth/oidc/provider.ts",
    find: 'const claims = await this.#verify(tokens.id_token ?? "");',
    replace: "const claims = tokens.claims() as IdTokenClaims;",
    tests: [PROVIDER],
  },
  {
    name: "the nonce is not compared",
    file: "src/auth/oidc/provider.ts",
    find: "expectedNonce: nonce,",
    replace: "expectedNonce: nonce === '' ? '' : undefined as never,",
    tests: [PROVIDER],
  },
  {
    name: "the state is not compared",
    file: "src/auth/oidc/provider.ts",
    find: "expectedState: state,",
    replace: "expectedState: state === '' ? state : client.skipStateCheck,",
    tests: [PROVIDER],
  },
  {
    name: "an address of one source is verified by another",
    file: "src/auth/oidc/provider.ts",
    find: '...(isMailKnown ? [] : [email, "email_verified"])',
    replace: '...(isMailKnown ? [] : ["email_verified"])',
    tests: [PROVIDER],
  },
  {
    name: "whoever comes back is let in, wherever the login began",
    file: "src/auth/oidc/tickets.ts",
    find: "return isCurrent && ticket.provider === provider && ticket.state === state ? ticket : undefined;",
    replace: "return isCurrent ? ticket : undefined;",
    tests: [JOURNEY],
  },
  {
    name: "the same answer signs in twice",
    file: "src/auth/oidc/create-login.ts",
    find: "setCookies: [setCookie, tickets.clear],",
    replace: "setCookies: [setCookie],",
    tests: [JOURNEY],
  },
  {
    name: "to be confirmed makes a session longer",
    file: "src/auth/oidc/create-login.ts",
    find: "(isConfirmed ? beginningOf(before, principal.value) : undefined) ?? now;",
    replace: "now;",
    tests: [JOURNEY],
  },
  {
    name: "whoever is signed in at the provider goes on for somebody else, unasked",
    file: "src/auth/oidc/create-login.ts",
    find: "ticket.confirms === undefined || isConfirmed ? undefined : ticket.confirms.name;",
    replace: "isConfirmed ? undefined : undefined;",
    tests: [JOURNEY],
  },
  {
    name: "groups that nobody asks are kept instead of those that are asked",
    file: "src/auth/oidc/fit-groups.ts",
    find: 'neededGroups.has(group.normalize("NFC"))',
    replace: '!neededGroups.has(group.normalize("NFC"))',
    tests: [GROUPS],
  },
  {
    name: "after a login one is wherever a link said",
    file: "src/web/pages/sign-in/route-sign-in.ts",
    find: 'const next = nextPage(c.req.query("next"));',
    replace: 'const next = c.req.query("next") ?? nextPage("/");',
    tests: [REDIRECTS],
  },
  {
    name: "what one typed is shown to whoever signs in next",
    file: "src/web/pages/approval/kept-drafts.ts",
    find: "return draft?.path === path && isTheirs ? draft : undefined;",
    replace: "return draft?.path === path ? draft : undefined;",
    tests: [JOURNEY],
  },
  {
    name: "a vote is not held",
    file: "src/web/pages/create-pages.ts",
    find: "pages.use(VOTES_PATH, holdVote({ kit, login, drafts, held: HELD_VOTE }));",
    replace: "",
    tests: [JOURNEY],
  },
  {
    name: "a link signs somebody out",
    file: "src/web/pages/me/route-me.ts",
    find: 'pages.post("/sign-out", async',
    replace: 'pages.on(["GET", "POST"], "/sign-out", async',
    tests: [JOURNEY],
  },
  {
    name: "a program may show a token of the pages' own client",
    file: "src/auth/oidc/id-token-bearers.ts",
    find: "audiences: [cliClientId]",
    replace: "audiences: [cliClientId, provider.clientId]",
    tests: [BEARERS],
  },
  {
    name: "two providers may be one",
    file: "src/config/oidc-settings.ts",
    find: 'for (const key of ["id", "issuer"] as const) {',
    replace: 'for (const key of ["id"] as const) {',
    tests: [SETTINGS],
  },
];
