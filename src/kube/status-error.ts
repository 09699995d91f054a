import { KubeError, type KubeStatus } from "./kube-error.ts";

/** What the answer itself says beside its body. */
export interface AnswerHead {
  readonly code: number;
  readonly retryAfterMs?: number | undefined;
}

const REASONS: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  405: "MethodNotAllowed",
  409: "Conflict",
  410: "Expired",
  413: "RequestEntityTooLarge",
  415: "UnsupportedMediaType",
  422: "Invalid",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};

/**
 * The error that an answer of 400 or more is. Its body is a `Status` (Kubernetes API conventions, "Response Status
 * Kind"), or whatever a proxy in front of the API server wrote.
 */
export function statusErrorOf(body: string, head: AnswerHead): KubeError {
  return new KubeError(readStatus(parseJson(body), head) ?? describeForeignAnswer(body, head));
}

/** The error that an `ERROR` line of a watch is. */
export function statusErrorOfEvent(object: unknown): KubeError {
  const code = isRecord(object) && typeof object["code"] === "number" ? object["code"] : 500;
  return new KubeError(
    readStatus(object, { code }) ?? {
      code,
      reason: "InternalError",
      message: "the watch ended with an error",
    },
  );
}

function readStatus(body: unknown, { code, retryAfterMs }: AnswerHead): KubeStatus | undefined {
  if (!isRecord(body) || body["kind"] !== "Status") return undefined;
  const reason = textOr(body["reason"], REASONS[code] ?? "Unknown");
  const wait = retryAfterMs ?? readDetailsWait(body["details"]);
  return {
    code,
    reason,
    message: textOr(body["message"], reason),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}

function readDetailsWait(details: unknown): number | undefined {
  if (!isRecord(details)) return undefined;
  const seconds = details["retryAfterSeconds"];
  return typeof seconds === "number" && seconds > 0 ? Math.min(seconds, 300) * 1000 : undefined;
}

function describeForeignAnswer(body: string, { code, retryAfterMs }: AnswerHead): KubeStatus {
  const text = body
    .slice(0, 200)
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim();
  return {
    code,
    reason: REASONS[code] ?? "Unknown",
    message: text === "" ? "the answer has no body" : `the answer does not come from Kubernetes: ${text}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === "string" && value !== "" ? value : fallback;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
