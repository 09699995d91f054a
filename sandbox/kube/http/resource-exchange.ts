import type { AccessContext } from "../access/answer-review.ts";
import type { Identity } from "../access/identity.ts";
import { type ApiError, invalidOptions } from "../api-error.ts";
import type { Representation } from "../read/representation.ts";
import type { ServedType, TypeRegistry } from "../types/type-registry.ts";
import type { WriteRequest } from "../write/write-request.ts";
import type { WriterContext } from "../write/writer-context.ts";
import type { ResourcePath } from "./request-path.ts";

/** The media type of a server-side apply. */
export const APPLY = "application/apply-patch+yaml";

export interface EndpointContext extends WriterContext, AccessContext {
  readonly types: TypeRegistry;
  readonly bookmarkIntervalMs: number;
}

/** A request for a resource, its body read. */
export interface ResourceRequest {
  readonly method: string;
  readonly path: ResourcePath;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  readonly userAgent: string;
  /** Who asks. */
  readonly user: Identity;
  readonly body: Buffer;
}

/** A request together with what it is about and how it wants its answer. */
export interface ResourceExchange {
  readonly context: EndpointContext;
  readonly request: ResourceRequest;
  readonly served: ServedType;
  readonly representation: Representation;
}

/** The media type of the body, without its parameters. */
export function mediaTypeOf({ contentType }: ResourceRequest): string {
  const [type = ""] = contentType.split(";");
  return type.trim();
}

const OPTIONS: Readonly<Record<string, string>> = {
  POST: "CreateOptions",
  PUT: "UpdateOptions",
  PATCH: "PatchOptions",
  DELETE: "DeleteOptions",
};

/** Reads the options of a write; throws 422 for a `fieldValidation` or `dryRun` that does not exist. */
export function readWriteRequest({ request, served }: ResourceExchange): WriteRequest {
  const { path, query, method } = request;
  const refuse = (field: string, value: unknown, supported: string): ApiError =>
    invalidOptions(OPTIONS[method] ?? "", {
      reason: "FieldValueNotSupported",
      field,
      message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`,
    });
  const fieldValidation = query.get("fieldValidation") || "Warn";
  if (fieldValidation !== "Ignore" && fieldValidation !== "Warn" && fieldValidation !== "Strict") {
    throw refuse("fieldValidation", fieldValidation, '"", "Ignore", "Strict", "Warn"');
  }
  const dryRun = query.getAll("dryRun");
  if (dryRun.some((each) => each !== "All")) throw refuse("dryRun", dryRun, '"All"');
  return {
    ...served,
    namespace: path.namespace ?? "",
    ...(path.name === undefined ? {} : { name: path.name }),
    ...(path.subresource === undefined ? {} : { subresource: path.subresource }),
    fieldValidation,
    dryRun: dryRun.length > 0,
    manager: query.get("fieldManager") ?? nameManager(request),
  };
}

/** Without `fieldManager`, the beginning of the user agent names the manager; an applier has to name itself. */
function nameManager(request: ResourceRequest): string {
  if (mediaTypeOf(request) === APPLY) return "";
  const [product = ""] = request.userAgent.split("/");
  return product.slice(0, 128) || "unknown";
}
