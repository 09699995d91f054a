import { badRequest, methodNotAllowed, noSuchPath, notFound, unsupportedMediaType } from "../api-error.ts";
import { isJsonObject, type JsonObject, objectAt } from "../json-value.ts";
import { listObjects } from "../read/list-objects.ts";
import { ObjectWatch } from "../read/object-watch.ts";
import { selectObjects } from "../read/object-selection.ts";
import { type Representation, representAsIs } from "../read/representation.ts";
import type { ServedType, TypeRegistry } from "../types/type-registry.ts";
import { jsonPatch } from "../write/json-patch.ts";
import { mergePatch } from "../write/merge-patch.ts";
import { createObject, type WriterContext } from "../write/object-creation.ts";
import { deleteObject } from "../write/object-deletion.ts";
import { type Proposal, replaceObject, updateObject } from "../write/object-update.ts";
import { subjectOf, type WriteRequest, type WriteResult } from "../write/write-request.ts";
import { type Answer, answerJson, answerText } from "./answer.ts";
import { readBody, readObjectBody } from "./request-body.ts";
import type { ResourcePath } from "./request-path.ts";

/** A request for a resource, its body read. */
export interface ResourceRequest {
  readonly method: string;
  readonly path: ResourcePath;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  readonly body: Buffer;
}

export interface EndpointContext extends WriterContext {
  readonly types: TypeRegistry;
  readonly bookmarkIntervalMs: number;
}

/** Answers a request for a resource. Throws `ApiError` for every refusal. */
export function answerResource(context: EndpointContext, request: ResourceRequest): Answer {
  const { path, method } = request;
  const served = context.types.find(path.group, path.version, path.plural);
  if (served === undefined || !isServed(served, path)) throw noSuchPath();
  if (method === "GET") return read(context, request, served);
  if (method === "POST" && path.name === undefined) return create(context, request, served);
  if (method === "DELETE" && path.name === undefined) return deleteAll(context, request, served);
  if (path.name === undefined) throw methodNotAllowed();
  const target = { ...writeRequest(request, served), name: path.name };
  if (method === "PUT") {
    const body = readObjectBody(request.body, request.contentType);
    return answerWrite(served, replaceObject(context, target, body));
  }
  if (method === "PATCH") {
    return answerWrite(served, updateObject(context, target, readPatch(request)));
  }
  if (method === "DELETE") return deleteOne(context, request, served, path.name);
  throw methodNotAllowed();
}

function isServed({ type, version }: ServedType, { namespace, name, subresource }: ResourcePath): boolean {
  if (namespace !== undefined && !type.namespaced) return false;
  if (name !== undefined && type.namespaced && namespace === undefined) return false;
  return subresource === undefined || (subresource === "status" && version.statusSubresource);
}

function read(context: EndpointContext, request: ResourceRequest, served: ServedType): Answer {
  const { path, query } = request;
  const { type, version } = served;
  const representation = representAsIs(type, version);
  const isWatch = query.get("watch") === "true" || query.get("watch") === "1";
  if (isWatch) return watch(context, request, served, representation);
  if (path.name !== undefined) {
    const object = context.store.get(type, path.namespace ?? "", path.name);
    if (object === undefined) throw notFound(subjectOf(served, path.name));
    return answerText(representation.encodeObject(object));
  }
  const page = listObjects({
    collection: context.store.collection(type),
    selection: selectObjects(version, path.namespace, query),
    query,
    revision: context.store.revision,
  });
  return answerText(representation.encodeList(page));
}

function watch(
  context: EndpointContext,
  { path, query }: ResourceRequest,
  { type, version }: ServedType,
  representation: Representation,
): Answer {
  const selection = selectObjects(version, path.namespace, query);
  return {
    openWatch: (sink) =>
      new ObjectWatch({
        type,
        version,
        collection: context.store.collection(type),
        selection,
        representation,
        query,
        currentRevision: () => context.store.revision,
        bookmarkIntervalMs: context.bookmarkIntervalMs,
        sink,
      }),
  };
}

function writeRequest({ path, query }: ResourceRequest, served: ServedType): WriteRequest {
  const validation = query.get("fieldValidation") ?? "Warn";
  if (validation !== "Ignore" && validation !== "Warn" && validation !== "Strict") {
    throw badRequest(`invalid fieldValidation parameter: ${validation}`);
  }
  return {
    ...served,
    namespace: path.namespace ?? "",
    ...(path.name === undefined ? {} : { name: path.name }),
    ...(path.subresource === undefined ? {} : { subresource: path.subresource }),
    fieldValidation: validation,
    dryRun: query.getAll("dryRun").includes("All"),
  };
}

function create(context: EndpointContext, request: ResourceRequest, served: ServedType): Answer {
  if (served.type.namespaced && request.path.namespace === undefined) throw methodNotAllowed();
  const body = readObjectBody(request.body, request.contentType);
  return answerWrite(served, createObject(context, writeRequest(request, served), body));
}

function readPatch({ body, contentType }: ResourceRequest): Proposal {
  const patch = readBody(body, contentType);
  const [type = ""] = contentType.split(";");
  if (type === "application/json-patch+json") return (current) => jsonPatch(current, patch);
  if (!isJsonObject(patch)) throw badRequest("the patch is not an object");
  if (type === "application/merge-patch+json") return (current) => mergePatch(current, patch);
  throw unsupportedMediaType(`the patch type ${JSON.stringify(type)} is not supported`);
}

function answerWrite({ type, version }: ServedType, { object, created, warnings }: WriteResult): Answer {
  return answerText(representAsIs(type, version).encodeObject(object), created ? 201 : 200, warnings);
}

function readDeleteOptions({ body, contentType, query }: ResourceRequest): JsonObject {
  const options = body.length === 0 ? {} : readObjectBody(body, contentType);
  const policy = query.get("propagationPolicy");
  return policy === null ? options : { propagationPolicy: policy, ...options };
}

function deleteOne(
  context: EndpointContext,
  request: ResourceRequest,
  served: ServedType,
  name: string,
): Answer {
  const options = readDeleteOptions(request);
  const target = { ...writeRequest(request, served), name };
  const { object, gone } = deleteObject(context, target, options);
  const { type, version } = served;
  if (!gone) return answerText(representAsIs(type, version).encodeObject(object));
  return answerJson({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: {
      name,
      ...(type.group === "" ? {} : { group: type.group }),
      kind: type.plural,
      uid: object.uid,
    },
  });
}

/** Deletes what a list with the same selectors would show, and answers that list. */
function deleteAll(context: EndpointContext, request: ResourceRequest, served: ServedType): Answer {
  const { path, query } = request;
  const { type, version } = served;
  const options = readDeleteOptions(request);
  const page = listObjects({
    collection: context.store.collection(type),
    selection: selectObjects(version, path.namespace, query),
    query,
    revision: context.store.revision,
  });
  for (const { name, namespace } of page.objects) {
    deleteObject(
      context,
      { ...writeRequest(request, served), namespace, name },
      objectAt({ options }, "options"),
    );
  }
  return answerText(representAsIs(type, version).encodeList(page));
}
