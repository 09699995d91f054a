import type { UnitBug } from "./unit-bug.ts";

const MODE = "src/auth/authenticators/kubernetes.test.ts";
const RECENT = "src/auth/recent-answers.test.ts";
const JOURNEY = "test/journeys/kubernetes-tokens.test.ts";
const COMBINED = "src/auth/combine-modes.test.ts";
const SETTINGS = "src/config/read-settings.test.ts";

/** In how programs come by a name with a token of Kubernetes. */
export const TOKEN_BUGS: readonly UnitBug[] = [
  {
    name: "a token for any audience is good",
    file: "src/auth/token-review.ts",
    find: "const isForUs = status?.audiences?.some((audience) => spec.audiences.includes(audience)) === true;",
    replace: "const isForUs = true;",
    tests: [MODE],
  },
  {
    name: "no audience is asked for",
    file: "src/auth/token-review.ts",
    find: 'metadata: { name: "" }, spec }',
    replace: 'metadata: { name: "" }, spec: { ...spec, audiences: [] } }',
    tests: [MODE, JOURNEY],
  },
  {
    name: "a token that nobody vouches for is good",
    file: "src/auth/token-review.ts",
    find: "return status?.authenticated === true &&",
    replace: "return status !== undefined &&",
    tests: [MODE],
  },
  {
    name: "a header that is no token is nobody's",
    file: "src/auth/bearer-tokens.ts",
    find: 'return unproven("The Authorization header is not one bearer token.");',
    replace: "return ok(undefined);",
    tests: [MODE],
  },
  {
    name: "whose token it is that could not be checked is nobody's",
    file: "src/web/guards/authenticate.ts",
    find: "throw toProblem(answer.error, challenge); }",
    replace: "return next(); }",
    tests: [JOURNEY],
  },
  {
    name: "a token is good for ever",
    file: "src/auth/recent-answers.ts",
    find: "< this.#limits.maxAgeMs)",
    replace: "< Infinity)",
    tests: [RECENT, MODE],
  },
  {
    name: "any number of guesses is asked about at once",
    file: "src/auth/authenticators/kubernetes.ts",
    find: "this.#underWay.size >= MOST_UNDER_WAY",
    replace: "this.#underWay.size >= Infinity",
    tests: [MODE],
  },
  {
    name: "open mode may stand beside another",
    file: "src/config/setting-kinds.ts",
    find: 'names.includes("open") && names.length > 1',
    replace: 'names.includes("open") && names.length > 2',
    tests: [SETTINGS],
  },
  {
    name: "a token goes from one authenticator to the next until one takes it",
    file: "src/auth/bearer-tokens.ts",
    find: "return own ?? bearers.find(({ issuers }) => issuers === undefined);",
    replace: "return bearers.find(({ issuers }) => issuers === undefined) ?? own;",
    tests: [COMBINED],
  },
  {
    name: "a token of no known issuer is nobody's",
    file: "src/auth/bearer-tokens.ts",
    find: 'unproven("The bearer token comes from nobody whose tokens this server takes.")',
    replace: "ok(undefined)",
    tests: [COMBINED],
  },
  {
    name: "who is refused on pages by one authenticator is asked for by the next",
    file: "src/auth/combine-modes.ts",
    find: "if (!nobody.ok || nobody.value.principal !== undefined) return nobody;",
    replace: "if (nobody.ok && nobody.value.principal !== undefined) return nobody;",
    tests: [COMBINED],
  },
  {
    name: "what a program says of itself in a faulty way is overlooked where it has a token too",
    file: "src/auth/combine-modes.ts",
    find: "if (!answer.ok || answer.value !== undefined) return answer; } return ok(undefined);",
    replace: "if (answer.ok && answer.value !== undefined) return answer; } return ok(undefined);",
    tests: [COMBINED],
  },
];
