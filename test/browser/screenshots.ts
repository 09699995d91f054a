// Takes pictures of every page in every state, phone and desk, light and dark:
// `node test/browser/screenshots.ts [FOLDER [SCENE…]]`; with `NAMES="e-mail addresses"` of people who are called so.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { asTheyAre, CASTS } from "./cast.ts";
import { launchChromium } from "./launch-chromium.ts";
import { playScene } from "./play-scene.ts";
import { SCENES } from "./scenes.ts";

const [folder = join(import.meta.dirname, "../../screenshots/pages"), ...only] = process.argv.slice(2);
const cast = CASTS[process.env["NAMES"] ?? ""] ?? asTheyAre;
const scenes = SCENES.filter(({ name }) => only.length === 0 || only.includes(name));

mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
for (const scene of scenes) {
  await playScene(scene, { browser, cast }, async (page) => {
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: width === 320 ? 568 : 844 });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const file = join(folder, `${scene.name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path: file, fullPage: width > 400 });
      }
    }
  });
}
await browser.close();
