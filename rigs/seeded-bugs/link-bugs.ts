import type { UnitBug } from "./unit-bug.ts";

const MODE = "src/auth/authenticators/link.test.ts";
const PAGE = "src/web/pages/approval/link.test.ts";
const LINK = "src/auth/authenticators/link.ts";
const TOKEN = "src/auth/link-token.ts";

/** In links that were sent to people: whose they are, for what they are good, and that they vote once. */
export const LINK_BUGS: readonly UnitBug[] = [
  {
    name: "a link that nobody has signed is good",
    file: TOKEN,
    find: 'if (!verifyText(keys, "link", text, signatures.join("."))) return undefined;',
    replace: "if (signatures.length === 0) return undefined;",
    tests: [MODE],
  },
  {
    name: "what is signed for something else is a link",
    file: TOKEN,
    find: 'verifyText(keys, "link", text,',
    replace: 'verifyText(keys, "session", text,',
    tests: [MODE],
  },
  {
    name: "a link is good for ever",
    file: LINK,
    find: "if (options.clock.now() >= endOf(options, claims))",
    replace: "if (options.clock.now() < 0)",
    tests: [MODE],
  },
  {
    name: "a link that gives a vote lasts as long as one that shows",
    file: LINK,
    find: 'decide ? "24h" : "72h"',
    replace: '"72h"',
    tests: [MODE],
  },
  {
    name: "a link is good for another approval of the name",
    file: LINK,
    find: "if (approval?.uid !== claims.uid)",
    replace: "if (approval === undefined)",
    tests: [MODE, PAGE],
  },
  {
    name: "a link is good for every attempt",
    file: LINK,
    find: "if (approval.attempt !== claims.attempt)",
    replace: "if (approval.attempt < 0)",
    tests: [MODE, PAGE],
  },
  {
    name: "a link makes somebody of whoever has it on every page",
    file: LINK,
    find: "return path === page || path.startsWith(`${page}/`);",
    replace: "return path.startsWith('/') && page !== '';",
    tests: [MODE],
  },
  {
    name: "a link is exchanged on the page of another approval",
    file: LINK,
    find: 'path === pathOf(claims) ? findFault(options, claims) : "This link is for another approval."',
    replace: "path === '' ? undefined : findFault(options, claims)",
    tests: [MODE],
  },
  {
    name: "any code is right",
    file: TOKEN,
    find: "return matches.includes(true);",
    replace: "return matches.length > 0;",
    tests: [MODE, PAGE],
  },
  {
    name: "every link has the same code",
    file: TOKEN,
    find: 'signText(fixedKeys(key), "linkCode", id)',
    replace: 'signText(fixedKeys(key), "linkCode", id.slice(99))',
    tests: [MODE, PAGE],
  },
  {
    name: "the code is not asked for",
    file: "src/web/pages/approval/cast-by-link.ts",
    find: "if (!links.isCode(link.id, code))",
    replace: "if (links.isCode(link.id, code) && code === '')",
    tests: [PAGE],
  },
  {
    name: "a link votes where that is not switched on",
    file: "src/web/pages/approval/cast-by-link.ts",
    find: "if (links?.decide !== true)",
    replace: "if (links === undefined)",
    tests: [PAGE],
  },
  {
    name: "a link votes once more in the next attempt, and in whichever approval",
    file: "src/approvals/cast-vote.ts",
    find: "refuseLink(situation) ?? refuseVote(situation)",
    replace: "refuseVote(situation)",
    tests: [PAGE, "src/approvals/refuse-link.test.ts"],
  },
  {
    name: "a link votes for four eyes",
    file: "src/approvals/refuse-link.ts",
    find: 'new Set(["FOUR_EYES", "QUORUM"])',
    replace: 'new Set(["QUORUM"])',
    tests: [PAGE],
  },
  {
    name: "a link votes for a quorum",
    file: "src/approvals/refuse-link.ts",
    find: 'new Set(["FOUR_EYES", "QUORUM"])',
    replace: 'new Set(["FOUR_EYES"])',
    tests: [PAGE],
  },
  {
    name: "nothing on record says that a vote came by a link",
    file: "src/approvals/cast-vote.ts",
    find: 'request.link === undefined ? request.via : "link"',
    replace: "request.via",
    tests: [PAGE],
  },
  {
    name: "a link stays in the address",
    file: "src/web/pages/approval/take-link.ts",
    find: "return c.redirect(path, 303);",
    replace: "return await next();",
    tests: [PAGE],
  },
  {
    name: "a link takes the place of who is signed in",
    file: "src/web/pages/approval/take-link.ts",
    find: "links !== undefined && !isSignedIn",
    replace: "links !== undefined",
    tests: [PAGE],
  },
  {
    name: "who came by a link is told how much waits for them",
    file: "src/web/pages/approval/route-approval.ts",
    find: "if (viewer === undefined || link !== undefined) return",
    replace: "if (viewer === undefined || link === null) return",
    tests: [PAGE],
  },
  {
    name: "a link cancels",
    file: "src/web/guards/check-need.ts",
    find: 'isByLink(c) && need !== "view" && need !== "vote"',
    replace: 'isByLink(c) && need === "administer"',
    tests: [PAGE],
  },
  {
    name: "the query is logged",
    file: "src/web/log-requests.ts",
    find: "const { method, path } = c.req;",
    replace: "const { method, url: path } = c.req;",
    tests: [PAGE],
  },
];
