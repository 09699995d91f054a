// Kubernetes API reference: TokenReview, SubjectAccessReview. Neither is stored: what is created is the answer.
import assert from "node:assert/strict";
import { TOKEN_REVIEWS } from "../../../src/auth/token-review.ts";
import type { Resource } from "../../../src/kube/kube-api.ts";
import type { ContractCases, ContractWorld, Thing } from "./contract-world.contract.ts";

const ACCESS_REVIEWS: Resource = {
  group: "authorization.k8s.io",
  version: "v1",
  plural: "subjectaccessreviews",
  kind: "SubjectAccessReview",
  namespaced: false,
};

async function review(
  world: ContractWorld,
  resource: Resource,
  spec: object,
): Promise<NonNullable<Thing["status"]>> {
  const { group, version, kind } = resource;
  const asked = { apiVersion: `${group}/${version}`, kind, metadata: { name: "" }, spec: { ...spec } };
  const { status } = await world.api.create<Thing>(resource, asked);
  assert.ok(status !== undefined, "the answer has a status");
  return status;
}

export const reviewCases: ContractCases = {
  "a token that nobody gave out is nobody's": async (world) => {
    const status = await review(world, TOKEN_REVIEWS, { token: "a-token-that-nobody-gave-out" });
    assert.notEqual(status["authenticated"], true);
    assert.equal((status["user"] as { username?: string } | undefined)?.username, undefined);
  },

  "system:masters may do everything, and a stranger nothing": async (world) => {
    const resourceAttributes = {
      namespace: world.namespace,
      verb: "delete",
      group: "",
      resource: "configmaps",
    };
    const masters = { user: "ann", groups: ["system:masters"], resourceAttributes };
    assert.equal((await review(world, ACCESS_REVIEWS, masters))["allowed"], true);
    const stranger = { user: "a-stranger", groups: ["strangers"], resourceAttributes };
    assert.equal((await review(world, ACCESS_REVIEWS, stranger))["allowed"], false);
  },
};
