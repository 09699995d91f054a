// Texts of people and pipelines are text wherever they are shown: pages are rendered, parsed back, and compared.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderMarkdown } from "./components/markdown.ts";
import {
  buildApproval,
  PAGE,
  type ApprovalChanges,
  type SampleApproval,
} from "../../test/kit/web/build-approval.ts";
import { makeNotice, makeNoticeRecord } from "../../test/kit/make-notice.ts";
import { readAccess } from "../approvals/access/access-rules.ts";
import { away } from "../../test/kit/web/memory-approvals.ts";
import { startTestServer } from "../../test/kit/web/start-test-server.ts";
import { type Outline, outlineHtml } from "../../test/kit/web/outline-html.ts";
import { TestBrowser, readHiddenFields } from "../../test/kit/web/test-browser.ts";
import { XSS_PAYLOADS } from "../../test/kit/web/xss-payloads.ts";

/** Admins see the most. */
const ACCESS = readAccess({ admins: { users: ["mary"] } }, { namesProve: false });

type PoisonMore = (text: string) => ApprovalChanges;

/** Every place that text of others reaches. */
function poison(text: string, poisonMore: PoisonMore = () => ({})): SampleApproval {
  const { task, ...asking } = buildApproval({
    pipeline: text,
    pipelineRun: text,
    task: text,
    title: text,
    strategy: "MULTI",
    approvers: ["mary", text],
    votes: [{ by: text, issuer: text, comment: text }],
    runParameters: [
      { name: text, value: "true" },
      { name: "list", value: [text, { [text]: text }] },
      { name: "escaped", value: { isEscaped: true, text, toString: text } },
    ],
    notices: ["mail", `slack/${text}`, `other/${text}`].map((channel) =>
      makeNoticeRecord({
        channel,
        recipient: text,
        assignees: [1],
        request: makeNotice({ state: "failed", error: text, askedBy: text }),
        outcome: makeNotice({ state: "failed", error: text }),
      }),
    ),
    // Some of the texts look like secrets, and are to be shown all the same.
    annotations: { "countersign.dev/show-params": "list, escaped" },
    ...poisonMore(text),
  });
  const results = { decision: text, comment: text, approvedBy: text, rejectedBy: text };
  const status = { ...task.status, ...(task.status?.results && { results }) };
  return { ...asking, task: { ...task, metadata: { ...task.metadata, uid: text }, status } };
}

/** The pages of one approval, with a reader whose group is the text too. */
async function renderPages(approval: SampleApproval, name: string): Promise<readonly string[]> {
  const { app } = startTestServer([approval], { clusterName: name, access: ACCESS });
  const browser = new TestBrowser(app);
  const pages: string[] = [];
  for (const path of ["/?user=mary", PAGE, `${PAGE}/receipt`, "/identity", "/approvals/shop-prod/missing"]) {
    pages.push(await (await browser.get(path)).text());
  }
  return pages;
}

/** Several texts in one, so that a page shows them all: one that breaks out changes the page among others as well as alone. */
function joinTexts(texts: readonly string[], maxLength: number): readonly string[] {
  const joined: string[] = [];
  for (const text of texts) {
    const last = joined.at(-1);
    const longer = last === undefined ? text : `${last} ${text}`;
    if (last === undefined || longer.length > maxLength) joined.push(text);
    else joined[joined.length - 1] = longer;
  }
  return joined;
}

