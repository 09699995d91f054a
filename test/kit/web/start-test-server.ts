import type { Hono } from "hono";
import type { ApprovalsDependencies } from "../../../src/approvals/create-approvals.ts";
import { createOpenMode } from "../../../src/auth/authenticators/open-mode.ts";
import { fixedKeys, type SigningKeys } from "../../../src/auth/signing-keys.ts";
import { silentLogger } from "../../../src/std/logger.ts";
import { createWebServer, type WebServer, type WebServerOptions } from "../../../src/web/server.ts";
import type { WebEnv } from "../../../src/web/web-env.ts";
import { type SampleApproval, TEST_NOW_MS } from "./build-approval.ts";
import { createMemoryApprovals, type MemoryApprovals } from "./memory-approvals.ts";

export const TEST_KEYS: SigningKeys = fixedKeys(new Uint8Array(32).fill(7));

export interface TestServer {
  readonly server: WebServer;
  readonly app: Hono<WebEnv>;
  readonly approvals: MemoryApprovals;
  /** Tests may move it. */
  readonly clock: { nowMs: number; now(): number };
}

/** What differs; `access`: from everybody seeing everything. */
type TestServerChanges = Partial<WebServerOptions> &
  Partial<Pick<ApprovalsDependencies, "access" | "shownParams">>;

/** A server in open mode over approvals in memory, at `http://localhost`, its clock held still. */
export function startTestServer(
  samples: readonly SampleApproval[] = [],
  { shownParams, access, ...changes }: TestServerChanges = {},
): TestServer {
  const clock = { nowMs: TEST_NOW_MS, now: () => clock.nowMs };
  const baseUrl = changes.baseUrl ?? "http://localhost";
  const approvals = createMemoryApprovals(clock, baseUrl, samples, {
    ...(shownParams && { shownParams }),
    ...(access && { access }),
  });
  const server = createWebServer({
    approvals,
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
  return { server, app: server.app, approvals, clock };
}
