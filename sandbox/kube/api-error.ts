import type { JsonObject } from "./json-value.ts";

/** Why one field was refused, as in `Status.details.causes`. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  /** A path like `spec.params[0].name`. */
  readonly field: string;
}

/** The object or collection that a refusal is about. `kind` is the plural, except for `Invalid`, where it is the kind. */
export interface ErrorSubject {
  readonly group: string;
  readonly kind: string;
  readonly name?: string | undefined;
}

interface ApiErrorFields {
  readonly code: number;
  /** Empty when there is none. */
  readonly reason: string;
  readonly message: string;
  readonly details?: JsonObject;
}

/** A refusal, answered as a `Status` object (Kubernetes API conventions, "Response Status Kind"). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: number;
  readonly reason: string;
  readonly details: JsonObject | undefined;

  constructor({ code, reason, message, details }: ApiErrorFields) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The `Status` object that says this. */
  toStatus(): JsonObject {
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: this.message,
      ...(this.reason === "" ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

function qualifyKind({ group, kind }: ErrorSubject): string {
  return group === "" ? kind : `${kind}.${group}`;
}

function qualify(subject: ErrorSubject): string {
  return `${qualifyKind(subject)} ${JSON.stringify(subject.name ?? "")}`;
}

function detailsOf({ group, kind, name }: ErrorSubject): JsonObject {
  return {
    ...(name === undefined || name === "" ? {} : { name }),
    ...(group === "" ? {} : { group }),
    kind,
  };
}

export function notFound(subject: ErrorSubject): ApiError {
  return new ApiError({
    code: 404,
    reason: "NotFound",
    message: `${qualify(subject)} not found`,
    details: detailsOf(subject),
  });
}

/** The path names nothing that is served: answered in plain text, as the API server does. */
export class PathNotFound extends Error {
  override readonly name = "PathNotFound";

  constructor() {
    super("404 page not found");
  }
}

export function alreadyExists(subject: ErrorSubject): ApiError {
  return new ApiError({
    code: 409,
    reason: "AlreadyExists",
    message: `${qualify(subject)} already exists`,
    details: detailsOf(subject),
  });
}

const MODIFIED =
  "the object has been modified; please apply your changes to the latest version and try again";

export function conflict(subject: ErrorSubject, why = MODIFIED): ApiError {
  return new ApiError({
    code: 409,
    reason: "Conflict",
    message: `Operation cannot be fulfilled on ${qualify(subject)}: ${why}`,
    details: detailsOf(subject),
  });
}

export function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: "BadRequest", message });
}

/** `subject` is absent for a path that names no resource. */
export function forbidden(subject: ErrorSubject | undefined, why: string): ApiError {
  if (subject === undefined) {
    return new ApiError({ code: 403, reason: "Forbidden", message: `forbidden: ${why}`, details: {} });
  }
  const what = subject.name === undefined ? qualifyKind(subject) : qualify(subject);
  return new ApiError({
    code: 403,
    reason: "Forbidden",
    message: `${what} is forbidden: ${why}`,
    details: detailsOf(subject),
  });
}

/** The version asked for is no longer in the history: list again. */
export function expired(message: string): ApiError {
  return new ApiError({ code: 410, reason: "Expired", message });
}

/** What the API server answers where it did not expect such a request: 500, without a reason. */
export function internalError(message: string): ApiError {
  return new ApiError({ code: 500, reason: "", message });
}

export function methodNotAllowed(): ApiError {
  return new ApiError({
    code: 405,
    reason: "MethodNotAllowed",
    message: "the server does not allow this method on the requested resource",
    details: {},
  });
}

export function unsupportedMediaType(message: string): ApiError {
  return new ApiError({ code: 415, reason: "UnsupportedMediaType", message });
}

/** The object breaks a rule; `subject.kind` is its kind, each cause names a field. */
export function invalid(subject: ErrorSubject, causes: readonly Cause[]): ApiError {
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  const said = texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
  return new ApiError({
    code: 422,
    reason: "Invalid",
    message: `${qualify(subject)} is invalid: ${said}`,
    details: { ...detailsOf(subject), causes: causes.map((cause) => ({ ...cause })) },
  });
}

/** The options of a request break a rule; `kind` is their kind, like `ListOptions`. */
export function invalidOptions(kind: string, cause: Cause): ApiError {
  return invalid({ group: "meta.k8s.io", kind, name: "" }, [cause]);
}

/** The request makes no sense for the object as it stands, e.g. a failed `test` of a JSON patch. */
export function unprocessable(message: string): ApiError {
  return new ApiError({ code: 422, reason: "Invalid", message, details: {} });
}