describe(`${XSS_PAYLOADS.length} hostile texts`, () => {
  const chunks = joinTexts(XSS_PAYLOADS, 4_000);

  it("are more than 500", () => {
    assert.ok(XSS_PAYLOADS.length >= 500);
    assert.ok(XSS_PAYLOADS.every((payload) => chunks.some((chunk) => chunk.includes(payload))));
  });

  for (const [where, more] of [
    ["on a pending approval", () => ({})],
    [
      "on one that asks groups",
      (text) => ({ groups: ["staff", text], votes: [{ by: text, groups: [text] }] }),
    ],
    [
      "on a decided approval",
      (text) => ({
        votes: [
          { by: text, comment: text },
          { by: "mary", decision: "reject", comment: text },
        ],
      }),
    ],
  ] as const satisfies readonly (readonly [string, PoisonMore])[]) {
    it(`make no element and no attribute ${where}`, async () => {
      const harmless = (await renderPages(poison("harmless", more), "harmless")).map(outlineHtml);
      for (const chunk of chunks) {
        const pages = await renderPages(poison(chunk, more), chunk);
        for (const [index, page] of pages.entries()) {
          assert.deepEqual(outlineHtml(page).elements, harmless[index]?.elements, `page ${index}: ${chunk}`);
        }
      }
    });
  }

  it("are shown as they are", async () => {
    for (const chunk of joinTexts(
      XSS_PAYLOADS.filter((text) => !text.includes("\u0000")),
      2_000,
    )) {
      const [, page = ""] = await renderPages(poison(chunk), "harmless");
      assert.ok(outlineHtml(page).text.includes(chunk), chunk);
    }
  });

  it("make no link but to http, https and mailto in the author's Markdown, and fetch nothing", () => {
    for (const payload of XSS_PAYLOADS) {
      const { elements, links } = outlineHtml(renderMarkdown(payload).toString());
      const own = elements.filter((element) => !["html ", "head ", "body "].includes(element));
      for (const element of own) assert.ok(MARKDOWN_ELEMENTS.has(element), `${element} from ${payload}`);
      for (const link of links) assert.match(link, /^(https?:\/\/|mailto:|#i-out$)/u, payload);
    }
  });

  it("leave the page around the author's Markdown as it is", async () => {
    for (const description of XSS_PAYLOADS.filter((_, index) => index % 50 === 0)) {
      const { app } = startTestServer([buildApproval({ description })]);
      const page = await (await app.request(PAGE)).text();
      const around = page.replace(/<div class="prose" dir="auto">[\s\S]*?<\/div>\n<\/section>/u, "");
      assert.ok(around.length < page.length);
      assert.equal(outlineHtml(around).elements.filter((element) => element.startsWith("script")).length, 1);
    }
  });

  it("are text in the names and groups that people claim", async () => {
    const { app } = startTestServer([buildApproval()]);
    const names = joinTexts(
      XSS_PAYLOADS.filter((text) => !/[\p{Cc}\u2028]/u.test(text)),
      253,
    );
    const show = async (path: string, name: string): Promise<Outline> => {
      const query = new URLSearchParams({ user: name, group: name });
      return outlineHtml(await (await app.request(`${path}?${query.toString()}`)).text());
    };
    for (const path of ["/", "/identity", PAGE, `${PAGE}/receipt`]) {
      const plain = await show(path, "harmless");
      for (const name of names) {
        assert.deepEqual((await show(path, name)).elements, plain.elements, `${path}: ${name}`);
      }
    }
  });

  it("are text when a form gives them back", async () => {
    const { app, approvals } = startTestServer([buildApproval()]);
    approvals.fail(away);
    const browser = new TestBrowser(app);
    const { token = "", digest = "" } = readHiddenFields(
      await (await browser.get(`${PAGE}?user=mary`)).text(),
      `${PAGE}/votes`,
    );
    const send = async (comment: string): Promise<string> =>
      (await browser.post(`${PAGE}/votes`, { token, digest, decision: "approve", comment })).text();
    const short = joinTexts(
      XSS_PAYLOADS.filter((text) => !/\p{Cc}/u.test(text)),
      600,
    );
    const tooLong = chunks.map((chunk) => chunk.padEnd(4_000, "x"));
    for (const [harmless, texts] of [
      ["harmless", short],
      ["harmless".repeat(500), tooLong],
    ] as const) {
      const plain = outlineHtml(await send(harmless));
      for (const text of texts)
        assert.deepEqual(outlineHtml(await send(text)).elements, plain.elements, text);
    }
  });

  it("are data in the JSON API, which no browser takes for a page", async () => {
    for (const chunk of chunks) {
      const { app } = startTestServer([poison(chunk)]);
      const response = await app.request(`/api/v1${PAGE}`);
      assert.equal(response.headers.get("content-type"), "application/json");
      assert.equal(((await response.json()) as { title: string }).title, chunk);
    }
    const { app } = startTestServer();
    const missing = await app.request("/api/v1/approvals/%3Cscript%3E/x");
    assert.equal(missing.headers.get("content-type"), "application/problem+json");
  });
});

/** What Markdown may become: each element with the attributes that it may have. */
const MARKDOWN_ELEMENTS = new Set([
  ...["h3", "p", "ul", "ol", "li", "code", "em", "strong", "s", "br", "hr", "blockquote"].map(
    (name) => `${name} `,
  ),
  ...["table", "thead", "tbody", "tr", "th", "td"].map((name) => `${name} `),
  "ol start",
  "pre class tabindex role aria-label",
  "div class tabindex role aria-label",
  "svg class aria-hidden",
  "use href",
  "a href rel",
  "a href title rel",
]);
