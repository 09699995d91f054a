// Who a page of an error says is looking: whoever it is, nobody where nobody is signed in, and nothing where nobody was asked.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildApproval, PAGE } from "../../test/kit/web/build-approval.ts";
import { readText } from "../../test/kit/web/read-text.ts";
import { startTestServer } from "../../test/kit/web/start-test-server.ts";
import { TestBrowser } from "../../test/kit/web/test-browser.ts";

const REFUSED = [
  ["405", PAGE, { method: "DELETE" }],
  ["404", "/nothing", {}],
  ["415", `${PAGE}/votes`, { method: "POST", body: "x", headers: { "Content-Type": "text/plain" } }],
  ["413", `${PAGE}/votes`, { method: "POST", body: "x".repeat(100_000) }],
] as const satisfies readonly (readonly [string, string, RequestInit])[];

describe("the page for a request that is refused", () => {
  const { app } = startTestServer([buildApproval()]);

  async function refuse(path: string, init: RequestInit, cookie?: string): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Origin", "http://localhost");
    headers.set("Sec-Fetch-Site", "same-origin");
    if (cookie !== undefined) headers.set("Cookie", cookie);
    return await app.request(path, { ...init, headers });
  }

  for (const [status, path, init] of REFUSED) {
    it(`names whoever is signed in, and nobody else (${status})`, async () => {
      const browser = new TestBrowser(app);
      await browser.get("/?user=mary");
      const answer = await refuse(path, init, browser.cookie);
      assert.equal(String(answer.status), status);
      const text = await readText(answer);
      assert.match(text, /mary Change .*You say you are mary/u);
      assert.doesNotMatch(text, /Nobody/u);
      assert.match(await readText(await refuse(path, init)), /Nobody Say who you are/u);
    });
  }

  it("does not sign anybody in", async () => {
    const answer = await app.request(`${PAGE}?user=mary`, { method: "DELETE" });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get("set-cookie"), null);
  });

  it("says of nobody who they are under a name that is not the server's", async () => {
    const browser = new TestBrowser(app);
    await browser.get("/?user=mary");
    const headers = { host: "evil.example", Cookie: browser.cookie ?? "" };
    const answer = await app.request("/", { headers });
    assert.equal(answer.status, 421);
    const text = await readText(answer);
    assert.doesNotMatch(text, /Nobody|mary|Say who you are/u);
    assert.match(text, /Open mode: anyone can claim to be anyone\./u);
  });
});
