import { answerReview } from "../access/answer-review.ts";
import { isAllowed } from "../access/authorizer.ts";
import { issueToken } from "../access/issue-token.ts";
import { REVIEW_TYPES } from "../access/review-types.ts";
import { forbidden } from "../api-error.ts";
import type { RequestDescription } from "../faults.ts";
import { type BodyAnswer, answerJson } from "./answer.ts";
import { readObjectBody } from "./request-body.ts";
import type { EndpointContext, ResourceRequest } from "./resource-exchange.ts";

/** Throws 403 when the caller may not do it. */
export function requireAccess(
  { store }: EndpointContext,
  { user }: Pick<ResourceRequest, "user">,
  description: RequestDescription,
): void {
  if (isAllowed(store, user, description)) return;
  const { verb, group, resource, subresource, namespace, name, path } = description;
  const who = `User ${JSON.stringify(user.username)} cannot ${verb}`;
  if (resource === "") throw forbidden(undefined, `${who} path ${JSON.stringify(path)}`);
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const where =
    namespace === undefined ? "at the cluster scope" : `in the namespace ${JSON.stringify(namespace)}`;
  const why = `${who} resource ${JSON.stringify(what)} in API group ${JSON.stringify(group)} ${where}`;
  throw forbidden({ group, kind: resource, name }, why);
}

/** Answers reviews, and requests for tokens of a ServiceAccount; `undefined` for everything else. */
export function answerAccess(context: EndpointContext, request: ResourceRequest): BodyAnswer | undefined {
  if (request.method !== "POST") return undefined;
  const { path, user, body, contentType } = request;
  const { group, version, plural, namespace, name, subresource } = path;
  const type = REVIEW_TYPES.find(
    (each) => each.group === group && each.plural === plural && each.version === version,
  );
  if (type !== undefined && type.namespaced === (namespace !== undefined) && name === undefined) {
    const review = { type, namespace, user, body: readObjectBody(body, contentType) };
    return answerJson(answerReview(context, review), 201);
  }
  if (group === "" && plural === "serviceaccounts" && subresource === "token" && name !== undefined) {
    const order = { namespace: namespace ?? "", name, body: readObjectBody(body, contentType) };
    return answerJson(issueToken(context, context.clock, order), 201);
  }
  return undefined;
}
