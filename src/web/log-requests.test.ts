import assert from "node:assert/strict";
import { it } from "node:test";
import type { LogFields, Logger } from "../std/logger.ts";
import { buildApproval } from "../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../test/kit/web/start-test-server.ts";

it("logs each request once, without what could say who people are", async () => {
  const lines: (LogFields & { readonly level: string })[] = [];
  const log = (level: string) => (fields: LogFields) => {
    lines.push({ level, ...fields });
  };
  const logger: Logger = { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") };
  const { app } = startTestServer([buildApproval()], { logger });
  await app.request("/?user=secret-name", { headers: { Cookie: "secret-cookie" } });
  await app.request("/api/v1/approvals/shop-prod/release-shop-web-x7k2p-approve-production/votes?user=mary", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ decision: "approve", comment: "secret-comment" }),
  });
  await app.request("/nothing");
  assert.deepEqual(lines, [
    { level: "debug", method: "GET", path: "/", status: 200, durationMs: 0 },
    {
      level: "info",
      method: "POST",
      path: "/api/v1/approvals/shop-prod/release-shop-web-x7k2p-approve-production/votes",
      status: 201,
      durationMs: 0,
    },
    { level: "debug", method: "GET", path: "/nothing", status: 404, durationMs: 0 },
  ]);
  assert.doesNotMatch(JSON.stringify(lines), /secret/u);
});
