// No page of another site shows ours in a frame, where people could be made to click what they do not see.
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { type Attacker, FOREIGN_HOSTS, startAttacker, type Site } from "./attacks.ts";
import { launchChromium } from "./launch-chromium.ts";
import { serveSampleWorld } from "./sample-server.ts";
import { HANNA, SHOP } from "./scenes.ts";

let browser: Browser;
let attacker: Attacker;
before(async () => {
  browser = await launchChromium();
  attacker = await startAttacker();
});
after(async () => {
  await browser.close();
  attacker.close();
});

for (const site of Object.keys(FOREIGN_HOSTS) as Site[]) {
  describe(`a page of ${site}`, () => {
    it("cannot show the approval in a frame", async (t) => {
      const { url, close } = await serveSampleWorld();
      t.after(close);
      const context = await browser.newContext();
      t.after(() => context.close());
      const page = await context.newPage();
      await page.goto(`${url}${SHOP}?${HANNA}`);
      await page.goto(attacker.addressAt(site));
      const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
      const frame = `Object.assign(document.createElement("iframe"), { src: "${url}${SHOP}" })`;
      await page.evaluate(`document.body.append(${frame})`);
      await refused;
    });
  });
}
