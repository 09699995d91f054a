// `fetch` for libraries that bring requests of their own: within limits, and following nobody anywhere.
import type { IncomingMessage } from "node:http";

import { readBody, withDeadline } from "./limits.ts";
import { type Agent, openAgent, sendHttp } from "./send-http.ts";

/** As much of `RequestInit` as they give. */
interface BoundedRequest {
  readonly method: string;
  readonly headers: NonNullable<ConstructorParameters<typeof Headers>[0]>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export type BoundedFetch = (address: string, request: BoundedRequest) => Promise<Response>;

interface FetchLimits {
  readonly connectTimeoutMs: number;
  /** Until the answer begins, and between two pieces of it. */
  readonly silenceTimeoutMs: number;
  /** From the first byte sent to the last one read. */
  readonly wholeTimeoutMs: number;
  readonly mostBytes: number;
}

const LIMITS: FetchLimits = {
  connectTimeoutMs: 5_000,
  silenceTimeoutMs: 5_000,
  wholeTimeoutMs: 10_000,
  mostBytes: 512 * 1024,
};

/** Rejects when no whole answer comes within the limits. A redirect is an answer like any other. */
export function createBoundedFetch(limits: FetchLimits = LIMITS): BoundedFetch {
  const agents: Readonly<Record<string, Agent>> = {
    "http:": openAgent(undefined, {}),
    "https:": openAgent({}, {}),
  };
  return async (address, { method, headers, body, signal }) => {
    const url = new URL(address);
    const agent = agents[url.protocol];
    if (agent === undefined) throw new Error(`${url.protocol} is neither http: nor https:`);
    return await withDeadline(limits.wholeTimeoutMs, async (deadline) => {
      const outcome = await sendHttp({
        ...limits,
        agent,
        url,
        method,
        headers: Object.fromEntries(new Headers(headers)),
        body: toText(body),
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
        mayFallSilent: false,
      });
      if (outcome.kind !== "answered") throw outcome.error;
      return await toResponse(outcome.answer, limits.mostBytes);
    });
  };
}

function toText(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string" || body instanceof URLSearchParams) return String(body);
  throw new Error("only text and fields of a form are sent");
}

/** Statuses that come without a body, and for which `Response` takes none. */
const BODILESS = new Set([204, 205, 304]);

async function toResponse(answer: IncomingMessage, mostBytes: number): Promise<Response> {
  const text = await readBody(answer, mostBytes);
  const { statusCode: status = 0, headersDistinct } = answer;
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Response(BODILESS.has(status) ? null : text, { status, headers });
}
