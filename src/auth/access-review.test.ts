import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeApi } from "../kube/kube-api.ts";
import { createAccessReview } from "./access-review.ts";

const ROBOT = { issuer: "kubernetes", name: "system:serviceaccount:ci:robot", groups: ["a"] };
const APPROVAL = { namespace: "shop", name: "release-1" };

function start(status: unknown) {
  const asked: { readonly spec: unknown }[] = [];
  const create = async (_resource: unknown, review: { readonly spec: unknown }): Promise<unknown> => {
    asked.push(review);
    return { ...review, status };
  };
  return { authorize: createAccessReview({ create } as unknown as KubeApi), asked };
}

test("the API server is asked for the verb approve, by name and namespace", async () => {
  const { authorize, asked } = start({ allowed: true });
  assert.equal(await authorize(ROBOT, APPROVAL, {}), true);
  assert.deepEqual(asked[0]?.spec, {
    user: ROBOT.name,
    groups: ROBOT.groups,
    resourceAttributes: {
      verb: "approve",
      group: "tekton.automatiko.io",
      resource: "approvaltasks",
      namespace: "shop",
      name: "release-1",
    },
  });
});

for (const status of [
  undefined,
  {},
  { allowed: false },
  { allowed: "true" },
  { allowed: true, denied: true },
]) {
  test(`${JSON.stringify(status)} is no yes`, async () => {
    assert.equal(await start(status).authorize(ROBOT, APPROVAL, {}), false);
  });
}

test("whom another authenticator vouches for is no account of the cluster", async () => {
  const { authorize, asked } = start({ allowed: false });
  assert.equal(await authorize({ ...ROBOT, issuer: "company" }, APPROVAL, {}), true);
  assert.deepEqual(asked, []);
});
