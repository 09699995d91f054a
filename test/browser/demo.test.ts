// The way of a newcomer through the demo, in a real browser on the real demo: from the button of a sample to what came out.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./launch-chromium.ts";
import { openDemo, type RunningDemo } from "../kit/start-demo.ts";
import { watchPage } from "./watch-page.ts";

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 844 };

/** Icons whose drawing is not in the page. */
const FIND_LOST_ICONS = `[...document.querySelectorAll("use")].map((use) => use.getAttribute("href"))
  .filter((drawing) => document.querySelector(drawing) === null)`;

let browser: Browser;
let demo: RunningDemo;

before(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
after(async () => {
  await browser.close();
  await demo.close();
});

/** Does something in a window of its own, and sees to it that nothing was complained about. */
async function inWindow(options: BrowserContextOptions, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: DESK, ...options });
  const page = await context.newPage();
  const watch = watchPage(page, demo.url);
  await act(page);
  // By now the page has been brought up to date under their eyes, part by part.
  assert.deepEqual(await page.evaluate(FIND_LOST_ICONS), []);
  watch.assertQuiet();
  await context.close();
}

async function claim(page: Page, name: string, groups = ""): Promise<void> {
  await page.goto(`${demo.url}/demo`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Groups, separated by commas").fill(groups);
  await page.getByRole("button", { name: "Use this name" }).click();
}

/** Starts a sample; answers the address of its pipeline run. */
async function start(page: Page, title: string): Promise<string> {
  await page.getByRole("button", { name: `Start ${title}`, exact: true }).click();
  await page.getByRole("heading", { name: "Tasks" }).waitFor();
  return page.url();
}

/** Looks until it is there; without scripts a page has to be loaded again for that. */
async function see(page: Page, what: ReturnType<Page["locator"]>, withScripts: boolean): Promise<void> {
  if (withScripts) return what.waitFor();
  while (!(await what.isVisible())) await page.reload();
}

function tag(page: Page, text: string): ReturnType<Page["locator"]> {
  return page.locator(".head .tag", { hasText: text });
}

async function vote(page: Page, answer: "Approve" | "Reject", comment: string): Promise<void> {
  await page.getByRole("link", { name: "Review the approval" }).click();
  await page.getByLabel("Comment, optional").fill(comment);
  await page.getByRole("button", { name: answer }).click();
  await page.getByRole("heading", { name: /^Your vote is recorded/u }).waitFor();
}

/** Every two of width, scripts and colours meet. */
const LOOKS: readonly (BrowserContextOptions & { readonly how: string })[] = [
  { how: "on a phone, in the light", viewport: PHONE, javaScriptEnabled: true, colorScheme: "light" },
  {
    how: "on a phone, in the dark, without scripts",
    viewport: PHONE,
    javaScriptEnabled: false,
    colorScheme: "dark",
  },
  { how: "at a desk, in the dark", viewport: DESK, javaScriptEnabled: true, colorScheme: "dark" },
  {
    how: "at a desk, in the light, without scripts",
    viewport: DESK,
    javaScriptEnabled: false,
    colorScheme: "light",
  },
];

describe("a newcomer", { concurrency: 2, timeout: 180_000 }, () => {
  for (const { how, ...look } of LOOKS) {
    const withScripts = look.javaScriptEnabled === true;

    describe(how, () => {
      it("starts a sample, approves it, and sees what the pipeline did then", () =>
        inWindow(look, async (page) => {
          await claim(page, "mary");
          await start(page, "Single");
          await see(page, page.getByText("It waits for john, mary or peter"), withScripts);
          await vote(page, "Approve", "ship it");
          await page.getByRole("link", { name: "Follow the pipeline run" }).click();
          await see(page, tag(page, "Succeeded"), withScripts);
          await page.getByText("Approved by mary, with the comment: ship it").waitFor();
          await page.getByRole("link", { name: "Samples" }).first().click();
          await page.getByText("approved by mary, then deploy").first().waitFor();
        }));

      it("rejects it, and the requester is told", () =>
        inWindow(look, async (page) => {
          await claim(page, "peter");
          await start(page, "Multi");
          await see(page, page.getByText("It waits for john, mary and peter"), withScripts);
          await vote(page, "Reject", "not before Monday");
          await page.getByRole("link", { name: "Follow the pipeline run" }).click();
          await see(page, tag(page, "Succeeded"), withScripts);
          await page.getByText("the flag stays off; the requester is told").waitFor();
        }));

      it("needs two people for four eyes, one after the other", () =>
        inWindow(look, async (page) => {
          await claim(page, "mary");
          const run = await start(page, "Four eyes");
          await see(page, page.getByText("four eyes, first stage"), withScripts);
          await vote(page, "Approve", "fingerprint compared");
          await page.goto(run);
          await page.getByText("It waits for john").waitFor();
          await page.getByRole("link", { name: "Review the approval" }).click();
          assert.equal(await page.getByRole("button", { name: "Approve" }).count(), 0, "mary has voted");
          await claim(page, "john");
          await page.goto(run);
          await page.getByRole("link", { name: "Review the approval" }).click();
          await page.getByText("fingerprint compared").first().waitFor();
          await page.goto(run);
          await vote(page, "Approve", "me too");
          await page.goto(run);
          await see(page, tag(page, "Succeeded"), withScripts);
          const said = "Approved by mary|john, with the comments: fingerprint compared|me too";
          await page.getByText(said).waitFor();
        }));

      it("finds a stranger refused, and a member of the group not", () =>
        inWindow(look, async (page) => {
          await claim(page, "zoe");
          const run = await start(page, "Single, by group");
          await see(page, page.getByText("It waits for anyone in managers"), withScripts);
          await page.getByRole("link", { name: "Review the approval" }).click();
          assert.equal(await page.getByRole("button", { name: "Approve" }).count(), 0);
          await claim(page, "zoe", "managers");
          await page.goto(run);
          await vote(page, "Approve", "");
        }));
    });
  }
});

describe("the demo's pages", { timeout: 180_000 }, () => {
  it("follow a run by themselves, say so aloud, and leave the focus where it was", () =>
    inWindow({}, async (page) => {
      await claim(page, "mary");
      await start(page, "Quorum");
      const cancel = page.getByRole("button", { name: "Cancel the run" });
      await cancel.focus();
      await page.getByRole("link", { name: "Review the approval" }).waitFor();
      assert.equal(await cancel.evaluate("document.activeElement.textContent"), "Cancel the run");
      const said = page.locator("#news");
      await said.getByText("It waits for an approval at approve.").waitFor();
      await cancel.click();
      await tag(page, "Cancelled").waitFor();
      await said.getByText("Cancelled.").waitFor();
      assert.equal(await page.locator("[data-live]").count(), 0, "what has ended is looked at no more");
    }));
});
