// What a mail scanner does with all that the demo has sent: it opens every message, follows every link that is in it, runs the
// scripts that it finds there and presses every button. It is nobody in particular, and decides nothing.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openDemo, type RunningDemo } from "../kit/start-demo.ts";
import { until } from "../kit/until.ts";
import { startSample } from "../kit/demo/start-sample.ts";
import { launchChromium } from "./launch-chromium.ts";
import { pressEverything } from "./press-everything.ts";

let browser: Browser;
let demo: RunningDemo;
before(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
after(async () => {
  await browser.close();
  await demo.close();
});

/** Where one looks, and not what was sent; as are the samples, which stand in for whoever may start and cancel pipeline runs. */
const MAILBOX = "/demo/mailbox";
/** Here somebody becomes somebody else, also by a form on another page. */
const IDENTITY = "/identity";
const BUTTONS = `main button:not(form[action="${IDENTITY}"] button)`;

async function readMessages(page: Page): Promise<readonly string[]> {
  await page.goto(`${demo.url}${MAILBOX}`);
  return await page.evaluate<string[]>(
    "[...document.querySelectorAll('#messages td a')].map(({ href }) => href)",
  );
}

/** The addresses that a message has in it, as they were sent. */
async function findLinks(page: Page, message: string): Promise<readonly string[]> {
  await page.goto(message);
  const text = await page.evaluate<string>("document.querySelector('article').textContent");
  const posted = await page.evaluate<string[]>(
    "[...document.querySelectorAll('article a.btn[href*=approvals]')].map(({ href }) => href)",
  );
  const sent = [...text.matchAll(/https?:\/\/[^\s"'<>)]+/gu)].map(([url]) => url);
  return [...new Set([...sent, ...posted])];
}

it("a crawler that is nobody in particular decides nothing by what is in the mailbox", async () => {
  const samples = ["single", "multi", "four-eyes"];
  const approvals = await Promise.all(samples.map((sample) => startSample(demo.url, sample)));
  const page = await (await browser.newContext()).newPage();
  const messages = await until("everybody was told", async () => {
    const found = await readMessages(page);
    return found.length >= 10 ? found : undefined;
  });
  const links = new Set<string>();
  for (const message of messages) for (const link of await findLinks(page, message)) links.add(link);
  const paths = new Set([...links].map((link) => new URL(link).pathname));
  for (const approval of approvals) assert.ok(paths.has(approval), `${approval} in ${[...paths].join(" ")}`);
  for (const link of links) assert.equal(new URL(link).origin, demo.url, link);

  const crawler = await (await browser.newContext()).newPage();
  for (const link of links) {
    await pressEverything(crawler, link, { buttons: BUTTONS });
    const more = await crawler.evaluate<string[]>(
      "[...document.querySelectorAll('main a[href]')].map(({ href }) => href)",
    );
    for (const href of new Set(more)) {
      const { origin, pathname } = new URL(href);
      if (origin !== demo.url || pathname === IDENTITY || pathname.startsWith("/demo")) continue;
      await pressEverything(crawler, href, { buttons: BUTTONS });
    }
  }
  for (const approval of approvals) {
    const { state, votes } = (await (await fetch(`${demo.url}/api/v1${approval}`)).json()) as {
      state: string;
      votes: unknown[];
    };
    assert.deepEqual([state, votes], ["pending", []], approval);
  }
});
