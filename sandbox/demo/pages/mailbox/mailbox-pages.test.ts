// The demo's mailbox as a page: what is listed, what a message looks like, where its links lead and what they cannot do.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startDemoPages } from "../../../../test/kit/demo/start-demo-pages.ts";
import { readText } from "../../../../test/kit/web/read-text.ts";
import type { ReceivedMail, ReceivedPost } from "../../mailbox/mailbox.ts";

const APPROVAL = "http://localhost/approvals/default/single-1-approve";
const MAIL: ReceivedMail = {
  channel: "mail",
  from: "Countersign <countersign@demo.example>",
  to: "mary@demo.example",
  subject: "Review: Release basket 3.2.0",
  text: `Review: ${APPROVAL}`,
  html: `<!doctype html><title>x</title><body style="margin:0"><a href="${APPROVAL}" target="_self">Review</a><script>alert(1)</script></body>`,
};
const ON_SLACK: ReceivedPost = {
  channel: "slack",
  name: "releases",
  body: {
    blocks: [
      { type: "header", text: { type: "plain_text", text: "Release <basket>" } },
      { type: "section", text: { type: "mrkdwn", text: "See <https://elsewhere.example|this>" } },
      { type: "actions", elements: [{ type: "button", text: { text: "Review" }, url: APPROVAL }] },
    ],
  },
};

describe("/demo/mailbox", () => {
  it("says what is to be done for a first message, and then lists them, newest first", async () => {
    assert.match(
      await readText(await startDemoPages().browser.get("/demo/mailbox")),
      /None yet\. Start a sample/u,
    );
    const webhook = { channel: "webhook", name: "audit", body: { type: "dev.countersign.opened" } } as const;
    const { browser } = startDemoPages({ messages: [MAIL, ON_SLACK, webhook] });
    const text = await readText(await browser.get("/demo/mailbox"));
    assert.match(
      text,
      /Webhook dev\.countersign\.opened audit .*Slack Release &lt;basket&gt; releases .*Mail Review: Release basket 3\.2\.0 mary@demo\.example/u,
    );
  });

  it("is a page at a time", async () => {
    const { browser } = startDemoPages({ messages: Array.from({ length: 30 }, () => ON_SLACK) });
    assert.match(await readText(await browser.get("/demo/mailbox?page=2")), /26–30 of 30/u);
  });
});

describe("a mail", () => {
  it("stands in a frame that runs nothing and sends nothing", async () => {
    const { browser } = startDemoPages({ messages: [MAIL] });
    const page = await browser.get("/demo/mailbox/1");
    assert.match(
      page.headers.get("content-security-policy") ?? "",
      /script-src 'self'.*; frame-src 'self'$/u,
    );
    const html = await page.text();
    assert.match(
      html,
      /<iframe src="\/demo\/mailbox\/1\/html" title="[^"]+" sandbox="allow-top-navigation-by-user-activation">/u,
    );
    assert.doesNotMatch(html, /alert\(1\)/u);
    const mail = await browser.get("/demo/mailbox/1/html");
    const policy = mail.headers.get("content-security-policy") ?? "";
    assert.match(policy, /^sandbox allow-top-navigation-by-user-activation; default-src 'none'/u);
    assert.doesNotMatch(policy, /allow-scripts|allow-same-origin|script-src/u);
  });

  it("has links that lead there as who reads it, in the whole window", async () => {
    const { browser } = startDemoPages({ messages: [MAIL] });
    const html = await (await browser.get("/demo/mailbox/1/html")).text();
    assert.ok(
      html.includes(`<a href="${APPROVAL}?user=mary&amp;group=managers" target="_top">Review</a>`),
      html,
    );
    assert.match(html, /style="margin:0"/u, "and otherwise looks as it does");
  });

  it("keeps a personal link, and a link to elsewhere, as they are", async () => {
    for (const url of [`${APPROVAL}?link=abc`, "http://localhost.evil.example/approvals/x"]) {
      const { browser } = startDemoPages({ messages: [{ ...MAIL, html: `<a href="${url}">x</a>` }] });
      const html = await (await browser.get("/demo/mailbox/1/html")).text();
      assert.ok(html.includes(`<a href="${url}" target="_top">`), html);
    }
  });

  it("that nobody's mailbox is for leads there under no name", async () => {
    const { browser } = startDemoPages({ messages: [{ ...MAIL, to: "managers@demo.example" }] });
    assert.ok((await (await browser.get("/demo/mailbox/1/html")).text()).includes(`href="${APPROVAL}"`));
  });

  it("of text alone has no frame", async () => {
    const { html: _html, ...plain } = MAIL;
    const { browser } = startDemoPages({ messages: [plain] });
    const page = await (await browser.get("/demo/mailbox/1")).text();
    assert.doesNotMatch(page, /<iframe/u);
    assert.match(page, /<details open>/u);
    assert.equal((await browser.get("/demo/mailbox/1/html")).status, 404);
  });
});

describe("a message of a chat", () => {
  it("is shown plainly, its button leads to the approval, and what leads elsewhere leads nowhere", async () => {
    const { browser } = startDemoPages({ messages: [ON_SLACK] });
    const html = await (await browser.get("/demo/mailbox/1")).text();
    assert.ok(html.includes(`<a class="btn" href="${APPROVAL}"><bdi>Review</bdi></a>`));
    assert.match(html, /Release &lt;basket&gt;/u);
    assert.doesNotMatch(html, /href="https:\/\/elsewhere/u);
    assert.match(html, /this \(https:\/\/elsewhere\.example\)/u);
  });
});

it("what is not there any more says so", async () => {
  const { browser } = startDemoPages();
  for (const path of ["/demo/mailbox/7", "/demo/mailbox/7/html"]) {
    assert.equal((await browser.get(path)).status, 404);
  }
});
