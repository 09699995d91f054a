import type { UnitBug } from "./unit-bug.ts";

const RIGHTS = "src/approvals/access/rights.test.ts";
const INDEX = "src/approvals/access/seen-index.test.ts";
const SEEN_BY = "src/approvals/access/seen-by.test.ts";
const MATRIX = "test/access-matrix.test.ts";
const NEEDS = "src/web/route-needs.test.ts";
const CANCEL = "src/approvals/cancel.test.ts";
const PAGE = "src/web/pages/cancel/cancel.test.ts";
const REVIEW = "src/auth/access-review.test.ts";
const SETTINGS = "src/config/read-settings.test.ts";

/** One for each rule of who may see, vote, cancel and administer. */
export const ACCESS_BUGS: readonly UnitBug[] = [
  {
    name: "nobody in particular sees what whoever has a name may see",
    file: "src/approvals/access/rights.ts",
    find: "if (viewer === undefined) return false;",
    replace: "",
    tests: [RIGHTS],
  },
  {
    name: "a rule of a namespace opens all of them",
    file: "src/approvals/access/rights.ts",
    find: "isOpen?.(namespace) === true && ",
    replace: "",
    tests: [RIGHTS],
  },
  {
    name: "a rule without people is everybody's",
    file: "src/approvals/access/rights.ts",
    find: "isOpen === undefined && isAmong(people, viewer)",
    replace: "isOpen === undefined",
    tests: [RIGHTS],
  },
  {
    name: "whoever is asked does not see it",
    file: "src/approvals/access/rights.ts",
    find: "if (isAmong(assigneesOf(spec), viewer)) return true;",
    replace: "",
    tests: [RIGHTS],
  },
  {
    name: "whoever has voted does not see it",
    file: "src/approvals/access/rights.ts",
    find: "status?.votes?.some((vote) => isVoteOf(viewer, vote)) ?? false",
    replace: "false",
    tests: [RIGHTS],
  },
  {
    name: "a namesake of a voter sees it",
    file: "src/approvals/access/rights.ts",
    find: "isVoteOf(viewer, vote)",
    replace: "vote.by === viewer.name",
    tests: [RIGHTS],
  },
  {
    name: "admins do not see all",
    file: "src/approvals/access/rights.ts",
    find: 'view === "named" || mayAdminister(rules, viewer)',
    replace: 'view === "named"',
    tests: [RIGHTS],
  },
  {
    name: "what one may not see can be cancelled",
    file: "src/approvals/access/rights.ts",
    find: "|| !mayView(rules, viewer, approval)",
    replace: "",
    tests: [RIGHTS],
  },
  {
    name: "whoever sees it cancels it",
    file: "src/approvals/access/rights.ts",
    find: 'return rules.cancel === "named" ||',
    replace: "return true ||",
    tests: [RIGHTS],
  },
  {
    name: "whoever says a name in open mode cancels what is left to others",
    file: "src/approvals/access/access-rules.ts",
    find: "cancel === undefined && !namesProve",
    replace: "!namesProve",
    tests: [RIGHTS],
  },
  {
    name: "the list tells of what may not be seen",
    file: "src/approvals/approval-index.ts",
    find: "...(sight.isWhole ? [] : [this.#within(sight)]),",
    replace: "",
    tests: [INDEX],
  },
  {
    name: "the list does not have what one has voted on",
    file: "src/approvals/approval-index.ts",
    find: "[...personTerms(viewer), ...accountTerms(viewer)]",
    replace: "personTerms(viewer)",
    tests: [INDEX],
  },
  {
    name: "what is in two lists is listed twice",
    file: "src/approvals/criterion.ts",
    find: "if (entry !== last) yield entry;",
    replace: "yield entry;",
    tests: [INDEX],
  },
  {
    name: "a page is shown whoever looks",
    file: "src/approvals/create-approvals.ts",
    find: "approval !== undefined && sight.sees(approval) ? approval : undefined",
    replace: "approval",
    tests: [SEEN_BY, MATRIX],
  },
  {
    name: "a refused vote tells of what may not be seen",
    file: "src/approvals/queue-vote.ts",
    find: "approval === undefined || !deps.sees(voter, approval)",
    replace: "approval === undefined",
    tests: [SEEN_BY],
  },
  {
    name: "a refused vote with the digest tells of what may not be seen",
    file: "src/approvals/queue-vote.ts",
    find: "&& operation === undefined && deps.sees(voter, watched)",
    replace: "",
    tests: [SEEN_BY],
  },
  {
    name: "names are suggested to who does not see all",
    file: "src/approvals/create-approvals.ts",
    find: "sight.isWhole ? index.askedNames(kind, most) : []",
    replace: "index.askedNames(kind, most)",
    tests: [SEEN_BY],
  },
  {
    name: "an address without a declaration is served",
    file: "src/web/server.ts",
    find: "checkDeclared(app, needOf);",
    replace: "",
    tests: [NEEDS],
  },
  {
    name: "programs without a name are let through",
    file: "src/web/server.ts",
    find: "checkNeed({ needOf, approvals, baseUrl, answerNobody }),",
    replace: "",
    tests: [MATRIX],
  },
  {
    name: "on pages nobody in particular is let through",
    file: "src/web/pages/create-pages.ts",
    find: ", checkNeed({ ...options, answerNobody })",
    replace: "",
    tests: [NEEDS],
  },
  {
    name: "what is for admins is for everybody",
    file: "src/web/guards/check-need.ts",
    find: "!approvals.seenBy(viewer).administers",
    replace: "false",
    tests: [NEEDS],
  },
  {
    name: "who may not cancel does",
    file: "src/approvals/cancel.ts",
    find: '  if (!mayCancel(by, approval)) return shown("notAllowed", MAY_NOT_CANCEL);\n',
    replace: "",
    tests: [CANCEL],
  },
  {
    name: "a cancellation tells of what may not be seen",
    file: "src/approvals/cancel.ts",
    find: 'if (!sees(by, approval)) return { answer: refuse({ kind: "notFound" }) };',
    replace: "",
    tests: [CANCEL],
  },
  {
    name: "a decided approval is cancelled",
    file: "src/approvals/cancel.ts",
    find: 'if (end !== undefined) return shown("ended", end);',
    replace: "",
    tests: [CANCEL],
  },
  {
    name: "a request that was not shown is cancelled",
    file: "src/approvals/cancel.ts",
    find: "digest !== undefined && digest !== computeDigest(approval.spec)",
    replace: "false",
    tests: [CANCEL],
  },
  {
    name: "no reason is reason enough",
    file: "src/approvals/cancel.ts",
    find: 'if (reason === "")',
    replace: 'if (reason === "none")',
    tests: [CANCEL, PAGE],
  },
  {
    name: "the same operation of somebody else is theirs",
    file: "src/approvals/cancel.ts",
    find: " || !isVoteOf(by, recorded)",
    replace: "",
    tests: [CANCEL],
  },
  {
    name: "the way to cancel is shown to everybody",
    file: "src/web/pages/approval/render-approval.ts",
    find: "facts.mayCancel && ",
    replace: "",
    tests: [PAGE],
  },
  {
    name: "no answer of the API server is a yes",
    file: "src/auth/access-review.ts",
    find: "status?.allowed === true",
    replace: "status?.allowed !== false",
    tests: [REVIEW],
  },
  {
    name: "an account is asked about by a name of another authenticator",
    file: "src/auth/access-review.ts",
    find: "issuer !== KUBERNETES_ISSUER",
    replace: "false",
    tests: [REVIEW],
  },
  {
    name: "what the cluster denies is voted on",
    file: "src/approvals/cast-vote.ts",
    find: "denied === undefined ? judged",
    replace: "denied !== null ? judged",
    tests: ["test/journeys/access-review.test.ts"],
  },
  {
    name: "rules that keep nothing from anybody are taken in open mode",
    file: "src/config/find-clashes.ts",
    find: "auth.success ? findIdleView(auth.data, values) : []",
    replace: "[]",
    tests: [SETTINGS],
  },
];
