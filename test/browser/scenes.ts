import type { Page } from "playwright-core";
import { TEST_NOW_MS } from "../kit/web/build-approval.ts";
import { awayFromWrite, type MemoryApprovals } from "../kit/web/memory-approvals.ts";
import { startTestServer } from "../kit/web/start-test-server.ts";
import { SAMPLE_WORLD } from "./sample-world.ts";

export const HANNA = "user=Hanna%20Lindqvist&group=release-managers&group=platform";
export const SHOP = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";

/** A page in one of its states, and how to get there. */
export interface Scene {
  readonly name: string;
  readonly path: string;
  /** What is done before the picture. */
  readonly act?: (page: Page) => Promise<void>;
  /** Whether the API server goes away once the page is there. */
  readonly away?: boolean;
}

export const SCENES: readonly Scene[] = [
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
  { name: "stand-alone", path: "/approvals/platform/rollback-now?user=Ingrid%20Solheim" },
  {
    name: "unconfirmed",
    path: "/approvals/platform/release-shop-web-k3v9d-approve-production?user=Ingrid%20Solheim",
  },
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

export interface SampleServer {
  readonly url: string;
  readonly approvals: MemoryApprovals;
  readonly close: () => Promise<void>;
}

/** The sample world, served on a port of its own. */
export async function serveSampleWorld(): Promise<SampleServer> {
  const { server, approvals } = startTestServer(SAMPLE_WORLD);
  const { port, close } = await server.listen({ port: 0, host: "127.0.0.1" });
  return { url: `http://localhost:${port}`, approvals, close };
}

/** Opens the page and does what the scene does. */
export async function playScene(page: Page, { url, approvals }: SampleServer, scene: Scene): Promise<void> {
  await page.clock.setFixedTime(TEST_NOW_MS);
  await page.goto(`${url}${scene.path}`);
  if (scene.away === true) {
    approvals.fail(awayFromWrite());
    approvals.fresh = { lastContactMs: approvals.fresh.lastContactMs, live: false };
  }
  await scene.act?.(page);
}
