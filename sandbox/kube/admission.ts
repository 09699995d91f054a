import { ApiError } from "./api-error.ts";
import type { JsonObject } from "./json-value.ts";

/** What an admission hook is asked about, like an `AdmissionReview` request. */
export interface AdmissionRequest {
  readonly operation: "CREATE" | "UPDATE";
  readonly resource: { readonly group: string; readonly version: string; readonly plural: string };
  readonly subresource?: string;
  readonly object: JsonObject;
  /** Before the change; absent for CREATE. */
  readonly oldObject?: JsonObject;
}

/** A mutating and validating webhook in process: returns the object, changed or not, or throws `AdmissionDenied`. */
export type AdmissionHook = (request: AdmissionRequest) => JsonObject;

/** Thrown by a hook: the write is refused with 400, as a denying webhook's answer is. */
export class AdmissionDenied extends Error {
  override readonly name = "AdmissionDenied";
}

/** Runs the hooks in order, each on what the one before returned; throws 400 when one denies. */
export function admit(hooks: readonly AdmissionHook[], request: AdmissionRequest): JsonObject {
  if (hooks.length === 0) return request.object;
  try {
    return hooks.reduce((object, hook) => hook({ ...request, object }), structuredClone(request.object));
  } catch (error) {
    if (!(error instanceof AdmissionDenied)) throw error;
    throw new ApiError({
      code: 400,
      reason: "BadRequest",
      message: `admission webhook "embedded.admission" denied the request: ${error.message}`,
    });
  }
}
