// The right of deploy/token-review: needed by the mode kubernetes, by no other, and given by nothing else.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { readManifests } from "./deploy/read-manifests.ts";
import { listGrants } from "./deploy/rights.ts";
import { DEPLOY, startUnder } from "./deploy/start-under.ts";

const RIGHT = "create tokenreviews";

async function listWith(url: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${url}/api/v1/approvals`, { headers })).status;
}

test("with it, tokens are checked", async (t) => {
  const beside = ["admission", "token-review"];
  const { product, proxy } = await startUnder(t, { overlay: "whole-cluster", beside, auth: "kubernetes" });
  assert.equal(await listWith(product.url, "guessed"), 401);
  assert.deepEqual(proxy.refused, []);
  assert.ok(!proxy.unused.some(({ verb, resource }) => `${verb} ${resource}` === RIGHT));
});

test("without it, no token is good or bad, and nobody is taken for somebody", async (t) => {
  const { product, proxy } = await startUnder(t, { overlay: "whole-cluster", auth: "kubernetes" });
  assert.equal(await listWith(product.url, "guessed"), 503);
  assert.deepEqual(
    proxy.refused.map(({ verb, resource }) => `${verb} ${resource}`),
    [RIGHT],
  );
});

test("it is that right alone, and open mode is deployed without it", () => {
  const grantsOf = (folder: string): readonly string[] =>
    listGrants(readManifests(join(DEPLOY, folder)), "countersign").map(
      ({ verb, resource }) => `${verb} ${resource}`,
    );
  assert.deepEqual(grantsOf("token-review"), [RIGHT]);
  for (const overlay of ["whole-cluster", "one-namespace", "some-namespaces"]) {
    assert.ok(!grantsOf(join("overlays", overlay)).includes(RIGHT));
  }
});
