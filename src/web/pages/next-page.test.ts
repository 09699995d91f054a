import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Hono } from "hono";
import type { WebEnv } from "../web-env.ts";
import { createNextPage } from "./next-page.ts";

/** Looser than ours, so that nothing is refused only because no route looks like it. */
const app = new Hono<WebEnv>();
app.use(async (_c, next) => next());
app.get("/", (c) => c.text(""));
app.get("/:one", (c) => c.text(""));
app.get("/:one/:two", (c) => c.text(""));
app.get("/:one/:two/:three", (c) => c.text(""));
app.post("/runs/:name/and/cancel", (c) => c.text(""));
const nextPage = createNextPage(app);

describe("where one goes on to after signing in", () => {
  it("is the page that was asked for", () => {
    for (const path of ["/", "/demo", "/approvals/shop-prod/release-1.4", "/a/b/receipt"]) {
      assert.equal(nextPage(path), path);
    }
  });

  it("is a page that is added later, too", () => {
    const pages = new Hono<WebEnv>();
    const next = createNextPage(pages);
    pages.get("/late", (c) => c.text(""));
    assert.equal(next("/late"), "/late");
  });

  for (const [sentence, path] of [
    ["nothing", undefined],
    ["an empty text", ""],
    ["a path without its slash", "demo"],
    ["a whole URL", "https://evil.example/demo"],
    ["the URL of a host like ours", "http://localhost.evil.example/"],
    ["the URL of a user at another host", "http://localhost@evil.example/"],
    ["a URL of this very host", "http://localhost/demo"],
    ["a script", "javascript:alert(1)"],
    ["a host in place of a path", "//evil.example"],
    ["a host and a path", "//evil.example/demo"],
    ["three slashes", "///evil.example"],
    ["a backslash", "/\\evil.example"],
    ["two backslashes", "\\\\evil.example"],
    ["a backslash on the way", "/demo\\evil"],
    ["an escaped slash", "/%2F/evil.example"],
    ["an escaped slash alone", "/%2Fevil.example"],
    ["an escaped backslash", "/%5Cevil.example"],
    ["an escaped line break", "/demo/%0d%0aSet-Cookie:a=b"],
    ["a line break", "/demo\r\nSet-Cookie: a=b"],
    ["a line break between slashes", "/\n/evil.example"],
    ["a tab between slashes", "/\t/evil.example"],
    ["a blank in front", " /demo"],
    ["a blank behind", "/demo "],
    ["dots that lead up", "/demo/../evil"],
    ["escaped dots that lead up", "/demo/%2e%2e/evil"],
    ["dots before a host", "/.//evil.example"],
    ["a letter that is not ASCII", "/d\u00E9mo"],
    ["a query", "/demo?page=2"],
    ["a query that claims another name", "/demo?user=mallory"],
    ["an empty query", "/demo?"],
    ["a fragment", "/demo#there"],
    ["an empty fragment", "/demo#"],
    ["what only takes another method", "/runs/release/and/cancel"],
    ["what is not there", "/one/two/three/four/five"],
  ] as const) {
    it(`is the inbox for ${sentence}`, () => {
      assert.equal(nextPage(path), "/");
    });
  }
});
