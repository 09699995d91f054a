// What a mail scanner does with mails as the product sends them, with links in them that say who their readers are: it opens
// each mail, follows every link, runs every script, fills in every field and presses every button. It decides nothing, and
// whoever the mail was for still can.
import assert from "node:assert/strict";
import { after, before, it, type TestContext } from "node:test";

import { type ParsedMail, simpleParser } from "mailparser";
import type { Browser, Page } from "playwright-core";

import { findFreePort } from "../../rigs/find-free-port.ts";
import { CHANNELS } from "../../src/config/channels/channel-settings.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { startSmtp, type TestSmtp } from "../kit/mail/start-smtp.ts";
import { ask, startProduct, type TestProduct } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";
import { launchChromium } from "./launch-chromium.ts";
import { pressEverything } from "./press-everything.ts";

const ANN = "ann@example.com";
const BERT = "bert@example.com";
const TEAM = "team@example.com";

const APPROVALS = {
  single: { approvers: [ANN] },
  multi: { approvers: [ANN, BERT], strategy: "MULTI" },
  "four-eyes": { groups: [TEAM], strategy: "FOUR_EYES" },
} as const;

/** `link-crawler.test.ts` tries more of them, at one page. */
const GUESSES = ["approve", "0000-0000"];

/** To ann two, to bert one, to the team one. */
const MAILS = 4;

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(async () => await browser.close());

/** The product, and what it has sent to those whom it asks. */
async function askByMail(t: TestContext, decide: boolean) {
  const smtp = await startSmtp(t);
  const mail = { from: "approvals@example.com", host: "127.0.0.1", port: smtp.port, startTls: "disabled" };
  const port = await findFreePort();
  const origin = `http://localhost:${port}`;
  const product = await startProduct(t, {
    baseUrl: origin,
    listen: { port },
    auth: { modes: ["kubernetes", "link"], link: { decide } },
    channels: CHANNELS.parse({ mail }),
  });
  for (const [name, params] of Object.entries(APPROVALS)) await ask(product, name, params);
  return { product, smtp, origin, mails: await receive(smtp, MAILS) };
}

async function receive(smtp: TestSmtp, count: number): Promise<readonly ParsedMail[]> {
  await until(`${count} mails have arrived`, () => smtp.mails.length === count);
  return await Promise.all(smtp.mails.map(({ source }) => simpleParser(source)));
}

async function stateOf({ api }: TestProduct, name: string) {
  const { status } = await api.get<ApprovalTask>(APPROVAL_TASKS, { namespace: "default", name });
  return { votes: status?.votes?.length ?? 0, decision: status?.decision?.state };
}

/** Every address in the mail, wherever it stands: what leads somewhere in the HTML, and what looks like one anywhere. */
async function findLinks(page: Page, mail: ParsedMail): Promise<readonly string[]> {
  await page.setContent(mail.html === false ? "" : (mail.html ?? ""));
  const inHtml = await page.evaluate<string[]>(
    "[...document.querySelectorAll('[href], [src], [action]')].map((one) => one.href ?? one.src ?? one.action)",
  );
  const headers = mail.headerLines.map(({ line }) => line).join("\n");
  const written = `${mail.text}\n${headers}`.match(/https?:\/\/[^\s"'<>)]+/gu) ?? [];
  return [...new Set([...inHtml, ...written])];
}

/** Without a browser: as those do who only want to see what is there. */
async function probe(link: string): Promise<void> {
  for (const method of ["HEAD", "GET", "POST", "OPTIONS"]) await fetch(link, { method });
  await fetch(link, {
    method: "POST",
    body: new URLSearchParams({ decision: "approve", code: "0000-0000" }),
  });
}

/** Follows the link and presses everything there, and on every page that it leads to; how often it pressed. */
async function crawl(page: Page, link: string): Promise<number> {
  let pressed = await pressEverything(page, link, { guessesOn: async () => GUESSES });
  await page.goto(link);
  const more = await page.evaluate<string[]>("[...document.links].map(({ href }) => href)");
  const { origin } = new URL(link);
  for (const href of new Set(more)) if (href.startsWith(origin)) pressed += await pressEverything(page, href);
  return pressed;
}

/** Of the mail to this person about this approval: its personal link, and the code that stands beside it. */
function readMail(mails: readonly ParsedMail[], to: string, name: string) {
  const found = mails.find(({ text = "", to: sentTo }) => {
    return text.includes(`/default/${name}?`) && [sentTo].flat().some((one) => one?.text === to);
  });
  const [link = ""] = /https?:\S+[?]link=\S+/u.exec(found?.text ?? "") ?? [];
  const [, code = ""] = /^Code\D*: (\S+)$/mu.exec(found?.text ?? "") ?? [];
  return { link, code };
}

for (const decide of [true, false]) {
  it(`a crawler decides nothing by real mails (votes by links ${decide ? "on" : "off"})`, async (t) => {
    const { product, origin, mails } = await askByMail(t, decide);
    const context = await browser.newContext();
    t.after(async () => await context.close());
    const page = await context.newPage();
    const links = new Set<string>();
    for (const mail of mails) for (const link of await findLinks(page, mail)) links.add(link);
    for (const link of links) assert.equal(new URL(link).origin, origin, link);
    assert.equal([...links].filter((link) => link.includes("?link=")).length, 3, [...links].join(" "));
    let pressed = 0;
    for (const link of links) {
      await probe(link);
      pressed += await crawl(page, link);
    }
    assert.equal(pressed > 8, decide, `${pressed} buttons pressed`);
    for (const name of Object.keys(APPROVALS))
      assert.deepEqual(await stateOf(product, name), { votes: 0, decision: undefined }, name);

    const { link, code } = readMail(mails, ANN, "single");
    const person = await (await browser.newContext()).newPage();
    t.after(async () => await person.context().close());
    await person.goto(link);
    if (decide) {
      await person.getByLabel("Code from your message").fill(code);
      await person.getByRole("button", { name: "Approve" }).click();
      await person.getByText("Your vote is recorded").first().waitFor();
    } else {
      await person.getByText("Waits for").first().waitFor();
      assert.equal(await person.getByRole("button", { name: "Approve" }).count(), 0);
    }
    assert.equal((await stateOf(product, "single")).votes, decide ? 1 : 0);
  });
}
