// Signing in at a provider, in a real browser, with the provider's own pages; with scripts and without.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { ShiftedTime } from "../kit/shifted-time.ts";
import { type LoginWorld, startLoginWorld } from "../kit/start-login.ts";
import { ask } from "../kit/start-product.ts";
import { ALL_LOOKS, describeLook, launchChromium, type Look } from "./launch-chromium.ts";
import { watchPage } from "./watch-page.ts";

let browser: Browser;

before(async () => {
  browser = await launchChromium();
});
after(async () => {
  await browser.close();
});

async function openPage(t: TestContext, look: Look): Promise<Page> {
  const context = await browser.newContext(look);
  t.after(() => context.close());
  return await context.newPage();
}

async function assertAccessible(page: Page, { javaScriptEnabled }: Look): Promise<void> {
  if (!javaScriptEnabled) return;
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    [],
  );
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

for (const look of ALL_LOOKS) {
  describe(describeLook(look), () => {
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

    it("people choose a provider, see as whom they are known, and sign out here and there", async (t) => {
      const world = await startLoginWorld(t, { titles: ["Company login", "Partner accounts"] });
      const origin = world.replicas[0]?.baseUrl ?? "";
      const page = await openPage(t, look);
      const watch = watchPage(
        page,
        origin,
        world.providers.map(({ issuer }) => issuer),
      );
      await page.goto(`${origin}/sign-in?next=/me`);
      await assertAccessible(page, look);
      await page.getByRole("link", { name: "Partner accounts" }).click();
      await signInAs(page, "eve");
      await page.getByRole("heading", { name: "Who you are here" }).waitFor();
      await page.getByText("signed in with Partner accounts").waitFor();
      await assertAccessible(page, look);
      await page.getByRole("main").getByRole("button", { name: "Sign out", exact: true }).click();
      await page.getByRole("button", { name: "Yes, sign me out" }).click();
      await page.waitForURL(`${origin}/signed-out`);
      await page.getByRole("heading", { name: "You are signed out" }).waitFor();
      watch.assertQuiet();
    });

    it("a vote waits for the provider's word, and what was typed comes back", async (t) => {
      const time = new ShiftedTime();
      const world = await startLoginWorld(t, { time });
      const url = await askFor(world, "release", { groups: ["security"] });
      const page = await openPage(t, look);
      await page.goto(`${world.replicas[0]?.baseUrl}/sign-in?next=${new URL(url).pathname}`);
      await signInAs(page, "mary");
      await page.getByLabel("Comment, optional").fill("Notes read.\nGo.");
      time.setBy(60 * 60_000);
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByText("your vote is not recorded yet").waitFor();
      assert.equal(page.url(), url);
      assert.equal(await page.getByLabel("Comment, optional").inputValue(), "Notes read.\nGo.");
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("heading", { name: /Your vote is recorded/u }).waitFor();
    });

    it("a page says that a provider is away, and its session that it has ended", async (t) => {
      const time = new ShiftedTime();
      const world = await startLoginWorld(t, { time });
      const origin = world.replicas[0]?.baseUrl ?? "";
      const url = await askFor(world, "release", { groups: ["security"] });
      const page = await openPage(t, look);
      await page.goto(`${origin}/sign-in?next=${new URL(url).pathname}`);
      await signInAs(page, "mary");
      await page.getByLabel("Comment, optional").fill("Kept.");
      time.setBy(24 * 60 * 60_000);
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByText("What you wrote is kept").waitFor();
      await page.getByRole("link", { name: "Company login" }).click();
      await page.getByText("your vote is not recorded yet").waitFor();
      assert.equal(await page.getByLabel("Comment, optional").inputValue(), "Kept.");

      const away = await startLoginWorld(t, { awayAtFirst: true });
      await page.goto(`${away.replicas[0]?.baseUrl}/sign-in?next=/me`);
      await page.getByText("Company login does not answer").waitFor();
    });
  });
}
