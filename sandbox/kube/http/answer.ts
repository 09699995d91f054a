import type { ApiError } from "../api-error.ts";
import type { ObjectWatch, WatchSink } from "../read/object-watch.ts";

/** A complete answer. */
export interface BodyAnswer {
  readonly code: number;
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** An answer that goes on: the watch is made on the connection's sink and then started. */
export interface WatchAnswer {
  readonly openWatch: (sink: WatchSink) => ObjectWatch;
}

export type Answer = BodyAnswer | WatchAnswer;

const JSON_TYPE = "application/json";

/** A JSON answer; `warnings` become `Warning` headers (RFC 9110, code 299 as the API server uses it). */
export function answerJson(body: unknown, code = 200, warnings: readonly string[] = []): BodyAnswer {
  return answerText(JSON.stringify(body), code, warnings);
}

/** As `answerJson`, of JSON that is text already. */
export function answerText(body: string, code = 200, warnings: readonly string[] = []): BodyAnswer {
  const answer = { code, body, contentType: JSON_TYPE };
  if (warnings.length === 0) return answer;
  return { ...answer, headers: { Warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`) } };
}

export function answerError(error: ApiError): BodyAnswer {
  return answerJson(error.toStatus(), error.code);
}
