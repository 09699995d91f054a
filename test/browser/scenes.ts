// Every page in every state that it has, and how to get there.
import type { Page } from "playwright-core";
import type { ApprovalChanges } from "../kit/web/build-approval.ts";
import { awayFromWrite } from "../kit/web/memory-approvals.ts";
import { castApproval, type Cast } from "./cast.ts";
import { LONG, LONG_PATH } from "./long-approval.ts";
import type { SampleServer } from "./sample-server.ts";
import { TOLD, TOLD_DECIDED, TOLD_OFTEN, TOLD_PATH } from "./told-world.ts";

/** Makes a visitor Hanna. */
export const HANNA = "user=Hanna%20Lindqvist&group=release-managers&group=platform";
export const SHOP = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";
const GO = "Release notes read, staging is quiet, on-call (Rafael) knows. Go.";

export interface Stage {
  readonly page: Page;
  readonly server: SampleServer;
  readonly cast: Cast;
}

/** A page in one of its states. */
export interface Scene {
  readonly name: string;
  readonly path: string;
  /** Who looks; absent: nobody. Of the groups `release-managers` and `platform`. */
  readonly viewer?: string;
  /** What is done before it is looked at. */
  readonly act?: (stage: Stage) => Promise<void>;
  /** What asks Hanna besides the sample world. */
  readonly more?: readonly ApprovalChanges[];
  /** Whether the demo adds its own pages. */
  readonly demo?: boolean;
  /** Whether people sign in at a provider, and nobody has. */
  readonly signsIn?: boolean;
  /** The name that the server is called by, when that is not `localhost`. */
  readonly host?: string;
}

const DEMO_RUN = "/demo/runs/default/release-1";

/** Asked for the third time, and groups in place of approvers. */
const RETRIED = {
  namespace: "platform",
  name: "rollout-9d2kx-approve",
  pipelineRun: "rollout-9d2kx",
  title: "Go on with the rollout to all regions",
  strategy: "MULTI",
  approvers: ["Hanna Lindqvist"],
  groups: ["release-managers", "platform"],
  retries: 2,
  earlierAttempts: [[{ by: "Tomasz Wójcik", groups: ["platform"], comment: "Fine by me." }], []],
  runParameters: [{ name: "deploy-token", value: "hunter2" }],
} as const satisfies ApprovalChanges;
const RETRIED_PATH = "/approvals/platform/rollout-9d2kx-approve";

/** Its time is up, and nobody has recorded that yet. */
const LATE = {
  namespace: "platform",
  name: "drain-node-4-approve",
  pipelineRun: "drain-node-4",
  approvers: ["Hanna Lindqvist"],
  deadline: "2026-11-24T14:01:59Z",
} as const satisfies ApprovalChanges;
const LATE_PATH = "/approvals/platform/drain-node-4-approve";

