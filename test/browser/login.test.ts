// Signing in at a provider, in a real browser, with the provider's own pages; with scripts and without.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type LoginWorld, startLoginWorld } from "../kit/start-login.ts";
import { ask } from "../kit/start-product.ts";
import { launchChromium } from "./launch-chromium.ts";

let browser: Browser;

before(async () => {
  browser = await launchChromium();
});
after(async () => {
  await browser.close();
});

const LOOKS = [
  { javaScriptEnabled: true, viewport: { width: 1280, height: 844 } },
  { javaScriptEnabled: false, viewport: { width: 390, height: 844 } },
] as const;

async function openPage(t: TestContext, look: (typeof LOOKS)[number]): Promise<Page> {
  const context = await browser.newContext(look);
  t.after(() => context.close());
  return await context.newPage();
}

/** On the provider's pages. */
async function signInAs(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^${name}`, "u") }).click();
  await page.getByRole("button", { name: "Yes, go on" }).click();
}

async function askFor(
  world: LoginWorld,
  name: string,
  params: Readonly<Record<string, unknown>>,
): Promise<string> {
  await ask(world.cluster, name, params);
  return `${world.replicas[0]?.baseUrl}/approvals/default/${name}`;
}

for (const look of LOOKS) {
  describe(`with${look.javaScriptEnabled ? "" : "out"} scripts, at ${look.viewport.width} pixels`, () => {
    it("a login leads back to where one wanted to be, and the vote has the account on record", async (t) => {
      const world = await startLoginWorld(t);
      const url = await askFor(world, "release", { approvers: ["mary"] });
      const page = await openPage(t, look);
      await page.goto(url);
      await page.getByRole("banner").getByRole("link", { name: "Sign in" }).click();
      await signInAs(page, "mary");
      assert.equal(page.url(), url);
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("heading", { name: /Your vote is recorded/u }).waitFor();
    });
  });
}
