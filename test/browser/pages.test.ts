// Every page in every state, in a real browser, with names as long as they come and in every window: all of it inside, the
// request before the buttons, nothing that axe finds, nothing that the browser complains about.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { CASTS, CASTS_OF_THE_GATE } from "./cast.ts";
import { launchChromium } from "./launch-chromium.ts";
import { playScene } from "./play-scene.ts";
import { SCENES } from "./scenes.ts";

const WINDOWS = [
  // What a desk shows at 400 %.
  { width: 320, height: 256 },
  { width: 320, height: 568 },
  { width: 360, height: 640 },
  { width: 390, height: 664 },
  { width: 671, height: 900 },
  { width: 768, height: 1024 },
  { width: 1055, height: 800 },
  { width: 1056, height: 800 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const CASTING = Object.entries(CASTS).filter(
  ([names]) => process.env["COUNTERSIGN_LONG"] !== undefined || CASTS_OF_THE_GATE.includes(names),
);
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 844 };

const FIND_FAULTS = readFileSync(join(import.meta.dirname, "find-faults.js"), "utf8");

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(async () => {
  await browser.close();
});

async function findFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`${FIND_FAULTS}\nfindFaults();`);
}

async function findByAxe(page: Page): Promise<readonly string[]> {
  // Not in a frame without scripts, where axe would wait for its own for ever.
  const { violations } = await new AxeBuilder({ page }).exclude("iframe[sandbox]").analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

for (const scene of SCENES) {
  describe(`the page "${scene.name}"`, () => {
    for (const [names, cast] of CASTING) {
      it(`lies well in every window, with ${names}`, () =>
        playScene(scene, { browser, cast }, async (page) => {
          for (const window of WINDOWS) {
            await page.setViewportSize(window);
            assert.deepEqual(await findFaults(page), [], `${window.width} × ${window.height}`);
          }
        }));
    }

    it("has no fault that axe finds, in the light, in the dark and in forced colours, and nothing in it moves", () =>
      playScene(scene, { browser, look: { viewport: DESK, reducedMotion: "reduce" } }, async (page) => {
        assert.deepEqual(await findByAxe(page), [], "at a desk, in the light");
        assert.equal(await page.evaluate("document.getAnimations().length"), 0);
        await page.setViewportSize(PHONE);
        await page.emulateMedia({ colorScheme: "dark" });
        assert.deepEqual(await findByAxe(page), [], "on a phone, in the dark");
        await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
        assert.deepEqual(await findFaults(page), [], "on a phone, in forced colours");
      }));
  });
}
