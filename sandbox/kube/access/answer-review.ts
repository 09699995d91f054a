import { type ApiError, badRequest, invalid } from "../api-error.ts";
import type { RequestDescription } from "../faults.ts";
import { isJsonObject, type JsonObject, objectAt, stringAt, stringsAt } from "../json-value.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import { isAllowed } from "./authorizer.ts";
import type { Identity } from "./identity.ts";
import type { ReviewType } from "./review-types.ts";
import type { TokenTable } from "./token-table.ts";

export interface AccessContext {
  readonly store: ObjectStore;
  readonly tokens: TokenTable;
}

interface Review {
  readonly type: ReviewType;
  /** Of a review in a namespace. */
  readonly namespace: string | undefined;
  /** Who asks. */
  readonly user: Identity;
  readonly body: JsonObject;
}

/** Answers a review ("TokenReview", "SubjectAccessReview" and their relatives in the Kubernetes API reference). */
export function answerReview(context: AccessContext, review: Review): JsonObject {
  const { type, body } = review;
  const apiVersion = apiVersionOf(type.group, type.version);
  const isOther = (key: string, wanted: string): boolean => body[key] !== undefined && body[key] !== wanted;
  if (isOther("kind", type.kind) || isOther("apiVersion", apiVersion)) {
    throw badRequest(`the object provided is not a ${type.kind} of ${apiVersion}`);
  }
  const spec = objectAt(body, "spec");
  return {
    kind: type.kind,
    apiVersion,
    metadata: objectAt(body, "metadata"),
    ...(Object.keys(spec).length === 0 ? {} : { spec }),
    status: decide(context, review, spec),
  };
}

function decide(context: AccessContext, { type, namespace, user }: Review, spec: JsonObject): JsonObject {
  switch (type.kind) {
    case "TokenReview":
      return reviewToken(context, stringAt(spec, "token") ?? "", stringsAt(spec, "audiences"));
    case "SelfSubjectReview":
      return { userInfo: describe(user) };
    case "SelfSubjectAccessReview":
      return reviewAccess(context, user, spec);
    default:
      return reviewAccess(context, subjectOf(spec), withNamespace(spec, namespace));
  }
}

function reviewToken({ tokens }: AccessContext, token: string, audiences: readonly string[]): JsonObject {
  if (token === "") throw badRequest("token is required for TokenReview in authentication");
  const found = tokens.review(token, audiences);
  if (found === undefined) return { user: {}, error: "invalid bearer token" };
  return { authenticated: true, user: describe(found.identity), audiences: found.audiences };
}

function describe({ username, uid, groups }: Identity): JsonObject {
  return { username, ...(uid === undefined ? {} : { uid }), groups };
}

function subjectOf(spec: JsonObject): Identity {
  const username = stringAt(spec, "user") ?? "";
  const groups = stringsAt(spec, "groups");
  if (username === "" && groups.length === 0)
    throw invalidReview("spec.user", "", "at least one of user or group must be specified");
  return { username, groups };
}

function invalidReview(field: string, value: unknown, why: string): ApiError {
  const message = `Invalid value: ${JSON.stringify(value)}: ${why}`;
  return invalid({ group: "authorization.k8s.io", kind: "", name: "" }, [
    { reason: "FieldValueInvalid", field, message },
  ]);
}

function withNamespace(spec: JsonObject, namespace: string | undefined): JsonObject {
  if (namespace === undefined) return spec;
  return { ...spec, resourceAttributes: { ...objectAt(spec, "resourceAttributes"), namespace } };
}

function reviewAccess({ store }: AccessContext, identity: Identity, spec: JsonObject): JsonObject {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (isJsonObject(resourceAttributes) === isJsonObject(nonResourceAttributes)) {
    throw invalidReview(
      "spec.resourceAttributes",
      null,
      "exactly one of nonResourceAttributes or resourceAttributes must be specified",
    );
  }
  const request = isJsonObject(resourceAttributes)
    ? describeResource(resourceAttributes)
    : describePath(objectAt(spec, "nonResourceAttributes"));
  return isAllowed(store, identity, request)
    ? { allowed: true }
    : { allowed: false, reason: "no role permits it" };
}

function describeResource(attributes: JsonObject): RequestDescription {
  const given = (key: string): string | undefined => stringAt(attributes, key) || undefined;
  const [namespace, name, subresource] = [given("namespace"), given("name"), given("subresource")];
  return {
    verb: given("verb") ?? "",
    path: "",
    group: given("group") ?? "",
    resource: given("resource") ?? "",
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

function describePath(attributes: JsonObject): RequestDescription {
  return {
    verb: stringAt(attributes, "verb") ?? "",
    path: stringAt(attributes, "path") ?? "",
    group: "",
    resource: "",
  };
}
