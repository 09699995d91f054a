import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { loadAssets } from "../assets/load-assets.ts";
import { buildApproval, TEST_NOW_MS } from "../../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../../test/kit/web/start-test-server.ts";
import { TestBrowser } from "../../../test/kit/web/test-browser.ts";

const PAGE = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";
const LIST = "/api/v1/approvals";
const AS_MARY = "?user=mary";

function tagOf(response: Response): string {
  return response.headers.get("etag") ?? "";
}

function askAgain(tag: string): RequestInit {
  return { headers: { "If-None-Match": tag } };
}

/** One who stays signed in, so that pages do not differ by their sessions. */
async function openAs(app: ReturnType<typeof startTestServer>["app"]): Promise<Record<string, string>> {
  const browser = new TestBrowser(app);
  await browser.get(`/${AS_MARY}`);
  return { Cookie: browser.cookie ?? "" };
}

describe("an answer that has not changed", () => {
  it("is not sent again to a program that names its tag", async () => {
    const { app } = startTestServer([buildApproval()]);
    for (const path of [LIST, `/api/v1${PAGE}`, "/api/openapi.json"]) {
      const first = await app.request(path);
      assert.match(tagOf(first), /^W\/"[\w-]{27}"$/u);
      const again = await app.request(path, askAgain(tagOf(first)));
      assert.equal(again.status, 304);
      assert.equal(await again.text(), "");
      assert.equal(tagOf(again), tagOf(first));
      assert.equal(again.headers.get("content-type"), null);
      assert.equal(again.headers.get("cache-control"), "no-store");
      assert.match(again.headers.get("content-security-policy") ?? "", /default-src 'none'/u);
    }
  });

  it("is sent again as soon as it has", async () => {
    const { app, approvals } = startTestServer([buildApproval()]);
    const first = await app.request(LIST);
    approvals.put(buildApproval({ votes: [{ by: "john" }] }));
    const again = await app.request(LIST, askAgain(tagOf(first)));
    assert.equal(again.status, 200);
    assert.notEqual(tagOf(again), tagOf(first));
  });

  it("is known under any of several tags, strong or weak, and under a star", async () => {
    const { app } = startTestServer([buildApproval()]);
    const tag = tagOf(await app.request(LIST));
    for (const named of [`"x", ${tag}`, tag.slice(2), "*", `W/"a",${tag},"b"`]) {
      assert.equal((await app.request(LIST, askAgain(named))).status, 304, named);
    }
    for (const named of ['"x"', "x", "", tag.slice(3, -1)]) {
      assert.equal((await app.request(LIST, askAgain(named))).status, 200, named);
    }
  });

  it("is a page too, though hours go on in it; how fresh it is is told beside it", async () => {
    const { app, approvals, clock } = startTestServer([buildApproval()]);
    const headers = await openAs(app);
    const first = await app.request("/", { headers });
    assert.equal(first.headers.get("countersign-last-contact"), new Date(TEST_NOW_MS).toISOString());
    clock.nowMs += 120_000;
    approvals.fresh = { lastContactMs: clock.nowMs, live: true };
    const again = await app.request("/", { headers: { ...headers, "If-None-Match": tagOf(first) } });
    assert.equal(again.status, 304);
    assert.equal(again.headers.get("countersign-last-contact"), new Date(clock.nowMs).toISOString());
    approvals.fresh = { lastContactMs: clock.nowMs, live: false };
    const lost = await app.request("/", { headers: { ...headers, "If-None-Match": tagOf(first) } });
    assert.equal(lost.status, 200, "a lost connection is news");
  });

  it("is the page of a vote, though its form is another one each time", async () => {
    const { app, approvals } = startTestServer([buildApproval({ strategy: "MULTI" })]);
    const headers = await openAs(app);
    const first = await app.request(PAGE, { headers });
    const asked = { headers: { ...headers, "If-None-Match": tagOf(first) } };
    assert.equal((await app.request(PAGE, asked)).status, 304);
    approvals.put(buildApproval({ strategy: "MULTI", votes: [{ by: "john" }] }));
    assert.equal((await app.request(PAGE, asked)).status, 200, "a vote is news");
  });

  it("is not told to those who may not see it: who asks is looked at before", async () => {
    const { app } = startTestServer([buildApproval()]);
    const tag = tagOf(await app.request(LIST));
    const badClaim = await app.request(`${LIST}?group=ops`, askAgain(tag));
    assert.equal(badClaim.status, 400);
    const elsewhere = await app.request(LIST, { headers: { "If-None-Match": "*", Host: "evil.example" } });
    assert.equal(elsewhere.status, 421);
  });

  it("is sent again when it was a failure", async () => {
    const { app } = startTestServer();
    const missing = await app.request(`/api/v1${PAGE}`, askAgain("*"));
    assert.equal(missing.status, 404);
    assert.equal(tagOf(missing), "");
  });
});

