// Whatever is sent, the answer is one that was meant: never a fault of ours, and never a vote that nobody cast.
import assert from "node:assert/strict";
import { it } from "node:test";
import * as fc from "fast-check";
import { buildApproval } from "../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../test/kit/web/start-test-server.ts";

const PAGE = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";
const PATHS = [
  "/",
  "/identity",
  PAGE,
  `${PAGE}/receipt`,
  `${PAGE}/votes`,
  "/api/v1/approvals",
  `/api/v1${PAGE}`,
  `/api/v1${PAGE}/votes`,
] as const;
const TYPES = [
  "application/json",
  "application/x-www-form-urlencoded",
  "text/plain",
  "application/json; charset=x",
  "",
];

const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "%",
    "%E0%A4%A",
    "%00",
    "..",
    "%2e%2e",
    "a".repeat(3_000),
    "__proto__",
    "{}",
    "[]",
    "null",
    "\u0000",
  ),
);
const path = fc.oneof(
  { arbitrary: fc.constantFrom(...PATHS), weight: 5 },
  fc.array(odd, { maxLength: 5 }).map((parts) => `/${parts.map(keepInUrl).join("/")}`),
  odd.map((name) => `/approvals/shop-prod/${keepInUrl(name)}`),
  odd.map((name) => `/api/v1/approvals/${keepInUrl(name)}/x`),
);
const query = fc
  .array(
    fc.tuple(fc.constantFrom("user", "group", "state", "limit", "cursor", "next", "assignee", "x"), odd),
    { maxLength: 4 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${keepInUrl(value)}`).join("&"));
const body = fc.oneof(
  odd,
  fc.json({ maxDepth: 4 }),
  fc
    .record({ decision: odd, comment: odd, digest: odd, token: odd }, { requiredKeys: [] })
    .map((value) => JSON.stringify(value)),
  fc.array(fc.tuple(odd, odd), { maxLength: 5 }).map((pairs) => new URLSearchParams(pairs).toString()),
);

/** Percent-encodes what would end the path or the query, and leaves broken encodings as they are. */
function keepInUrl(text: string): string {
  return text.replaceAll(/[^\w%.~[\]{}-]/gu, (character) =>
    [...Buffer.from(character, "utf8")].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}

it("answers 2,000 odd requests, none with a fault of ours", async () => {
  const { app, approvals } = startTestServer([buildApproval()]);
  const statuses = new Map<number, number>();
  const request = fc.record({
    method: fc.constantFrom("GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"),
    path,
    query,
    body,
    type: fc.constantFrom(...TYPES),
    cookie: fc.constantFrom(
      "",
      "countersign=x.y",
      "countersign=.",
      "countersign=eyJpZCI6MX0.AAAA",
      "; ;=; countersign",
    ),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, query, body, type, cookie }) => {
      const headers = { "Content-Type": type, Cookie: cookie };
      const carries = method !== "GET" && method !== "HEAD";
      const { status } = await app.request(`http://localhost${path}?${query}`, {
        method,
        headers,
        ...(carries && { body }),
      });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      assert.ok(status < 500, `${status} for ${method} ${path}?${query}`);
    }),
    { numRuns: 2_000 },
  );
  for (const status of [200, 400, 403, 404, 405, 415]) {
    assert.ok((statuses.get(status) ?? 0) > 0, `${status} was among ${JSON.stringify([...statuses])}`);
  }
  assert.equal(approvals.castVotes.length, 0);
});
