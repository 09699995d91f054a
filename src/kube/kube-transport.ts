// Sends one HTTP request to one API server and gives back its answer. Knows credentials and pools, not retries.
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { AgentOptions } from "node:https";
import { createSecureContext } from "node:tls";
import type { Credential, KubeConnection } from "./kube-connection.ts";
import { KubeUnavailableError } from "./kube-error.ts";
import { type Agent, openAgent, sendHttp } from "../net/send-http.ts";

export interface TransportOptions {
  /** To connect, TLS included; 10 s when absent. */
  readonly connectTimeoutMs?: number;
  /** Until the answer begins, and between two pieces of it (not of a watch); 30 s when absent. */
  readonly answerTimeoutMs?: number;
  /** Connections for all but watches, each of which has one of its own; 32 when absent. */
  readonly connections?: number;
  /** Also the field manager that the API server records; `countersign` when absent. */
  readonly userAgent?: string;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its query. */
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  /** A watch: its body may be silent for as long as it likes. */
  readonly endless?: boolean;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
  /** Takes what the request proved itself with out of a text. */
  redact(text: string): string;
}

interface Agents {
  readonly clientCert: string | undefined;
  readonly requests: Agent;
  readonly watches: Agent;
}

/** Shorter than what API servers and load balancers allow, so that it is not them who close an idle connection. */
const IDLE_CONNECTION_MS = 30_000;

export class KubeTransport {
  readonly #connection: KubeConnection;
  readonly #options: TransportOptions;
  readonly #origin: string;
  readonly #prefix: string;
  #agents: Agents | undefined;
  #closed = false;

  constructor(connection: KubeConnection, options: TransportOptions = {}) {
    const url = new URL(connection.server);
    this.#connection = connection;
    this.#options = options;
    this.#origin = url.origin;
    this.#prefix = url.pathname.replace(/\/+$/u, "");
  }

  /**
   * Sends a request; after a 401, once more if another credential is to be had by then. Rejects with
   * `KubeUnavailableError` when no answer begins. The caller reads or destroys the body.
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const credential = await this.#readCredential(request);
    const answer = await this.#dispatch(request, credential);
    if (answer.code !== 401) return answer;
    this.#connection.credential.forget(credential);
    const renewed = await this.#readCredential(request);
    if (isSame(renewed, credential)) return answer;
    answer.body.resume();
    return await this.#dispatch(request, renewed);
  }

  /** What went wrong with a request, after it was sent unless said otherwise, as an error that names it. */
  describeLoss(request: HttpRequest, cause: unknown, { sent = true } = {}): KubeUnavailableError {
    const [path = ""] = request.path.split("?");
    return new KubeUnavailableError(
      `${request.method} ${this.#origin}${this.#prefix}${path}: no answer: ${explain(cause)}`,
      { cause, sent },
    );
  }

  /** Ends every connection and whatever is under way on it. */
  close(): void {
    this.#closed = true;
    for (const agent of this.#agents === undefined ? [] : [this.#agents.requests, this.#agents.watches]) {
      const waiting = Object.values(agent.requests).flatMap((queue) => queue ?? []);
      agent.destroy();
      for (const outgoing of waiting) outgoing.destroy(new Error("the client is closed"));
    }
  }

  async #readCredential(request: HttpRequest): Promise<Credential> {
    try {
      return await this.#connection.credential.read();
    } catch (error) {
      throw new KubeUnavailableError(
        `${request.method} ${this.#origin}: no credential to ask with: ${explain(error)}`,
        { cause: error, sent: false },
      );
    }
  }

  async #dispatch(request: HttpRequest, credential: Credential): Promise<HttpAnswer> {
    const { connectTimeoutMs = 10_000, answerTimeoutMs = 30_000 } = this.#options;
    const { requests, watches } = this.#agentsFor(credential);
    const outcome = await sendHttp({
      agent: request.endless === true ? watches : requests,
      url: new URL(this.#prefix + request.path, this.#origin),
      method: request.method,
      headers: this.#headersOf(request, credential),
      body: request.body,
      signal: request.signal,
      connectTimeoutMs,
      silenceTimeoutMs: answerTimeoutMs,
      mayFallSilent: request.endless === true,
    });
    if (outcome.kind !== "answered") {
      throw this.describeLoss(request, outcome.error, { sent: outcome.kind === "unanswered" });
    }
    const { answer: body } = outcome;
    const redactAnswer = (text: string): string => redact(text, credential);
    return { code: body.statusCode ?? 0, headers: body.headers, body, redact: redactAnswer };
  }

  #headersOf({ contentType }: HttpRequest, { token }: Credential): Record<string, string> {
    return {
      accept: "application/json",
      "user-agent": this.#options.userAgent ?? "countersign",
      ...(contentType === undefined ? {} : { "content-type": contentType }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
  }

  /** TLS belongs to the connection, so another client certificate needs other agents; the old ones end by being idle. */
  #agentsFor(credential: Credential): Agents {
    if (this.#closed) throw new KubeUnavailableError("the client is closed", { sent: false });
    const { clientCert } = credential;
    if (this.#agents === undefined || this.#agents.clientCert !== clientCert) {
      const { connections = 32 } = this.#options;
      const tls = this.#tlsFor(credential);
      const kept = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
      this.#agents = {
        clientCert,
        requests: openAgent(tls, { ...kept, maxSockets: connections }),
        watches: openAgent(tls, kept),
      };
    }
    return this.#agents;
  }

  /** @returns `undefined` for plain HTTP. */
  #tlsFor({ clientCert, clientKey }: Credential): AgentOptions | undefined {
    if (!this.#origin.startsWith("https:")) return undefined;
    const { ca, serverName, insecureSkipTlsVerify } = this.#connection;
    const isCertified = clientCert !== undefined && clientKey !== undefined;
    return {
      // Made once: authorities and keys are not parsed again for each connection.
      secureContext: createSecureContext({
        ...(ca === undefined ? {} : { ca }),
        ...(isCertified ? { cert: clientCert, key: clientKey } : {}),
      }),
      rejectUnauthorized: insecureSkipTlsVerify !== true,
      ...(serverName === undefined ? {} : { servername: serverName }),
    };
  }
}

function isSame(one: Credential, other: Credential): boolean {
  return one.token === other.token && one.clientCert === other.clientCert;
}

function redact(text: string, { token }: Credential): string {
  return token === undefined || token === "" ? text : text.replaceAll(token, "(redacted)");
}

function explain(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return explain(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined || error.message.includes(code) ? error.message : `${error.message} (${code})`;
}
