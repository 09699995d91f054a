import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadAssets } from "../assets/load-assets.ts";
import { buildApproval } from "../../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../../test/kit/web/start-test-server.ts";

const PAGE = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";

const EXPECTED = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
} as const;

/** An address for each route; `routes are all here` keeps this list whole. */
const REQUESTS: readonly (readonly [method: string, path: string])[] = [
  ["GET", "/"],
  ["GET", PAGE],
  ["GET", `${PAGE}/receipt`],
  ["GET", `${PAGE}/votes`],
  ["POST", `${PAGE}/votes`],
  ["GET", `${PAGE}/cancel`],
  ["POST", `${PAGE}/cancel`],
  ["POST", `${PAGE}/notices`],
  ["GET", "/identity"],
  ["POST", "/identity"],
  ["GET", "/me"],
  ["GET", "/api"],
  ["GET", "/api/openapi.json"],
  ["GET", "/api/v1/approvals"],
  ["GET", `/api/v1${PAGE}`],
  ["GET", `/api/v1${PAGE}/votes`],
  ["POST", `/api/v1${PAGE}/votes`],
  ["POST", `/api/v1${PAGE}/cancel`],
  ["POST", `/api/v1${PAGE}/notices`],
  ["GET", "/livez"],
  ["GET", "/readyz"],
  ["GET", "/q/health/live"],
  ["GET", "/q/health/ready"],
];
const ASSETS = Object.values(loadAssets())
  .flat()
  .map(({ path }) => path);

describe("security headers", () => {
  const { app } = startTestServer([buildApproval()]);

  it("are tried on every route that the server has", () => {
    const addresses = [...REQUESTS, ...ASSETS.map((path) => ["GET", path] as const)].map(
      ([method, path]) =>
        `${method} ${path.replace("shop-prod", ":namespace").replace(/release-shop-web-x7k2p-approve-production/u, ":name")}`,
    );
    const routes = app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual([...new Set(routes)].toSorted(), [...new Set(addresses)].toSorted());
  });

  const errors = [
    ["GET", "/nothing"],
    ["DELETE", "/"],
    ["GET", "/api/v1/nothing"],
    ["POST", "/nothing"],
    ["OPTIONS", "/"],
    ["GET", "/api/"],
  ] as const;
  for (const [method, path] of [...REQUESTS, ...errors]) {
    it(`stand on ${method} ${path}, and nothing is stored`, async () => {
      const { headers } = await app.request(path, { method });
      for (const [name, value] of Object.entries(EXPECTED)) assert.equal(headers.get(name), value);
      assert.equal(headers.get("cache-control"), "no-store");
      assert.equal(headers.get("access-control-allow-origin"), null);
      assert.equal(headers.get("server"), null);
    });
  }

  it("let assets be kept, because their addresses change with their content", async () => {
    for (const path of ASSETS) {
      const { status, headers } = await app.request(path);
      assert.equal(status, 200);
      for (const [name, value] of Object.entries(EXPECTED)) assert.equal(headers.get(name), value);
      assert.equal(headers.get("cache-control"), "public, max-age=31536000, immutable");
    }
  });

  it("stand on a misdirected request and on a fault of ours too", async () => {
    const misdirected = await app.request("/", { headers: { host: "evil.example" } });
    assert.equal(misdirected.status, 421);
    const broken = startTestServer([], {
      health: {
        live: () => true,
        ready: () => {
          throw new Error("secret of the inside");
        },
      },
    });
    const fault = await broken.app.request("/readyz");
    assert.equal(fault.status, 500);
    assert.doesNotMatch(await fault.text(), /secret of the inside/u);
    for (const { headers } of [misdirected, fault]) {
      for (const [name, value] of Object.entries(EXPECTED)) assert.equal(headers.get(name), value);
    }
  });
});
