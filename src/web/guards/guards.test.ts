// Each guard, seen from outside: take one away in `server.ts` or `create-pages.ts`, and a test here fails.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ok, refuse } from "../../std/result.ts";
import { loadAssets } from "../assets/load-assets.ts";
import { buildApproval, REF } from "../../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../../test/kit/web/start-test-server.ts";
import { TestBrowser, readHiddenFields } from "../../../test/kit/web/test-browser.ts";

const PAGE = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";
const VOTES = `${PAGE}/votes`;

describe("the host check", () => {
  const { app } = startTestServer([], { baseUrl: "https://approvals.example" });
  const statusOf = async (host: string, path = "/"): Promise<number> =>
    (await app.request(path, { headers: { host } })).status;

  it("answers for the base URL's host and for loopback", async () => {
    for (const host of [
      "approvals.example",
      "APPROVALS.example",
      "approvals.example:443",
      "localhost",
      "localhost:9000",
      "127.0.0.1:8080",
      "[::1]:9000",
    ]) {
      assert.equal(await statusOf(host), 200, host);
    }
  });

  it("answers 421 for every other name that leads here, on pages and API", async () => {
    for (const host of [
      "evil.example",
      "approvals.example.evil.example",
      "approvals.example:8443",
      "approvals.example:80",
      "approvals.example:443:443",
      "evil.example:443",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "10.0.0.7:9000",
      "",
    ]) {
      assert.equal(await statusOf(host), 421, host);
      assert.equal(await statusOf(host, "/api/v1/approvals"), 421, host);
    }
  });

  it("lets probes pass, which name the pod's address", async () => {
    for (const path of ["/livez", "/readyz", "/q/health/live", "/q/health/ready"]) {
      assert.equal(await statusOf("10.0.0.7:9000", path), 200, path);
    }
    for (const path of ["/metrics", "/q/health", "/q/health/nothing", "/q/health/live/nothing", "/livez/"]) {
      assert.equal(await statusOf("10.0.0.7:9000", path), 421, path);
    }
  });

  it("takes the port that the scheme of the base URL goes by for none", async () => {
    for (const [baseUrl, host, status] of [
      ["https://approvals.example:443", "approvals.example:443", 200],
      ["http://approvals.example", "approvals.example:80", 200],
      ["http://approvals.example", "approvals.example:443", 421],
      ["https://approvals.example:8443", "approvals.example:8443", 200],
      ["https://approvals.example:8443", "approvals.example:443", 421],
      ["https://approvals.example:8443", "approvals.example", 421],
    ] as const) {
      const server = startTestServer([], { baseUrl });
      assert.equal(
        (await server.app.request("/", { headers: { host } })).status,
        status,
        `${baseUrl} ${host}`,
      );
    }
  });

  it("lets pass what the page that says so looks by", async () => {
    const page = await (await app.request("/", { headers: { host: "evil.example" } })).text();
    const assets = page.match(/\/assets\/[^"]+/gu) ?? [];
    assert.deepEqual(
      new Set(assets),
      new Set(
        Object.values(loadAssets())
          .flat()
          .map(({ path }) => path),
      ),
    );
    for (const path of assets) assert.equal(await statusOf("evil.example", path), 200, path);
    assert.equal((await app.request(assets[0] ?? "", { method: "POST" })).status, 405);
  });
});

describe("an address that is not there", () => {
  const { app } = startTestServer([buildApproval()]);

  for (const path of [
    "/nothing",
    `${PAGE}/nothing`,
    "/api/v1/nothing",
    `/api/v1${PAGE}/nothing`,
    "/api/nothing",
  ]) {
    it(`is 404 for every method, whatever is sent: ${path}`, async () => {
      for (const type of ["application/json", "application/x-www-form-urlencoded", "text/plain"]) {
        for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
          const response = await app.request(path, { method, headers: { "Content-Type": type }, body: "x" });
          assert.equal(response.status, 404, `${method} ${type}`);
          assert.match(await response.text(), /There is nothing at .* Nothing was changed\./u);
        }
      }
      assert.equal((await app.request(path)).status, 404);
    });
  }

  it("is 404 for a vote on what can be no approval, before anything else is asked", async () => {
    const response = await app.request("/api/v1/approvals/NO/name/votes", { method: "POST", body: "x" });
    assert.equal(response.status, 404);
  });

  it("tells programs where the addresses are", async () => {
    const { detail } = (await (await app.request("/api/v1")).json()) as { readonly detail: string };
    assert.match(
      detail,
      /at http:\/\/localhost\/api and, for programs, at http:\/\/localhost\/api\/openapi\.json\./u,
    );
  });
});

describe("an address with a slash at its end", () => {
  const { app } = startTestServer([buildApproval()]);

  it("leads to the one without, in pages and API, with the query and for every method", async () => {
    for (const [from, to] of [
      [`${PAGE}/`, PAGE],
      [`${PAGE}/receipt/?a=b&c`, `${PAGE}/receipt?a=b&c`],
      ["/identity/?next=/", "/identity?next=/"],
      ["/livez/", "/livez"],
      ["/api/", "/api"],
      ["//", "/"],
      ["/api/v1/approvals/?user=ma%2Fry", "/api/v1/approvals?user=ma%2Fry"],
      [`/api/v1${PAGE}/votes/`, `/api/v1${PAGE}/votes`],
      ["/approvals/a/%0d%0aX:y/", "/approvals/a/%0d%0aX:y"],
    ] as const) {
      for (const method of ["GET", "POST"]) {
        const response = await app.request(from, { method });
        assert.equal(response.status, 308, from);
        assert.equal(response.headers.get("location"), to);
      }
    }
  });

  it("leads nowhere else: not to another site, and not to what is not there", async () => {
    for (const path of [
      "//evil.example/",
      "/\\evil.example/",
      "/%2F%2Fevil.example/",
      "/nothing/",
      `${PAGE}//`,
    ]) {
      assert.equal((await app.request(path)).status, 404, path);
    }
  });
});

describe("the address of a vote", () => {
  it("leads to the approval when a browser opens it", async () => {
    const response = await startTestServer([buildApproval()]).app.request(VOTES);
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), PAGE);
  });
});

