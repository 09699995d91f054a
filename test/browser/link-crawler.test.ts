// What a mail scanner does: it follows every link, runs scripts, fills in every field and presses every button.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { PAGE, REF } from "../kit/web/build-approval.ts";
import { sendLink } from "../kit/web/send-link.ts";
import { launchChromium } from "./launch-chromium.ts";
import { pressEverything } from "./press-everything.ts";

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(async () => await browser.close());

/** What a field is filled with: whatever could be meant, and all that the page itself says. */
async function guessesOn(page: Page): Promise<readonly string[]> {
  const words = (await page.locator("body").innerText()).match(/[\w-]{4,20}/gu) ?? [];
  const token = new URL(page.url()).searchParams.get("link") ?? "";
  const last = ["approve", "APPROVE", "yes", "12345678", "0000-0000", token.slice(0, 8)];
  return [...new Set([...last, ...words])].slice(0, 12);
}

for (const decide of [true, false]) {
  it(`a crawler gives no vote by a link (deciding ${decide ? "on" : "off"})`, async () => {
    const { server, approvals, sent } = sendLink({ decide });
    const { port, close } = await server.listen({ port: 0, host: "127.0.0.1" });
    const origin = `http://localhost:${port}`;
    const page = await (await browser.newContext()).newPage();
    try {
      await page.goto(`${origin}${sent.url.slice("http://localhost".length)}`);
      assert.equal(page.url(), `${origin}${PAGE}`, "the link is gone from the address");
      assert.equal(await page.evaluate("document.cookie + document.referrer"), "", "no script sees it");
      const pressed = await pressEverything(page, `${origin}${PAGE}`, { guessesOn });
      assert.equal(pressed > 20, decide, `${pressed} buttons pressed`);
      await page.goto(`${origin}${PAGE}`);
      const links = await page.evaluate<readonly string[]>("[...document.links].map(({ href }) => href)");
      for (const href of new Set(links)) if (href.startsWith(origin)) await page.goto(href);
      assert.deepEqual(approvals.find(REF)?.votes, []);
    } finally {
      await page.context().close();
      await close();
    }
  });
}

it("a person with the code gives one", async () => {
  const { server, approvals, sent } = sendLink();
  const { port, close } = await server.listen({ port: 0, host: "127.0.0.1" });
  const page = await (await browser.newContext()).newPage();
  try {
    await page.goto(`http://localhost:${port}${sent.url.slice("http://localhost".length)}`);
    await page.getByLabel("Code from your message").fill(sent.code.toLowerCase());
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("Your vote is recorded").first().waitFor();
    assert.equal(approvals.find(REF)?.votes.length, 1);
  } finally {
    await page.context().close();
    await close();
  }
});
