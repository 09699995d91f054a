// People who have Countersign open in a browser and may vote there, in each of the modes of pages.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Page } from "playwright-core";
import { makeLink } from "../../src/auth/authenticators/link.ts";
import { approvalPath } from "../../src/objects/approval/approval-url.ts";
import { systemClock } from "../../src/std/clock.ts";
import { startLoginWorld } from "../kit/start-login.ts";
import type { TestCluster } from "../kit/start-cluster.ts";
import { ask, startProduct } from "../kit/start-product.ts";
import { TEST_KEYS } from "../kit/web/start-test-server.ts";

/** What browsers come through. */
interface Entrance {
  readonly url: string;
  /** Where the product listens. */
  target: string;
  /** What is added to each request. */
  identity: Readonly<Record<string, string>>;
}

export interface Victim {
  readonly cluster: TestCluster;
  /** What names them in the address, where that is how they are known. */
  readonly query: string;
  /** Asks them for an approval of that name and opens it; the code that stands beside a link in its message, if there is one. */
  readonly openApproval: (name: string) => Promise<string | undefined>;
}

type OpenMode = (t: TestContext, page: Page, entrance: Entrance) => Promise<Victim>;

const openByName: OpenMode = async (t, page, entrance) => {
  const cluster = await startProduct(t, { baseUrl: entrance.url });
  entrance.target = cluster.url;
  await page.goto(`${entrance.url}/?user=mary`);
  return { cluster, query: "?user=mary", openApproval: (name) => askAndOpen(cluster, page, entrance, name) };
};

const openByProxy: OpenMode = async (t, page, entrance) => {
  const secret = "s".repeat(44);
  const proof = { secret: { header: "X-Proxy-Secret", valueFile: "in the test" } };
  const proxy = { from: ["127.0.0.1"], proof, headers: { name: "X-Forwarded-User" } };
  const auth = { modes: ["proxy"], proxy } as const;
  const cluster = await startProduct(t, { auth, proxySecrets: [secret], baseUrl: entrance.url });
  entrance.target = cluster.url;
  entrance.identity = { "x-forwarded-user": "mary", "x-proxy-secret": secret };
  return { cluster, query: "", openApproval: (name) => askAndOpen(cluster, page, entrance, name) };
};

const openByLogin: OpenMode = async (t, page, entrance) => {
  const { cluster, replicas } = await startLoginWorld(t, { baseUrlOf: () => entrance.url });
  entrance.target = replicas[0]?.url ?? "";
  await page.goto(`${entrance.url}/sign-in`);
  await page.getByRole("button", { name: /^mary/u }).click();
  await page.getByRole("button", { name: "Yes, go on" }).click();
  await page.waitForURL(`${entrance.url}/`);
  return { cluster, query: "", openApproval: (name) => askAndOpen(cluster, page, entrance, name) };
};

const openByLink: OpenMode = async (t, page, entrance) => {
  const auth = { modes: ["kubernetes", "link"], link: { decide: true } } as const;
  const cluster = await startProduct(t, { auth, baseUrl: entrance.url });
  entrance.target = cluster.url;
  const parts = { keys: TEST_KEYS, baseUrl: new URL(entrance.url), clock: systemClock, pathOf: approvalPath };
  const recipient = { name: "mary", groups: [] };
  const openApproval: Victim["openApproval"] = async (name) => {
    const { metadata } = await ask(cluster, name, { approvers: ["mary"] });
    const claims = { namespace: "default", name, uid: metadata.uid ?? "", attempt: 1, recipient };
    const link = makeLink(parts, claims);
    assert.ok(link.ok);
    await page.goto(link.value.url);
    return link.value.code;
  };
  return { cluster, query: "", openApproval };
};

export const VICTIMS = {
  open: openByName,
  proxy: openByProxy,
  oidc: openByLogin,
  link: openByLink,
} as const;

export type VictimMode = keyof typeof VICTIMS;

async function askAndOpen(
  cluster: TestCluster,
  page: Page,
  entrance: Entrance,
  name: string,
): Promise<undefined> {
  await ask(cluster, name, { approvers: ["mary"] });
  await page.goto(`${entrance.url}${approvalPath({ namespace: "default", name })}`);
}
