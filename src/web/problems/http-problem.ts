import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What can be wrong with a request. Closed: each has a line in `PROBLEMS`, which is what people read at `/api`. */
export type ProblemKind = keyof typeof PROBLEMS;

export const PROBLEMS = {
  "bad-request": { status: 400, title: "The request is not valid" },
  // 401 comes with a challenge (RFC 9110 §15.5.2).
  "not-signed-in": { status: 401, title: "Nobody is signed in" },
  "sign-in-expired": { status: 401, title: "Signing in was too long ago" },
  "not-entitled": { status: 403, title: "The approval does not ask this person" },
  "not-allowed": { status: 403, title: "This person may not do that" },
  "foreign-origin": { status: 403, title: "The request comes from another site" },
  "form-expired": { status: 403, title: "The form belongs to another session" },
  "link-refused": { status: 403, title: "The link is not good for this" },
  "not-found": { status: 404, title: "There is nothing at this address" },
  "method-not-allowed": { status: 405, title: "This address does not take that method" },
  "vote-refused": { status: 409, title: "The vote came too late or a second time" },
  "cancel-refused": { status: 409, title: "The approval has already ended" },
  "sending-refused": { status: 409, title: "The message cannot be sent again" },
  "request-changed": { status: 409, title: "The request has changed since it was shown" },
  "operation-reused": { status: 422, title: "The operation was used before, with other contents" },
  "body-too-large": { status: 413, title: "Too much was sent" },
  "unsupported-media-type": { status: 415, title: "The body has the wrong content type" },
  misdirected: { status: 421, title: "This server does not answer for that host" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "The server failed" },
  overloaded: { status: 503, title: "The server has no memory left for this answer" },
  "vote-not-recorded": { status: 503, title: "The vote could not be recorded" },
  "vote-not-known": { status: 503, title: "It is not known whether the vote is recorded" },
  "cancel-not-recorded": { status: 503, title: "The approval could not be cancelled" },
  "cancel-not-known": { status: 503, title: "It is not known whether the approval is cancelled" },
  "sending-not-recorded": { status: 503, title: "The message could not be sent again" },
  "sending-not-known": { status: 503, title: "It is not known whether the message is sent again" },
  unavailable: { status: 503, title: "A server that this needs does not answer" },
} as const satisfies Readonly<Record<string, Problem>>;

interface Problem {
  readonly status: ContentfulStatusCode;
  readonly title: string;
}

export interface ProblemOptions {
  /** Extension members of the document, beside those of RFC 9457 §3.1. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request that is refused. The error handler turns it into a page, or under `/api` into a document of RFC 9457. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";
  readonly kind: ProblemKind;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  /** `detail` says what was tried, on what, why it failed and what to do. */
  constructor(kind: ProblemKind, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.kind = kind;
    this.extensions = options.extensions ?? {};
    this.headers = options.headers ?? {};
  }

  get status(): ContentfulStatusCode {
    return PROBLEMS[this.kind].status;
  }

  get title(): string {
    return PROBLEMS[this.kind].title;
  }
}
