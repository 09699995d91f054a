// The right of deploy/access-review: needed where accounts need the verb `approve`, nowhere else, and given by nothing else.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { readManifests } from "./deploy/read-manifests.ts";
import { listGrants } from "./deploy/rights.ts";
import { DEPLOY, startUnder } from "./deploy/start-under.ts";
import { ask } from "./kit/start-product.ts";
import { makeAccount, requestToken } from "./kit/request-token.ts";

const RIGHT = "create subjectaccessreviews";
const REVIEWED = {
  modes: ["kubernetes"],
  kubernetes: { audiences: ["countersign"], accessReview: true },
} as const;
const ROBOT = { namespace: "default", name: "robot" };

for (const beside of [["token-review"], ["token-review", "access-review"]]) {
  const isGranted = beside.includes("access-review");
  test(`${isGranted ? "with" : "without"} it, a vote is ${isGranted ? "judged" : "not recorded"}`, async (t) => {
    const deployed = await startUnder(t, {
      overlay: "whole-cluster",
      beside: ["admission", ...beside],
      auth: REVIEWED,
    });
    const { product, proxy, admin } = deployed;
    await makeAccount(admin, ROBOT);
    await ask(product, "asks", { approvers: ["system:serviceaccount:default:robot"] });
    const token = await requestToken(admin, ROBOT, ["countersign"]);
    const answer = await fetch(`${product.url}/api/v1/approvals/default/asks/votes`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: '{"decision":"approve"}',
    });
    assert.equal(answer.status, isGranted ? 403 : 503, await answer.text());
    const refused = proxy.refused.map(({ verb, resource }) => `${verb} ${resource}`);
    assert.deepEqual(refused.includes(RIGHT), !isGranted);
  });
}

test("it is that right alone, and nothing else gives it", () => {
  const grantsOf = (folder: string): readonly string[] =>
    listGrants(readManifests(join(DEPLOY, folder)), "countersign").map(
      ({ verb, resource }) => `${verb} ${resource}`,
    );
  assert.deepEqual(grantsOf("access-review"), [RIGHT]);
  for (const folder of ["token-review", "overlays/whole-cluster", "overlays/one-namespace"]) {
    assert.ok(!grantsOf(folder).includes(RIGHT));
  }
});
