import type { UnitBug } from "./unit-bug.ts";

const GUARDS = "src/web/guards/guards.test.ts";
const SIGN_IN = "src/web/pages/sign-in.test.ts";
const NEXT = "src/web/pages/next-page.test.ts";
const XSS = "src/web/xss.test.ts";
const STATES = "src/web/pages/states.test.ts";
const DELIVERY = "src/web/delivery/deliver.test.ts";
const SECRETS = "src/web/secrets.test.ts";
const MASK = "src/std/mask.test.ts";
const MARKDOWN = "src/web/components/markdown.test.ts";
const READERS = "src/web/listening/slow-readers.test.ts";

/** In what pages say, for each way in which a text could become markup too, and in how they are delivered. */
export const PAGE_BUGS: readonly UnitBug[] = [
  {
    name: "a form that is shown again sends another vote",
    file: "src/web/pages/approval/render-vote-form.ts",
    find: "(draft ?? kept)?.operation ??",
    replace: "",
    tests: [STATES],
  },
  {
    name: "an image leads to whatever address it has",
    file: "src/web/components/markdown-rules.ts",
    find: "image.children = [];",
    replace: 'image.children = []; image.attrSet("src", target.str);',
    tests: [MARKDOWN],
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
    name: "the page of a vote is another one each time, though nothing happens",
    file: "src/web/delivery/entity-tag.ts",
    find: '.replaceAll(OPERATION, "")',
    replace: "",
    tests: [DELIVERY],
  },
  {
    name: "a page does not tell an earlier one who looks at it",
    file: "src/web/pages/approval/standing.ts",
    find: "JSON.stringify([viewer.issuer, viewer.subject, viewer.groups])",
    replace: '""',
    tests: [STATES],
  },
  {
    name: "slow readers may leave in memory what they like",
    file: "src/web/delivery/deliver.ts",
    find: "budget.take(",
    replace: "budget.takeAnyway(",
    tests: [READERS],
  },
  {
    name: "a form need not say which request was shown",
    file: "src/web/pages/approval/route-vote.ts",
    find: '|| digest === ""',
    replace: "",
    tests: [GUARDS],
  },
  {
    name: "a form does not say which attempt was shown",
    file: "src/web/pages/approval/render-vote-form.ts",
    find: 'name="attempt"',
    replace: 'name="operation"',
    tests: [STATES],
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
    name: "names are claimed where people log in",
    file: "src/web/pages/create-pages.ts",
    find: 'authenticator.signIn.kind === "claim"',
    replace: '"claim" in { claim: true, ...authenticator.signIn }',
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
    find: "nameWhatIsScrolled, imagesAreLinks,",
    replace: "nameWhatIsScrolled,",
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
    find: "await seen.read(ref)",
    replace: "seen.find(ref)",
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
    name: "parameters are shown as they stand, secrets and all",
    file: "src/approvals/mask-parameters.ts",
    find: "maskValue({ name: param.name, value: param.value }, shown)",
    replace: "({ name: param.name, value: param.value, masked: false })",
    tests: [SECRETS],
  },
  {
    name: "a parameter that only looks like a secret cannot be shown",
    file: "src/approvals/mask-parameters.ts",
    find: "shownParams.union(listShownParams(pipelineRun))",
    replace: "new Set<string>()",
    tests: [SECRETS],
  },
  {
    name: "a token is shown where its name is no secret's",
    file: "src/std/mask.ts",
    find: "hasToken(text) ||",
    replace: "",
    tests: [MASK, SECRETS],
  },
  {
    name: "what stands under a secret's name within an object is shown",
    file: "src/std/mask.ts",
    find: "isNamedSo || isFlagged",
    replace: "isFlagged",
    tests: [MASK, SECRETS],
  },
  {
    name: "results of steps are shown as they stand, secrets and all",
    file: "sandbox/demo/pages/to-child-view.ts",
    find: "= maskValue(result)",
    replace: "= result",
    tests: ["sandbox/demo/pages/to-run-view.test.ts"],
  },
  {
    name: "a page under the name of another host says who looks",
    file: "src/web/answer-error.ts",
    find: '"misdirected", ',
    replace: "",
    tests: ["src/web/answer-error.test.ts"],
  },
];
