// Every page in every state, in a real browser: nothing that axe finds, nothing that the browser complains about,
// nothing wider than the window.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./launch-chromium.ts";
import { SCENES, playScene, serveSampleWorld, type Scene } from "./scenes.ts";
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

/** Plays the scene in a window of that look; ends window and server also when it fails. */
async function withScene(
  scene: Scene,
  { width, colorScheme }: (typeof LOOKS)[number],
  check: (page: Page) => Promise<void>,
): Promise<void> {
  const server = await serveSampleWorld();
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
  try {
    const page = await context.newPage();
    const watch = watchPage(page, server.url);
    await playScene(page, server, scene);
    await check(page);
    watch.assertQuiet();
  } finally {
    await context.close();
    await server.close();
  }
}

for (const scene of SCENES) {
  describe(`the page "${scene.name}"`, () => {
    for (const look of LOOKS) {
      it(`has no fault that axe finds, at ${look.width} px, ${look.colorScheme}`, async () => {
        await withScene(scene, look, async (page) => {
          const { violations } = await new AxeBuilder({ page }).analyze();
          const faults = violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`,
          );
          assert.deepEqual(faults, []);
        });
      });
    }

    it(`fits into every width from ${WIDTHS[0]} to ${WIDTHS.at(-1)} px`, async () => {
      await withScene(scene, LOOKS[0], async (page) => {
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 844 });
          assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
        }
      });
    });
  });
}
