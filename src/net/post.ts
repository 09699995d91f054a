// One POST to somebody else's server: to an address that was checked, within limits, following nobody anywhere. What it says
// of a failure names the host and nothing else of the URL: the path of a chat's webhook is its password.
import { rootCertificates } from "node:tls";

import { refuse, ok, type Result } from "../std/result.ts";
import { isPrivateAddress } from "./check-address.ts";
import { withDeadline } from "./limits.ts";
import { fixLookup, type Resolve, resolveHost } from "./resolve-host.ts";
import { type HttpOutcome, openAgent, sendHttp } from "./send-http.ts";

interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** Certificates, in PEM, of those who may vouch for the server, beside those that Node brings. */
  readonly ca?: string;
}

/** What became of it. Errors are one line each, without secrets. */
export type PostOutcome =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** By names in lower case. */
      readonly headers: Readonly<Record<string, string | undefined>>;
      /** As much as is read of it. */
      readonly body: string;
      /** Why the rest of it never came; absent: it is as whole as it is read. */
      readonly brokenOff?: string;
    }
  /** Not a byte of it can have left. */
  | { readonly kind: "neverSent"; readonly error: string }
  /** It may have arrived, and taken effect. */
  | { readonly kind: "unanswered"; readonly error: string };

/** Never rejects. */
export type Post = (request: PostRequest) => Promise<PostOutcome>;

interface PostLimits {
  readonly connectTimeoutMs: number;
  /** Until the answer begins, and between two pieces of it. */
  readonly silenceTimeoutMs: number;
  /** From asking for the address to the last byte that is read. */
  readonly wholeTimeoutMs: number;
  /** What comes after is not read: a status says more than the end of a long answer. */
  readonly mostBytes: number;
}

const LIMITS: PostLimits = {
  connectTimeoutMs: 10_000,
  silenceTimeoutMs: 20_000,
  wholeTimeoutMs: 30_000,
  mostBytes: 64 * 1024,
};

export interface PostOptions {
  /** Whether addresses of this machine, this cluster or this company may be sent to; there plain HTTP is taken, too. */
  readonly allowPrivate: boolean;
  /** The system's when absent. */
  readonly resolve?: Resolve;
  readonly limits?: Partial<PostLimits>;
}

type Target = Result<{ readonly url: URL; readonly lookup: ReturnType<typeof fixLookup> }, string>;

export function createPost(options: PostOptions): Post {
  const limits = { ...LIMITS, ...options.limits };
  return async (request) =>
    await withDeadline(limits.wholeTimeoutMs, async (deadline) => {
      const signal = AbortSignal.any([request.signal, deadline]);
      const target = await findTarget(request.url, { ...options, signal });
      if (!target.ok) return { kind: "neverSent", error: target.error };
      return await send({ ...request, signal }, target.value, limits);
    });
}

async function findTarget(
  address: string,
  options: PostOptions & { readonly signal: AbortSignal },
): Promise<Target> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) return refuse("The address is not a URL.");
  if (url.username !== "" || url.password !== "") return refuse(`${url.host}: The address has a user in it.`);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return refuse(`${url.protocol} is not https:, and nothing was sent.`);
  const found = await resolveHost(url.hostname, options);
  if (!found.ok) return refuse(`${url.host} ${found.error}.`);
  if (url.protocol === "http:" && !found.value.every((one) => isPrivateAddress(one.address)))
    return refuse(`${url.host} has an http: address, and others could read what is sent; use https:.`);
  return ok({ url, lookup: fixLookup(found.value) });
}

async function send(
  { headers, body, signal, ca }: PostRequest,
  { url, lookup }: Extract<Target, { readonly ok: true }>["value"],
  limits: PostLimits,
): Promise<PostOutcome> {
  const tls = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  // An agent of its own, whose connections go nowhere but to what was checked.
  const agent = openAgent(url.protocol === "https:" ? tls : undefined, { lookup });
  const outcome = await sendHttp({
    ...limits,
    agent,
    url,
    method: "POST",
    headers: { "user-agent": "Countersign", ...headers },
    body,
    signal,
    mayFallSilent: false,
  });
  try {
    return await readOutcome(outcome, url.host, limits.mostBytes);
  } finally {
    agent.destroy();
  }
}

async function readOutcome(outcome: HttpOutcome, host: string, mostBytes: number): Promise<PostOutcome> {
  if (outcome.kind !== "answered") return { kind: outcome.kind, error: `${host}: ${outcome.error.message}` };
  const { statusCode: status = 0, headersDistinct } = outcome.answer;
  const headers = Object.entries(headersDistinct).map(([name, values]) => [name, values?.[0]] as const);
  const { body, error } = await readBeginning(outcome.answer, mostBytes);
  const brokenOff = error === undefined ? {} : { brokenOff: `${host}: ${error}` };
  return { kind: "answered", status, headers: Object.fromEntries(headers), body, ...brokenOff };
}

/** With what came before it broke off. */
async function readBeginning(
  chunks: AsyncIterable<Buffer>,
  most: number,
): Promise<{ readonly body: string; readonly error?: string }> {
  const read: Buffer[] = [];
  const toText = (): string => Buffer.concat(read).subarray(0, most).toString("utf8");
  try {
    let bytes = 0;
    for await (const chunk of chunks) {
      read.push(chunk);
      bytes += chunk.length;
      if (bytes >= most) break;
    }
    return { body: toText() };
  } catch (error) {
    return { body: toText(), error: error instanceof Error ? error.message : String(error) };
  }
}
