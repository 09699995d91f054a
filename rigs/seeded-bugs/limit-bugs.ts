import type { UnitBug } from "./unit-bug.ts";

const RATE = "src/std/rate-limit.test.ts";
const BLOCK = "src/std/address-block.test.ts";
const SENDER = "src/web/limits/find-sender.test.ts";
const REQUESTS = "src/web/limits/request-limits.test.ts";
const CONNECTIONS = "src/web/listening/limit-connections.test.ts";
const JOURNEY = "test/journeys/limits.test.ts";

/** In how much one person, or one address, may ask. */
export const LIMIT_BUGS: readonly UnitBug[] = [
  {
    name: "what was taken never comes back",
    file: "src/std/rate-limit.ts",
    find: "this.#fullAtMs.get(key) ?? now, now)",
    replace: "this.#fullAtMs.get(key) ?? now, now + MINUTE_MS - 1)",
    tests: [RATE],
  },
  {
    name: "a clock that was set back makes people wait for as long",
    file: "src/std/rate-limit.ts",
    find: "now), now + MINUTE_MS);",
    replace: "now), Infinity);",
    tests: [RATE],
  },
  {
    name: "of as many senders it is known as there are",
    file: "src/std/rate-limit.ts",
    find: "this.#fullAtMs.size > this.#options.most",
    replace: "this.#fullAtMs.size < 0",
    tests: [RATE],
  },
  {
    name: "whoever is refused is forgotten as if they had gone",
    file: "src/std/rate-limit.ts",
    find: "this.#fullAtMs.delete(key);",
    replace: "",
    tests: [RATE],
  },
  {
    name: "each address of a network of IPv6 counts for itself",
    file: "src/std/address-block.ts",
    find: "const GROUPS_OF_NETWORK = 4",
    replace: "const GROUPS_OF_NETWORK = 8",
    tests: [BLOCK, REQUESTS],
  },
  {
    name: "anybody's X-Forwarded-For is believed",
    file: "src/web/limits/find-sender.ts",
    find: "while (isForwarder(sender))",
    replace: "while (entries.length > 0)",
    tests: [SENDER, REQUESTS],
  },
  {
    name: "of X-Forwarded-For the first is believed",
    file: "src/web/limits/find-sender.ts",
    find: "entries.pop()",
    replace: "entries.shift()",
    tests: [SENDER, REQUESTS],
  },
  {
    name: "a connection that has no address any more may say where it comes from",
    file: "src/web/limits/find-sender.ts",
    find: "address === undefined ? overSocket : isListed(address)",
    replace: "address === undefined || isListed(address)",
    tests: [SENDER],
  },
  {
    name: "a proxy whose names are believed is not believed from where people come",
    file: "src/serve.ts",
    find: "proxyAddresses(auth.proxy ?? {})",
    replace: "[]",
    tests: [JOURNEY],
  },
  {
    name: "nobody is counted",
    file: "src/web/limits/request-limits.ts",
    find: "if (sender === undefined || !this.#options.namesProve)",
    replace: "if (sender !== undefined && !this.#options.namesProve)",
    tests: [REQUESTS, JOURNEY],
  },
  {
    name: "in open mode an address may be as many people as it likes",
    file: "src/web/limits/request-limits.ts",
    find: "|| !this.#options.namesProve",
    replace: "",
    tests: [REQUESTS],
  },
  {
    name: "a person with a name is held up by others of the same address",
    file: "src/web/limits/request-limits.ts",
    find: "if (sender === undefined || !this.#options.namesProve)",
    replace: "if (sender === undefined || this.#options.namesProve)",
    tests: [REQUESTS],
  },
  {
    name: "all people share one limit",
    file: "src/web/limits/request-limits.ts",
    find: "`${issuer} ${subject}`",
    replace: "issuer",
    tests: [REQUESTS],
  },
  {
    name: "the API server is asked about every guess",
    file: "src/auth/authenticators/kubernetes.ts",
    find: "if (!mayAsk()) return refuse(UNASKED);",
    replace: "",
    tests: ["src/auth/authenticators/kubernetes.test.ts"],
  },
  {
    name: "a token that is nobody's costs nothing",
    file: "src/web/guards/authenticate.ts",
    find: "limits?.takeRefused(c, answer.error);",
    after: "const mayAsk",
    replace: "",
    tests: [REQUESTS],
  },
  {
    name: "what is refused before anybody is asked is not counted",
    file: "src/web/answer-error.ts",
    find: "requests?.takeUncounted(c);",
    replace: "",
    tests: [REQUESTS],
  },
  {
    name: "what is refused counts twice",
    file: "src/web/limits/request-limits.ts",
    find: 'if (!c.get("isCounted")) ',
    replace: "",
    tests: [REQUESTS],
  },
  {
    name: "who sends too much is asked for all the same",
    file: "src/web/answer-error.ts",
    find: ', "too-many-requests"]',
    replace: "]",
    tests: [REQUESTS],
  },
  {
    name: "a sign-in costs no more than a page",
    file: "src/web/pages/create-pages.ts",
    find: "ASKING_COST - 1",
    replace: "0",
    tests: [REQUESTS],
  },
  {
    name: "a form that is too much loses what was typed",
    file: "src/web/answer-error.ts",
    find: 'form?.get("comment")',
    replace: "undefined",
    tests: [REQUESTS],
  },
  {
    name: "one address may have every connection",
    file: "src/web/listening/limit-connections.ts",
    find: "const SHARE = 0.5",
    replace: "const SHARE = 1",
    tests: [CONNECTIONS],
  },
  {
    name: "a connection that has ended goes on counting",
    file: "src/web/listening/limit-connections.ts",
    find: 'socket.once("close", () => count(from, -1));',
    replace: "",
    tests: [CONNECTIONS],
  },
  {
    name: "there may be any number of connections",
    file: "src/web/listening/limit-connections.ts",
    find: "server.maxConnections = most;",
    replace: "",
    tests: [CONNECTIONS],
  },
  {
    name: "the log has a line for each that is refused",
    file: "src/web/limits/report-limits.ts",
    find: "if (Math.abs(",
    replace: "if (-Math.abs(",
    tests: ["src/web/limits/report-limits.test.ts"],
  },
];