export const SCENES: readonly Scene[] = [
  { name: "nobody", path: "/" },
  { name: "inbox", path: "/", viewer: "Hanna Lindqvist" },
  { name: "inbox-full", path: "/", viewer: "Hanna Lindqvist", more: [LONG, ...askOften(60)] },
  { name: "inbox-page", path: "/?page=2", viewer: "Hanna Lindqvist", more: askOften(120) },
  { name: "inbox-voted", path: "/", viewer: "Ines Costa" },
  { name: "inbox-empty", path: "/", viewer: "Nora" },
  {
    name: "inbox-unread",
    path: "/",
    viewer: "Hanna Lindqvist",
    act: async ({ page, server }) => {
      server.approvals.fresh = { lastContactMs: undefined, live: false };
      await page.reload();
    },
  },
  { name: "approval", path: SHOP, viewer: "Hanna Lindqvist" },
  { name: "approval-nobody", path: SHOP },
  {
    name: "four-eyes-second",
    path: "/approvals/platform/rotate-registry-key-8m4tz-second-person",
    viewer: "Hanna Lindqvist",
  },
  {
    name: "four-eyes-first",
    path: "/approvals/platform/rotate-registry-key-8m4tz-second-person",
    viewer: "Tomasz Wójcik",
  },
  {
    name: "multi",
    path: "/approvals/payments/migrate-orders-q2v9d-dba-and-owner",
    viewer: "Hanna Lindqvist",
  },
  {
    name: "multi-voted",
    path: "/approvals/payments/migrate-orders-q2v9d-dba-and-owner",
    viewer: "Ines Costa",
  },
  {
    name: "quorum",
    path: "/approvals/platform/network-change-zz81k-approve-change",
    viewer: "Hanna Lindqvist",
  },
  { name: "everything-long", path: LONG_PATH, viewer: "Hanna Lindqvist", more: [LONG] },
  { name: "told", path: TOLD_PATH, viewer: "Hanna Lindqvist", more: [TOLD] },
  { name: "told-admin", path: TOLD_PATH, viewer: "Ada", more: [TOLD], act: openEachNotice },
  { name: "told-decided", path: TOLD_PATH, viewer: "Hanna Lindqvist", more: [TOLD_DECIDED] },
  { name: "told-often", path: TOLD_PATH, viewer: "Ada", more: [TOLD_OFTEN], act: openEachNotice },
  { name: "late", path: LATE_PATH, viewer: "Hanna Lindqvist", more: [LATE] },
  { name: "retried", path: RETRIED_PATH, viewer: "Hanna Lindqvist", more: [RETRIED] },
  {
    name: "retried-decided",
    path: RETRIED_PATH,
    viewer: "Hanna Lindqvist",
    more: [{ ...RETRIED, votes: [{ by: "Tomasz Wójcik", decision: "reject", comment: "Not this week." }] }],
  },
  { name: "stand-alone", path: "/approvals/platform/rollback-now", viewer: "Ingrid Solheim" },
  {
    name: "unconfirmed",
    path: "/approvals/platform/release-shop-web-k3v9d-approve-production",
    viewer: "Ingrid Solheim",
  },
  { name: "not-yours", path: "/approvals/payments/refund-batch-0d1f2-confirm", viewer: "Hanna Lindqvist" },
  {
    name: "not-yours-refused",
    path: "/identity",
    viewer: "Nora",
    act: ({ page }) => send(page, `${SHOP}/votes`, { digest: "sha256:0", decision: "approve", comment: GO }),
  },
  {
    name: "decided",
    path: "/approvals/shop-prod/release-search-api-5p1qa-approve-production",
    viewer: "Hanna Lindqvist",
  },
  {
    name: "rejected",
    path: "/approvals/shop-prod/release-shop-web-a91cc-approve-production",
    viewer: "Hanna Lindqvist",
  },
  {
    name: "timed-out",
    path: "/approvals/platform/cleanup-previews-7t2bd-confirm",
    viewer: "Hanna Lindqvist",
  },
  {
    name: "cancelled",
    path: "/approvals/payments/release-billing-c4x8w-approve-production",
    viewer: "Hanna Lindqvist",
  },
  {
    name: "timed-out-by-pipeline-run",
    path: RETRIED_PATH,
    viewer: "Hanna Lindqvist",
    more: [{ ...RETRIED, cancelled: "PipelineRunTimedOut", decidedAt: "2026-11-24T14:00:00Z" }],
  },
  {
    name: "not-found",
    path: "/approvals/shop-prod/release-shop-web-p0c1n-approve-production",
    viewer: "Hanna Lindqvist",
  },
  { name: "me", path: "/me", viewer: "Hanna Lindqvist" },
  { name: "sign-in", path: `/sign-in?next=${SHOP}`, signsIn: true },
  { name: "sign-in-asked", path: SHOP, signsIn: true },
  { name: "identity", path: "/identity?next=/", viewer: "Hanna Lindqvist" },
  {
    name: "identity-refused",
    path: "/identity",
    viewer: "Hanna Lindqvist",
    act: ({ page }) => send(page, "/identity", { user: "x".repeat(254), groups: "", next: "/" }),
  },
  { name: "api", path: "/api", viewer: "Hanna Lindqvist" },
  { name: "problem-404", path: "/nothing", viewer: "Hanna Lindqvist" },
  {
    name: "problem-403",
    path: SHOP,
    viewer: "Hanna Lindqvist",
    // Another window takes another name while somebody writes.
    act: async (stage) => {
      const { page, server, cast } = stage;
      await page.request.get(`${server.url}/?user=${encodeURIComponent(cast("Nora"))}`);
      await vote(stage, GO);
    },
  },
  {
    name: "problem-405",
    path: "/identity",
    viewer: "Hanna Lindqvist",
    act: ({ page }) => send(page, SHOP, {}),
  },
  {
    name: "problem-413",
    path: "/identity",
    viewer: "Hanna Lindqvist",
    act: ({ page }) => send(page, `${SHOP}/votes`, { comment: "Long. ".repeat(16_000) }),
  },
  { name: "problem-421", path: "/", viewer: "Hanna Lindqvist", host: "elsewhere.localhost" },
  { name: "receipt", path: SHOP, viewer: "Hanna Lindqvist", act: (stage) => vote(stage, GO) },
  {
    name: "not-recorded",
    path: SHOP,
    viewer: "Hanna Lindqvist",
    act: async (stage) => {
      const { page, server, cast } = stage;
      await page.request.post(
        `${server.url}/api/v1${SHOP}/votes?user=${encodeURIComponent(cast("Amara Okafor"))}`,
        {
          data: { decision: "reject", comment: "Wait for PAY-1190, the receipt mail is wrong in Norwegian." },
        },
      );
      await vote(stage, GO);
    },
  },
  {
    name: "changed",
    path: SHOP,
    viewer: "Hanna Lindqvist",
    act: async (stage) => {
      const { server, cast } = stage;
      server.approvals.put(
        castApproval({ approvers: ["Hanna Lindqvist"], title: "Release shop-web 2.14.1" }, cast),
      );
      await vote(stage, GO);
    },
  },
  {
    name: "away",
    path: SHOP,
    viewer: "Hanna Lindqvist",
    act: async (stage) => {
      const { approvals } = stage.server;
      approvals.fail(awayFromWrite());
      approvals.fresh = { lastContactMs: approvals.fresh.lastContactMs, live: false };
      await vote(stage, "Go, but slowly.");
    },
  },
  {
    name: "too-long",
    path: SHOP,
    viewer: "Hanna Lindqvist",
    act: async (stage) => {
      // As without scripts: the browser itself says it first.
      await stage.page.locator("form.vote").evaluate((form) => form.setAttribute("novalidate", ""));
      await vote(stage, "Long. ".repeat(400));
    },
  },
  { name: "cancel", path: `${SHOP}/cancel`, viewer: "Hanna Lindqvist" },
  { name: "cancel-long", path: `${LONG_PATH}/cancel`, viewer: "Hanna Lindqvist", more: [LONG] },
  {
    name: "cancel-too-long",
    path: `${SHOP}/cancel`,
    viewer: "Hanna Lindqvist",
    act: (stage) => cancel(stage, "The version is withdrawn. ".repeat(20)),
  },
  {
    name: "cancelled-receipt",
    path: `${SHOP}/cancel`,
    viewer: "Hanna Lindqvist",
    act: (stage) => cancel(stage, "2.14.0 is withdrawn: the address form drops flats. 2.14.1 is on its way."),
  },
  { name: "demo-home", path: "/demo", viewer: "Hanna Lindqvist", demo: true },
  { name: "demo-waiting", path: DEMO_RUN, viewer: "Hanna Lindqvist", demo: true },
  { name: "demo-decided", path: "/demo/runs/default/release-2", viewer: "Hanna Lindqvist", demo: true },
  {
    name: "demo-results",
    path: "/demo/runs/default/release-2?taskRun=release-2-approve",
    viewer: "Hanna Lindqvist",
    demo: true,
  },
  { name: "demo-mailbox", path: "/demo/mailbox", viewer: "Hanna Lindqvist", demo: true },
  { name: "demo-mail", path: "/demo/mailbox/1", viewer: "Hanna Lindqvist", demo: true },
  { name: "demo-slack", path: "/demo/mailbox/2", viewer: "Hanna Lindqvist", demo: true },
  { name: "demo-teams", path: "/demo/mailbox/3", viewer: "Hanna Lindqvist", demo: true },
  { name: "demo-webhook", path: "/demo/mailbox/4", viewer: "Hanna Lindqvist", demo: true },
  { name: "demo-failed", path: "/demo/runs/default/release-3", viewer: "Hanna Lindqvist", demo: true },
];

