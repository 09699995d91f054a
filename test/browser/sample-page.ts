import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./launch-chromium.ts";
import { serveSampleWorld, type SampleServer, type SampleServing } from "./sample-server.ts";
import { watchPage } from "./watch-page.ts";

export interface SamplePage extends SampleServer {
  readonly page: Page;
}

/** Opens pages of sample worlds, each of its own; what the browser complains about fails the test. */
export class SamplePages {
  #browser: Browser | undefined;

  async start(): Promise<void> {
    this.#browser = await launchChromium();
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
  }

  async open(
    path: string,
    act: (opened: SamplePage) => Promise<void>,
    { demo = false, ...look }: BrowserContextOptions & Pick<SampleServing, "demo"> = {},
  ): Promise<void> {
    if (this.#browser === undefined) throw new Error("the browser has not been started");
    const server = await serveSampleWorld({ demo });
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 844 }, ...look });
    try {
      const page = await context.newPage();
      const watch = watchPage(page, server.url);
      await page.goto(`${server.url}${path}`);
      await act({ ...server, page });
      watch.assertQuiet();
    } finally {
      await context.close();
      await server.close();
    }
  }
}

/** The page asks for itself again, as it does when the network comes back. Resolves when the answer is there, not when it is shown. */
export async function askForNews(page: Page): Promise<void> {
  await newsOf(page, () => page.evaluate("dispatchEvent(new Event('online'))"));
}

/** So many milliseconds go by, in which the page asks for itself by its own clock. Resolves when the answer is there, not when it is shown. */
export async function letNewsCome(page: Page, ms: number): Promise<void> {
  await newsOf(page, () => page.clock.runFor(ms));
}

/** Longer than an answer takes to come in once it has begun. */
const END_WITHIN_MS = 5_000;

/** An answer without news, 304, is to what the page had asked before. The end of an answer is not always reported. */
async function newsOf(page: Page, act: () => Promise<unknown>): Promise<void> {
  const news = page.waitForResponse(
    (response) => response.request().resourceType() === "fetch" && response.status() !== 304,
  );
  await act();
  await Promise.race([(await news).finished(), page.waitForTimeout(END_WITHIN_MS)]);
}

/** Names of icons that the page refers to and does not have. */
export async function findMissingIcons(page: Page): Promise<readonly string[]> {
  return await page.evaluate<readonly string[]>(
    `[...document.querySelectorAll("use")].map((use) => use.getAttribute("href")).filter((href) => document.querySelector(href) === null)`,
  );
}
