// The page that a link shows, and a vote by it, in a real browser; with scripts and without, on a desk and on a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { PAGE, REF } from "../kit/web/build-approval.ts";
import { ORIGIN, type Sent, sendLink } from "../kit/web/send-link.ts";
import { ALL_LOOKS, describeLook, launchChromium, type Look } from "./launch-chromium.ts";
import { watchPage } from "./watch-page.ts";

const FIND_FAULTS = readFileSync(join(import.meta.dirname, "find-faults.js"), "utf8");

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(async () => {
  await browser.close();
});

/** Runs with the page that the link of an approval has opened. */
async function withLink(
  look: Look,
  run: (page: Page, sent: Sent) => Promise<void>,
  decide = true,
): Promise<void> {
  const sent = sendLink({ decide });
  const { port, close } = await sent.server.listen({ port: 0, host: "127.0.0.1" });
  const origin = `http://localhost:${port}`;
  const context = await browser.newContext(look);
  try {
    const page = await context.newPage();
    const watch = watchPage(page, origin);
    await page.goto(`${origin}${sent.sent.url.slice(ORIGIN.length)}`);
    assert.equal(page.url(), `${origin}${PAGE}`);
    await run(page, sent);
    watch.assertQuiet();
  } finally {
    await context.close();
    await close();
  }
}

async function findByAxe(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

for (const look of ALL_LOOKS) {
  describe(describeLook(look), () => {
    it("a vote by a link takes the code; a wrong one keeps the comment", () =>
      withLink(look, async (page, { sent, approvals }) => {
        await page.getByLabel("Comment, optional").fill("Read.");
        await page.getByLabel("Code from your message").fill("0000-0000");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("This is not the code from the message").waitFor();
        assert.deepEqual(approvals.find(REF)?.votes, []);
        assert.equal(await page.getByLabel("Comment, optional").inputValue(), "Read.");
        await page.getByLabel("Code from your message").fill(sent.code);
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByRole("heading", { name: /Your vote is recorded/u }).waitFor();
        assert.deepEqual(
          approvals.find(REF)?.votes.map(({ by, via }) => [by, via]),
          [["mary", "link"]],
        );
      }));

    // axe and the rules of layout are scripts themselves.
    if (!look.javaScriptEnabled) return;
    for (const decide of [true, false]) {
      it(`the page lies well, with no fault that axe finds, in the light and in the dark (deciding ${decide ? "on" : "off"})`, () =>
        withLink(
          look,
          async (page) => {
            for (const colorScheme of ["light", "dark"] as const) {
              await page.emulateMedia({ colorScheme });
              assert.deepEqual(await findByAxe(page), [], colorScheme);
              assert.deepEqual(
                await page.evaluate<string[]>(`${FIND_FAULTS}\nfindFaults();`),
                [],
                colorScheme,
              );
            }
          },
          decide,
        ));
    }
  });
}
