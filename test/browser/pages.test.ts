// Every page in every state, in a real browser: nothing that axe finds, nothing that the browser complains about,
// nothing wider than the window.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { launchChromium } from "./launch-chromium.ts";
import { SCENES, playScene, serveSampleWorld } from "./scenes.ts";
import { watchPage } from "./watch-page.ts";

const LOOKS = [
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
] as const;
const WIDTHS = [390, 672, 768, 1055, 1056, 1280, 1440];

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(async () => {
  await browser.close();
});

for (const scene of SCENES) {
  describe(`the page "${scene.name}"`, () => {
    for (const { width, colorScheme } of LOOKS) {
      it(`has no fault that axe finds, at ${width} px, ${colorScheme}`, async () => {
        const server = await serveSampleWorld();
        const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
        const page = await context.newPage();
        const watch = watchPage(page, server.url);
        await playScene(page, server, scene);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const faults = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`,
        );
        assert.deepEqual(faults, []);
        watch.assertQuiet();
        await context.close();
        await server.close();
      });
    }

    it(`fits into every width from ${WIDTHS[0]} to ${WIDTHS.at(-1)} px`, async () => {
      const server = await serveSampleWorld();
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      await playScene(page, server, scene);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 844 });
        const wide = await page.evaluate("document.documentElement.scrollWidth");
        assert.equal(wide, width);
      }
      await context.close();
      await server.close();
    });
  });
}
