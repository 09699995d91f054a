// Takes pictures of every page in every state, phone and desk, light and dark: `node test/browser/screenshots.ts [FOLDER]`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { launchChromium } from "./launch-chromium.ts";
import { SCENES, playScene, serveSampleWorld, type Scene } from "./scenes.ts";

const folder = process.argv[2] ?? join(import.meta.dirname, "../../screenshots/pages");
/** One picture, of a server and a browser context of its own. */
async function takePicture(
  browser: Browser,
  scene: Scene,
  look: { readonly width: number; readonly colorScheme: "light" | "dark" },
): Promise<void> {
  const server = await serveSampleWorld();
  const context = await browser.newContext({
    viewport: { width: look.width, height: 844 },
    colorScheme: look.colorScheme,
  });
  const page = await context.newPage();
  await playScene(page, server, scene);
  const file = `${scene.name}-${look.width}-${look.colorScheme}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: look.width > 400 });
  await context.close();
  await server.close();
}

const only = process.argv.slice(3);
const scenes = SCENES.filter(({ name }) => only.length === 0 || only.includes(name));
mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
for (const width of [1280, 390]) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const scene of scenes) await takePicture(browser, scene, { width, colorScheme });
  }
}
await browser.close();
