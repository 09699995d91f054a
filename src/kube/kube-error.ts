/** The `Status` object of a Kubernetes answer, as far as it is read. */
export interface KubeStatus {
  /** HTTP status code. */
  readonly code: number;
  /** Machine-readable, e.g. `NotFound`, `Conflict`, `AlreadyExists`, `Expired`, `Invalid`. */
  readonly reason: string;
  readonly message: string;
  /** From `Retry-After` or `details.retryAfterSeconds`. */
  readonly retryAfterMs?: number;
}

/** The API server answered and refused. */
export class KubeError extends Error {
  override readonly name = "KubeError";
  readonly status: KubeStatus;

  constructor(status: KubeStatus, options?: ErrorOptions) {
    super(`${status.code} ${status.reason}: ${status.message}`, options);
    this.status = status;
  }
}

/** No answer: the server is away, or the answer was lost, so a write may have taken effect. */
export class KubeUnavailableError extends Error {
  override readonly name = "KubeUnavailableError";
  /** False when it is certain that nothing was sent, so that a write has certainly not taken effect. */
  readonly sent: boolean;

  constructor(message?: string, options?: ErrorOptions & { readonly sent?: boolean }) {
    super(message, options);
    this.sent = options?.sent ?? true;
  }
}

function hasReason(error: unknown, code: number, reason?: string): boolean {
  return (
    error instanceof KubeError &&
    error.status.code === code &&
    (reason === undefined || error.status.reason === reason)
  );
}

export const isNotFound = (error: unknown): boolean => hasReason(error, 404);
export const isAlreadyExists = (error: unknown): boolean => hasReason(error, 409, "AlreadyExists");
/** A write lost the race: the object changed since it was read, or its UID is another's. */
export const isConflict = (error: unknown): boolean => hasReason(error, 409) && !isAlreadyExists(error);
/** The server's definition is older than what was written, which has a field that it does not know. Nothing was stored. */
export function isUnknownField(error: unknown): boolean {
  return (
    hasReason(error, 400) && error instanceof KubeError && /strict decoding error/u.test(error.status.message)
  );
}
/** More than the API server, or etcd behind it, stores. Nothing was stored, and trying again changes nothing. */
export function isTooLarge(error: unknown): boolean {
  const isEtcds = error instanceof KubeError && /request is too large/u.test(error.status.message);
  return hasReason(error, 413) || (hasReason(error, 500) && isEtcds);
}
/** The watch or the page is too old: list again. */
export const isExpired = (error: unknown): boolean => hasReason(error, 410);

/** True when the server is away or overloaded, so that trying again later is right. */
export function isUnavailable(error: unknown): boolean {
  return (
    error instanceof KubeUnavailableError ||
    (error instanceof KubeError &&
      (error.status.code === 429 || error.status.code >= 500) &&
      !isTooLarge(error))
  );
}
