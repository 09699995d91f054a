// Each address says who may come there: one that does not keeps the server from starting.
import assert from "node:assert/strict";
import { test } from "node:test";

import { buildApproval } from "../../test/kit/web/build-approval.ts";
import { createFakeLogin } from "../../test/kit/web/fake-login.ts";
import { startTestServer, TEST_KEYS } from "../../test/kit/web/start-test-server.ts";
import { readAccess } from "../approvals/access/access-rules.ts";
import { createOpenMode } from "../auth/authenticators/open-mode.ts";
import type { ExtraPages } from "./pages/create-pages.ts";
import { createNeedOf, ROUTE_NEEDS } from "./route-needs.ts";

const ADMINS = readAccess({ admins: { users: ["ada"] } }, { namesProve: true });

function extraPages(needs: ExtraPages["needs"]): ExtraPages {
  return { navigation: [], needs, route: (pages) => void pages.get("/extra", (c) => c.text("here")) };
}

test("an address of which nobody has said who may come there keeps the server from starting", () => {
  assert.throws(
    () => startTestServer([], { extraPages: extraPages({}) }),
    /^Error: Nothing says who may come to GET \/extra\. Declare it/u,
  );
});

test("every declaration is of an address that there is", () => {
  const people = { issuer: "https://id.example", subject: "1", name: "mary", groups: [] };
  const servers = [startTestServer(), startTestServer([], createFakeLogin(people))];
  const routes = new Set(
    servers.flatMap(({ app }) => app.routes.map(({ method, path }) => `${method} ${path}`)),
  );
  assert.deepEqual(
    Object.keys(ROUTE_NEEDS).filter((route) => !routes.has(route)),
    [],
  );
});

test("every address that tells of approvals needs the right to view, vote or cancel", () => {
  const { app } = startTestServer();
  const needOf = createNeedOf(ROUTE_NEEDS);
  const about = app.routes.filter(({ method, path }) => method !== "ALL" && path.includes("approvals"));
  assert.ok(about.length >= 8);
  for (const route of about) assert.notEqual(needOf(route), "nothing", `${route.method} ${route.path}`);
});

test("an address for admins is not there for others, and asks nobody in particular for a name", async () => {
  const { app } = startTestServer([], {
    access: ADMINS,
    extraPages: extraPages({ "GET /extra": "administer" }),
  });
  assert.equal((await app.request("/extra?user=ada")).status, 200);
  const other = await app.request("/extra?user=eve");
  assert.equal(other.status, 404);
  assert.match(await other.text(), /There is nothing at \/extra/u);
  assert.equal((await app.request("/extra")).status, 401);
});

test("outside of open mode nobody in particular reads anything, by page or API", async () => {
  const { app } = startTestServer([buildApproval()], {
    access: readAccess({}, { namesProve: true }),
    authenticators: createOpenMode({ keys: TEST_KEYS, baseUrl: new URL("http://localhost") }),
  });
  const one = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";
  const escaped = one.replace("approvals", "%61pprovals");
  for (const path of ["/", one, `${one}/receipt`, `${one}/votes`, escaped, one.replace("x7k2p", "other")]) {
    const page = await app.request(path);
    assert.equal(page.status, 401, path);
    assert.equal(page.headers.get("www-authenticate"), 'Countersign-Sign-In realm="countersign"');
    assert.doesNotMatch(await page.text(), /2\.14\.0|john/u, path);
    assert.equal((await app.request(path, { method: "HEAD" })).status, 401, `HEAD ${path}`);
  }
  for (const path of ["/api/v1/approvals", `/api/v1${one}`, `/api/v1${one.replace("x7k2p", "other")}`]) {
    const answer = await app.request(path);
    assert.equal(answer.status, 401, path);
    assert.equal(answer.headers.get("www-authenticate"), 'Countersign-Claim query="user"');
    assert.equal((await app.request(path, { method: "HEAD" })).status, 401, `HEAD ${path}`);
  }
});