describe("the guards of a form", () => {
  async function openForm() {
    const server = startTestServer([buildApproval()]);
    const browser = new TestBrowser(server.app);
    const page = await (await browser.get(`${PAGE}?user=mary`)).text();
    const fields = { ...readHiddenFields(page, VOTES), decision: "approve", comment: "a comment" };
    return { ...server, browser, fields };
  }

  it("let the form of our own page pass", async () => {
    const { browser, fields, approvals } = await openForm();
    assert.equal((await browser.post(VOTES, fields)).status, 303);
    assert.equal(approvals.castVotes.length, 1);
  });

  it("let a browser pass that hides the origin, as ours ask it to, and one that says nothing but has the token", async () => {
    for (const headers of [
      { Origin: "null", "Sec-Fetch-Site": "same-origin" },
      { Origin: "null", "Sec-Fetch-Site": "none" },
    ]) {
      const { browser, fields } = await openForm();
      assert.equal((await browser.post(VOTES, fields, headers)).status, 303);
    }
  });

  const faults: readonly (readonly [
    string,
    number,
    (fields: Record<string, string>) => unknown,
    Record<string, string>,
  ])[] = [
    ["another site's page sends it (Origin)", 403, () => {}, { Origin: "https://evil.example" }],
    ["another site's page sends it (Sec-Fetch-Site)", 403, () => {}, { "Sec-Fetch-Site": "cross-site" }],
    ["a sibling host's page sends it", 403, () => {}, { "Sec-Fetch-Site": "same-site", Origin: "null" }],
    ["the token is missing", 403, (fields) => delete fields["token"], {}],
    ["the token is another session's", 403, (fields) => (fields["token"] = "A".repeat(43)), {}],
    ["it is plain text", 415, () => {}, { "Content-Type": "text/plain" }],
    ["it is JSON", 415, () => {}, { "Content-Type": "application/json" }],
    ["the digest is missing", 400, (fields) => delete fields["digest"], {}],
    ["the digest is empty", 400, (fields) => (fields["digest"] = ""), {}],
    ["the attempt is no number", 400, (fields) => (fields["attempt"] = "1e0"), {}],
    ["the attempt is another", 409, (fields) => (fields["attempt"] = "2"), {}],
    ["the decision is missing", 400, (fields) => delete fields["decision"], {}],
    ["the decision is another word", 400, (fields) => (fields["decision"] = "approved"), {}],
    ["a field is unknown", 400, (fields) => (fields["user"] = "john"), {}],
    ["the digest is another request's", 409, (fields) => (fields["digest"] = "sha256:0"), {}],
    ["the body is beyond 64 KiB", 413, (fields) => (fields["comment"] = "x".repeat(66_000)), {}],
  ];
  for (const [sentence, status, spoil, headers] of faults) {
    it(`refuse it with ${status} when ${sentence}, and nothing is recorded`, async () => {
      const { browser, fields, approvals } = await openForm();
      spoil(fields);
      const response = await browser.post(VOTES, fields, headers);
      assert.equal(response.status, status);
      assert.match(response.headers.get("content-type") ?? "", /^text\/html/u);
      assert.equal(approvals.find(REF)?.votes.length, 0);
    });
  }

  it("give the comment back when the form belongs to another session", async () => {
    const { browser, fields } = await openForm();
    await browser.get("/?user=john");
    const response = await browser.post(VOTES, fields);
    assert.equal(response.status, 403);
    const page = await response.text();
    assert.match(page, /The form belongs to another session/u);
    assert.match(page, /What you wrote[\s\S]*a comment/u);
  });

  it("give the comment back to whom nobody vouches for any more, and not what another site has written", async () => {
    const nobody = { signIn: { kind: "proxy" }, advice: "" } as const;
    const api = { challenge: "", advice: "", query: {}, authenticate: async () => ok(undefined) };
    for (const [kind, status] of [
      ["expired", 401],
      ["unclear", 400],
      ["unchecked", 503],
    ] as const) {
      const authenticate = async () => refuse({ kind, message: "It ended." });
      const { app } = startTestServer([buildApproval()], {
        authenticators: { pages: { ...nobody, authenticate }, api },
      });
      const browser = new TestBrowser(app);
      const response = await browser.post(VOTES, { decision: "approve", comment: "a comment" });
      assert.equal(response.status, status);
      assert.match(await response.text(), /It ended\.[\s\S]*What you wrote[\s\S]*a comment/u);
      const foreign = await browser.post(VOTES, { comment: "a comment" }, { Origin: "https://evil.example" });
      assert.doesNotMatch(await foreign.text(), /a comment/u);
    }
  });

  it("refuse a field that comes twice", async () => {
    const { app, browser, fields, approvals } = await openForm();
    const response = await app.request(VOTES, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Cookie: browser.cookie ?? "" },
      body: `${new URLSearchParams(fields).toString()}&decision=reject`,
    });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /<code>|`decision` more than once/u);
    assert.equal(approvals.castVotes.length, 0);
  });

  it("refuse a vote without a name", async () => {
    const { app, approvals } = startTestServer([buildApproval()]);
    const browser = new TestBrowser(app);
    const page = await (await browser.get("/identity")).text();
    const { token = "" } = readHiddenFields(page, "/identity");
    const response = await browser.post(VOTES, {
      token,
      digest: "sha256:0",
      decision: "approve",
      comment: "x",
    });
    assert.equal(response.status, 401);
    assert.match(response.headers.get("www-authenticate") ?? "", /^Countersign-Sign-In /u);
    assert.match(await response.text(), /Nobody is signed in/u);
    assert.equal(approvals.castVotes.length, 0);
  });

  it("survive a restart: another server with the same key takes the form", async () => {
    const { browser, fields } = await openForm();
    const other = startTestServer([buildApproval()]);
    const response = await other.app.request(VOTES, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Cookie: browser.cookie ?? "" },
      body: new URLSearchParams(fields).toString(),
    });
    assert.equal(response.status, 303);
  });
});

