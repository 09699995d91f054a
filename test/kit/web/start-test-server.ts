import type { Hono } from "hono";
import type { ApprovalDetail } from "../../../src/approvals/approval-view.ts";
import { createOpenMode } from "../../../src/auth/authenticators/open-mode.ts";
import type { SigningKeys } from "../../../src/auth/signing-keys.ts";
import { silentLogger } from "../../../src/std/logger.ts";
import { createWebServer, type WebServer, type WebServerOptions } from "../../../src/web/server.ts";
import type { WebEnv } from "../../../src/web/web-env.ts";
import { TEST_NOW_MS } from "./build-approval.ts";
import { FakeApprovals } from "./fake-approvals.ts";

const TEST_KEYS: SigningKeys = [new Uint8Array(32).fill(7)];

export interface TestServer {
  readonly server: WebServer;
  readonly app: Hono<WebEnv>;
  readonly approvals: FakeApprovals;
  /** Tests may move it. */
  readonly clock: { nowMs: number; now(): number };
}

/** A server in open mode over the fake, at `http://localhost`, its clock held still. */
export function startTestServer(
  approvals: readonly ApprovalDetail[] = [],
  changes: Partial<WebServerOptions> = {},
): TestServer {
  const clock = { nowMs: TEST_NOW_MS, now: () => clock.nowMs };
  const fake = new FakeApprovals(clock, approvals);
  const baseUrl = changes.baseUrl ?? "http://localhost";
  const server = createWebServer({
    approvals: fake,
    authenticators: createOpenMode({ keys: changes.keys ?? TEST_KEYS, baseUrl: new URL(baseUrl) }),
    keys: TEST_KEYS,
    baseUrl,
    clock,
    logger: silentLogger,
    health: { live: () => true, ready: () => true },
    version: "0.1.0",
    clusterName: "northlight-eu1",
    ...changes,
  });
  return { server, app: server.app, approvals: fake, clock };
}