const LONG = buildApproval({ description: "A long story. ".repeat(500) });

describe("an answer that is long", () => {
  it("is packed for those who can unpack it", async () => {
    const { app } = startTestServer([LONG]);
    const plain = await (await app.request(LIST)).text();
    const packed = await app.request(LIST, { headers: { "Accept-Encoding": "br, gzip;q=0.8" } });
    assert.equal(packed.headers.get("content-encoding"), "gzip");
    assert.equal(packed.headers.get("vary"), "Accept-Encoding");
    const bytes = Buffer.from(await packed.arrayBuffer());
    assert.ok(bytes.length < plain.length / 5, `${bytes.length} of ${plain.length} bytes`);
    assert.equal(gunzipSync(bytes).toString(), plain);
  });

  it("has the same tag packed and plain", async () => {
    const { app } = startTestServer([LONG]);
    const packed = await app.request(LIST, { headers: { "Accept-Encoding": "gzip" } });
    assert.equal(tagOf(packed), tagOf(await app.request(LIST)));
  });

  it("is left as it is for the others, and when it is short", async () => {
    const { app } = startTestServer([LONG]);
    for (const accepted of ["", "br", "gzip;q=0", "identity", "gzip;q=0, *"]) {
      const answer = await app.request(LIST, { headers: { "Accept-Encoding": accepted } });
      assert.equal(answer.headers.get("content-encoding"), null, accepted);
      assert.equal(answer.headers.get("vary"), "Accept-Encoding");
    }
    const short = await startTestServer().app.request(LIST, { headers: { "Accept-Encoding": "gzip" } });
    assert.equal(short.headers.get("content-encoding"), null);
  });

  it("is not packed when the form's token is in it, so that its length tells nothing of that", async () => {
    const { app } = startTestServer([LONG]);
    const cookie = await openAs(app);
    const headers = { ...cookie, "Accept-Encoding": "gzip" };
    const form = await app.request(PAGE, { headers });
    assert.match(await form.clone().text(), /name="token"/u);
    assert.equal(form.headers.get("content-encoding"), null);
    const inbox = await app.request("/", { headers });
    assert.equal(inbox.headers.get("content-encoding"), "gzip");
    assert.doesNotMatch(gunzipSync(await inbox.arrayBuffer()).toString(), /name="token"/u);
  });
});

describe("assets", () => {
  it("are packed too, as they were when the server began", async () => {
    const { app } = startTestServer();
    const { css } = loadAssets();
    const packed = await app.request(css.path, { headers: { "Accept-Encoding": "gzip" } });
    assert.equal(packed.headers.get("content-type"), "text/css; charset=utf-8");
    assert.equal(gunzipSync(await packed.arrayBuffer()).toString(), css.body);
    assert.equal(await (await app.request(css.path)).text(), css.body);
    assert.equal(packed.headers.get("cache-control"), "public, max-age=31536000, immutable");
  });
});