describe("choosing a name", () => {
  it("never leads to another site", async () => {
    const { app } = startTestServer();
    for (const next of [
      "https://evil.example/",
      "//evil.example/",
      "/\\evil.example",
      "/approvals/../..//evil.example",
      "/approvals/a/b?x=//evil",
      "/approvals/a/b?user=mallory",
      "/approvals/a/b#//evil",
      "/api/v1/approvals",
      "/livez",
      "/identity",
      "javascript:alert(1)",
      "/approvals/a/b/c/d",
      " /approvals/a/b",
      "/%2F%2Fevil.example",
      "/%2F/evil.example",
      "/approvals/a/%0d%0aSet-Cookie:x=y",
      "/\n/evil.example",
      "/approvals/a/b\r\nSet-Cookie: x=y",
      "/demo/../evil",
      "\t//evil.example",
      "http:/evil.example",
    ]) {
      const browser = new TestBrowser(app);
      const answer = await browser.submit(`/identity?next=${encodeURIComponent(next)}`, "/identity", {
        user: "mary",
        groups: "",
        next,
      });
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get("location"), "/", next);
    }
  });

  it("shows again what was typed when it cannot be taken", async () => {
    const browser = new TestBrowser(startTestServer().app);
    const answer = await browser.submit("/identity", "/identity", { user: "x".repeat(254), groups: "a, b" });
    assert.equal(answer.status, 400);
    const page = await answer.text();
    assert.match(page, /254 characters; at most 253/u);
    assert.match(page, /value="a, b"/u);
  });

  it("needs the token of the session too", async () => {
    const browser = new TestBrowser(startTestServer().app);
    const answer = await browser.post("/identity", { user: "mary", groups: "", next: "/" });
    assert.equal(answer.status, 403);
  });
});
