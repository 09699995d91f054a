// Mode `proxy` in a real browser, behind a proxy that adds its headers to whatever is asked; with scripts and without.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { ask, startProduct, type TestProduct } from "../kit/start-product.ts";
import { ALL_LOOKS, describeLook, launchChromium, type Look } from "./launch-chromium.ts";
import { watchPage } from "./watch-page.ts";

let browser: Browser;

before(async () => {
  browser = await launchChromium();
});
after(async () => {
  await browser.close();
});

const SECRET = "s".repeat(44);
const HEADERS = { name: "X-Forwarded-User", groups: "X-Forwarded-Groups" };

/** What the proxy adds for her. */
function asMary(groups: string, secret = SECRET): Record<string, string> {
  return { [HEADERS.name]: "mary", [HEADERS.groups]: groups, "X-Proxy-Secret": secret };
}

interface World {
  readonly product: TestProduct;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly path: string;
}

/** An approval that asks the group `ops`, and Mary of that group before a browser. */
async function startWorld(t: TestContext, look: Look): Promise<World> {
  const proof = { secret: { header: "X-Proxy-Secret", valueFile: "in the test" } };
  const product = await startProduct(t, {
    auth: { modes: ["proxy"], proxy: { from: ["127.0.0.1"], proof, headers: HEADERS } },
    proxySecrets: [SECRET],
  });
  await ask(product, "release", { groups: ["ops"] });
  const context = await browser.newContext({ ...look, extraHTTPHeaders: asMary("dev,ops") });
  t.after(() => context.close());
  return { product, context, page: await context.newPage(), path: "/approvals/default/release" };
}

for (const look of ALL_LOOKS) {
  describe(describeLook(look), () => {
    it("somebody votes as whom the proxy names, and no page speaks of open mode", async (t) => {
      const { product, page } = await startWorld(t, look);
      const watch = watchPage(page, product.url);
      await page.goto(product.url);
      await page.getByRole("heading", { name: "1 approval waits for you" }).waitFor();
      await page.getByRole("link", { name: "release", exact: true }).click();
      assert.equal(await page.getByText("Open mode").count(), 0);
      await page.getByLabel("Comment, optional").fill("Read.");
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("heading", { name: /Your vote is recorded/u }).waitFor();
      watch.assertQuiet();
    });

    it("a group that is taken away between page and vote is not asked any more, and the comment is kept", async (t) => {
      const { product, context, page, path } = await startWorld(t, look);
      await page.goto(`${product.url}${path}`);
      await page.getByLabel("Comment, optional").fill("What I wrote.");
      await context.setExtraHTTPHeaders(asMary("dev"));
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByText("What I wrote.").waitFor();
      assert.equal(await page.getByText(/is recorded/u).count(), 0);
    });

    it("a proof that is none any more while somebody writes refuses the vote, and the comment is kept", async (t) => {
      const { product, context, page, path } = await startWorld(t, look);
      await page.goto(`${product.url}${path}`);
      await page.getByLabel("Comment, optional").fill("What I wrote.");
      await context.setExtraHTTPHeaders(asMary("ops", "another"));
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByText("does not have the secret that the proxy shares with this server").waitFor();
      await page.getByText("What I wrote.").waitFor();
    });
  });
}
