// One HTTP request on a connection of an agent, on what Node brings: its client is in memory already, for the server's sake.
import {
  Agent as HttpAgent,
  type AgentOptions as HttpAgentOptions,
  type ClientRequest,
  type IncomingMessage,
  request as askHttp,
} from "node:http";
import { Agent as HttpsAgent, type AgentOptions as HttpsAgentOptions, request as askHttps } from "node:https";
import type { Duplex } from "node:stream";

/** Connections that are kept; made by `openAgent`. */
export type Agent = HttpAgent | HttpsAgent;

export interface HttpExchange {
  readonly agent: Agent;
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Ends the request, or the answer that is being read, with its reason. */
  readonly signal: AbortSignal;
  /** To connect, TLS included. */
  readonly connectTimeoutMs: number;
  /** Until the answer begins, and between two pieces of it. */
  readonly silenceTimeoutMs: number;
  /** An answer that has begun may be silent for as long as it likes. */
  readonly mayFallSilent: boolean;
}

/** What became of a request. Closed: whoever must not ask twice for the same goes by it. */
export type HttpOutcome =
  /** The answer has begun; the caller reads or destroys it. */
  | { readonly kind: "answered"; readonly answer: IncomingMessage }
  /** There never was a connection for it: not a byte of it can have left. */
  | { readonly kind: "neverSent"; readonly error: Error }
  /** It may have arrived, and taken effect. */
  | { readonly kind: "unanswered"; readonly error: Error };

/** Those whose handshake is done. */
const connected = new WeakSet<Duplex>();

/** @param tls absent: plain HTTP. */
export function openAgent(tls: HttpsAgentOptions | undefined, options: HttpAgentOptions): Agent {
  const agent = tls === undefined ? new HttpAgent(options) : new HttpsAgent({ ...tls, ...options });
  const connect = agent.createConnection.bind(agent);
  // Noted by the connection itself: one may be made for a request that is gone by then, and serve another.
  agent.createConnection = (target, onCreated) => {
    const socket = connect(target, onCreated);
    socket?.once(tls === undefined ? "connect" : "secureConnect", () => connected.add(socket));
    return socket;
  };
  return agent;
}

/** Resolves when the answer begins, or when none will: the error is the signal's reason, or what Node says. Never rejects. */
export async function sendHttp(exchange: HttpExchange): Promise<HttpOutcome> {
  try {
    return await send(open(exchange), exchange);
  } catch (error) {
    // A header that cannot be written, for example.
    return { kind: "neverSent", error: asError(error) };
  }
}

function send(outgoing: ClientRequest, exchange: HttpExchange): Promise<HttpOutcome> {
  const { signal, silenceTimeoutMs } = exchange;
  const { promise, resolve } = Promise.withResolvers<HttpOutcome>();
  let answer: IncomingMessage | undefined;
  const end = (reason: unknown): void => void (answer ?? outgoing).destroy(asError(reason));
  const onAbort = (): void => end(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const stopConnecting = limitConnecting(outgoing, exchange);
  outgoing.setTimeout(silenceTimeoutMs, () => end(new Error(`silent for ${silenceTimeoutMs} ms`)));
  outgoing.once("response", (response) => {
    answer = response;
    if (exchange.mayFallSilent) outgoing.setTimeout(0);
    // An answer that breaks off while nobody reads it must not end the process.
    response.on("error", () => {});
    resolve({ kind: "answered", answer: response });
  });
  const resolveWithout = (error: Error): void => {
    const { socket } = outgoing;
    const wasSent = socket !== null && connected.has(socket);
    resolve({ kind: wasSent ? "unanswered" : "neverSent", error });
  };
  outgoing.on("error", resolveWithout);
  outgoing.once("close", () => {
    // Without an error where the server switches to another protocol (101), for one.
    resolveWithout(new Error("the connection was closed without an answer"));
    stopConnecting();
    signal.removeEventListener("abort", onAbort);
  });
  if (signal.aborted) onAbort();
  else outgoing.end(exchange.body);
  return promise;
}

function open({ agent, url, method, headers, body }: HttpExchange): ClientRequest {
  const ask = url.protocol === "https:" ? askHttps : askHttp;
  // Node counts the bytes by itself for some methods only; DELETE is not one of them.
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return ask(url, { agent, method, headers: { ...headers, ...length } });
}

/** @returns ends the limit. Waiting for a free connection of the agent does not count. */
function limitConnecting(outgoing: ClientRequest, { url, connectTimeoutMs }: HttpExchange): () => void {
  let timer: NodeJS.Timeout | undefined;
  outgoing.once("socket", (socket) => {
    if (connected.has(socket)) return;
    const fail = (): void => void outgoing.destroy(new Error(`not connected after ${connectTimeoutMs} ms`));
    timer = setTimeout(fail, connectTimeoutMs);
    socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(timer));
  });
  return () => clearTimeout(timer);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
