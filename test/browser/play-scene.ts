import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { TEST_NOW_MS } from "../kit/web/build-approval.ts";
import { asTheyAre, type Cast } from "./cast.ts";
import { serveSampleWorld } from "./sample-server.ts";
import type { Scene } from "./scenes.ts";
import { watchPage } from "./watch-page.ts";

export interface Playing {
  readonly browser: Browser;
  readonly cast?: Cast;
  readonly look?: BrowserContextOptions;
}

/** Brings a page into its state in a window and on a server of its own, and shows it; fails when the browser complained. */
export async function playScene(
  scene: Scene,
  { browser, cast = asTheyAre, look = {} }: Playing,
  show: (page: Page) => Promise<void>,
): Promise<void> {
  const server = await serveSampleWorld({ ...scene, cast });
  const context = await browser.newContext(look);
  try {
    const page = await context.newPage();
    const origin = server.url.replace("localhost", scene.host ?? "localhost");
    const watch = watchPage(page, origin);
    await page.clock.setFixedTime(TEST_NOW_MS);
    await page.goto(addressOf(origin, scene, cast));
    await scene.act?.({ page, server, cast });
    await show(page);
    watch.assertQuiet();
  } finally {
    await context.close();
    await server.close();
  }
}

function addressOf(origin: string, { path, viewer }: Scene, cast: Cast): string {
  const address = new URL(path, origin);
  if (viewer !== undefined) {
    address.searchParams.set("user", cast(viewer));
    for (const group of ["release-managers", "platform"]) address.searchParams.append("group", group);
  }
  return address.href;
}