function askOften(times: number): readonly ApprovalChanges[] {
  return Array.from({ length: times }, (_, index) => ({
    name: `release-shop-web-${index}`,
    pipelineRun: `release-shop-web-${index}`,
    title: `Release shop-web 2.14.${index} to production`,
    approvers: ["Hanna Lindqvist", "Tomasz Wójcik"],
    ...(index % 2 === 1 && { votes: [{ by: "Tomasz Wójcik" }] }),
  }));
}

async function openEachNotice({ page }: Stage): Promise<void> {
  await page.getByText("Each message").click();
}

async function vote({ page }: Stage, comment: string): Promise<void> {
  await page.locator("#comment").fill(comment);
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Approve" }).click()]);
}

/** Sends a form of this session that no page of ours has. */
async function send(page: Page, action: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const script = `(() => {
    const form = document.querySelector("form");
    const { token } = Object.fromEntries(new FormData(form));
    const fields = { token, ...${JSON.stringify(fields)} };
    form.action = ${JSON.stringify(action)};
    form.noValidate = true;
    form.replaceChildren(...Object.entries(fields).map(([name, value]) => {
      const field = document.createElement("textarea");
      return Object.assign(field, { name, value });
    }));
    form.submit();
  })()`;
  await Promise.all([page.waitForEvent("load"), page.evaluate(script)]);
}

async function cancel({ page }: Stage, reason: string): Promise<void> {
  await page.getByLabel("Why is it cancelled?").fill(reason);
  const button = page.getByRole("button", { name: "Cancel this approval" });
  await Promise.all([page.waitForEvent("load"), button.click()]);
}
