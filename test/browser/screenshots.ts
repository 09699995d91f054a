// Takes pictures of every page in every state, phone and desk, light and dark: `node test/browser/screenshots.ts [FOLDER]`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { startTestServer } from "../../src/web/testing/start-test-server.ts";
import { launchChromium } from "./launch-chromium.ts";
import { SAMPLE_WORLD } from "./sample-world.ts";

const folder = process.argv[2] ?? join(import.meta.dirname, "../../screenshots/pages");
const HANNA = "user=Hanna%20Lindqvist&group=release-managers&group=platform";
const SHOP = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";

interface Scene {
  readonly name: string;
  readonly path: string;
  /** What is done before the picture. */
  readonly act?: (page: Page) => Promise<void>;
  readonly away?: boolean;
}

const SCENES: readonly Scene[] = [
  { name: "nobody", path: "/" },
  { name: "inbox", path: `/?${HANNA}` },
  { name: "inbox-empty", path: "/?user=Nora" },
  { name: "approval", path: `${SHOP}?${HANNA}` },
  { name: "approval-nobody", path: SHOP },
  { name: "four-eyes-second", path: `/approvals/platform/rotate-registry-key-8m4tz-second-person?${HANNA}` },
  {
    name: "four-eyes-first",
    path: "/approvals/platform/rotate-registry-key-8m4tz-second-person?user=Tomasz%20W%C3%B3jcik",
  },
  { name: "multi", path: `/approvals/payments/migrate-orders-q2v9d-dba-and-owner?${HANNA}` },
  { name: "quorum", path: `/approvals/platform/network-change-zz81k-approve-change?${HANNA}` },
  { name: "not-yours", path: `/approvals/payments/refund-batch-0d1f2-confirm?${HANNA}` },
  { name: "decided", path: `/approvals/shop-prod/release-search-api-5p1qa-approve-production?${HANNA}` },
  { name: "rejected", path: `/approvals/shop-prod/release-shop-web-a91cc-approve-production?${HANNA}` },
  { name: "timed-out", path: `/approvals/platform/cleanup-previews-7t2bd-confirm?${HANNA}` },
  { name: "cancelled", path: `/approvals/payments/release-billing-c4x8w-approve-production?${HANNA}` },
  { name: "not-found", path: `/approvals/shop-prod/release-shop-web-p0c1n-approve-production?${HANNA}` },
  { name: "no-page", path: `/nothing?${HANNA}` },
  { name: "identity", path: `/identity?next=/&${HANNA}` },
  { name: "api", path: `/api?${HANNA}` },
  {
    name: "receipt",
    path: `${SHOP}?${HANNA}`,
    act: (page) => vote(page, "Release notes read, staging is quiet, on-call (Rafael) knows. Go."),
  },
  {
    name: "not-recorded",
    path: `${SHOP}?${HANNA}`,
    act: async (page) => {
      await page
        .locator("#comment")
        .fill("Release notes read, staging is quiet, on-call (Rafael) knows. Go.");
      await page.request.post(`${new URL(page.url()).origin}/api/v1${SHOP}/votes?user=Amara%20Okafor`, {
        data: { decision: "reject", comment: "Wait for PAY-1190, the receipt mail is wrong in Norwegian." },
      });
      await vote(page, "Release notes read, staging is quiet, on-call (Rafael) knows. Go.");
    },
  },
  { name: "away", path: `${SHOP}?${HANNA}`, away: true, act: (page) => vote(page, "Go, but slowly.") },
  {
    name: "too-long",
    path: `${SHOP}?${HANNA}`,
    act: async (page) => {
      await page.locator("#comment").evaluate((element) => element.removeAttribute("maxlength"));
      await vote(page, "Long. ".repeat(400));
    },
  },
];

async function vote(page: Page, comment: string): Promise<void> {
  await page.locator("#comment").fill(comment);
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Approve" }).click()]);
}

/** One picture, of a server and a browser context of its own. */
async function takePicture(
  browser: Browser,
  { name, path, act, away }: Scene,
  look: { readonly width: number; readonly colorScheme: "light" | "dark" },
): Promise<void> {
  const { server, approvals } = startTestServer(SAMPLE_WORLD);
  const { port, close } = await server.listen({ port: 0, host: "127.0.0.1" });
  const context = await browser.newContext({
    viewport: { width: look.width, height: 844 },
    colorScheme: look.colorScheme,
  });
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}${path}`);
  if (away === true) {
    approvals.away = true;
    approvals.fresh = { lastContactMs: approvals.fresh.lastContactMs, live: false };
  }
  await act?.(page);
  const file = `${name}-${look.width}-${look.colorScheme}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: look.width > 400 });
  await context.close();
  await close();
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
