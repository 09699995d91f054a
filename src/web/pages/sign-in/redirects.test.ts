// After signing in one is where one wanted to be, and nowhere else: whatever a link to the sign-in says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildApproval } from "../../../../test/kit/web/build-approval.ts";
import { createFakeLogin, FAKE_LOCATION } from "../../../../test/kit/web/fake-login.ts";
import { listRedirectTargets } from "../../../../test/kit/web/redirect-targets.ts";
import { startTestServer } from "../../../../test/kit/web/start-test-server.ts";

const MARY = { issuer: "https://id.example", subject: "1", name: "mary", groups: [] };
const PAGE = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";
const TARGETS = listRedirectTargets(PAGE);

function start() {
  const { authenticators, ways } = createFakeLogin(MARY);
  const { app } = startTestServer([buildApproval()], { authenticators });
  return { app, ways };
}

/** A path alone, of this host, that a browser asks for as it stands and a page is at. */
function isOwn(next: string): boolean {
  const { href, pathname } = resolve(next);
  const isPage = /^\/(?:me|api|approvals\/[^/]+\/[^/]+)?(?:\/(?:receipt|votes|cancel|openapi\.json))?$/u.test(
    next,
  );
  return href === `http://localhost${next}` && pathname === next && isPage;
}

/** Where a browser goes that opens the address. */
const resolve = (address: string): URL => new URL(address, "http://localhost");

test(`${TARGETS.length} targets lead to an address of ours, or to the inbox`, async () => {
  assert.ok(TARGETS.length >= 1_000, String(TARGETS.length));
  assert.equal(new Set(TARGETS).size, TARGETS.length);
  const { app, ways } = start();
  let inboxes = 0;
  for (const target of TARGETS) {
    const query = `next=${encodeURIComponent(target)}`;
    const leaving = await app.request(`/sign-in/company?${query}`);
    assert.equal(leaving.headers.get("location"), FAKE_LOCATION, target);
    const next = ways.at(-1)?.next ?? "";
    assert.ok(isOwn(next), `${target} leads to ${next}`);
    const arriving = await app.request(`/sign-in/company/callback?code=1&state=1&${query}`);
    const location = arriving.headers.get("location") ?? "";
    assert.equal(location, next);
    assert.equal(resolve(location).origin, "http://localhost", target);
    if (next === "/") inboxes += 1;
  }
  assert.ok(inboxes >= 1_000, `${inboxes} of them lead nowhere`);
});

test("no target gets onto the page where people choose a provider", async () => {
  const { app } = start();
  for (const target of TARGETS) {
    const page = await (await app.request(`/sign-in?next=${encodeURIComponent(target)}`)).text();
    for (const [, href = ""] of page.matchAll(/<a class="btn line" href="([^"]*)"/gu)) {
      const { origin, pathname, searchParams } = resolve(href.replaceAll("&amp;", "&"));
      assert.equal(origin, "http://localhost");
      assert.match(pathname, /^\/sign-in\/(?:company|partners)$/u);
      assert.ok(isOwn(searchParams.get("next") ?? ""), target);
    }
  }
});

test("an address of ours is where one goes on to", async () => {
  const { app, ways } = start();
  for (const next of [PAGE, `${PAGE}/receipt`, "/me"]) {
    await app.request(`/sign-in/partners?next=${encodeURIComponent(next)}`);
    assert.equal(ways.at(-1)?.next, next);
  }
  for (const next of [
    "/sign-in",
    "/sign-in/company",
    "/sign-in/company/callback",
    "/signed-out",
    "/sign-out",
  ]) {
    await app.request(`/sign-in/partners?next=${encodeURIComponent(next)}`);
    assert.equal(ways.at(-1)?.next, "/", "who comes from there has nothing to go back to");
  }
});
