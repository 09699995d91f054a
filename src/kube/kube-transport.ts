// Sends one HTTP request to one API server and gives back its answer. Knows credentials and pools, not retries.
import { Pool, type Dispatcher } from "undici";
import type { Credential, KubeConnection } from "./kube-connection.ts";
import { KubeUnavailableError } from "./kube-error.ts";

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
  readonly headers: Dispatcher.ResponseData["headers"];
  readonly body: Dispatcher.ResponseData["body"];
  /** Takes what the request proved itself with out of a text. */
  redact(text: string): string;
}

interface Pools {
  readonly clientCert: string | undefined;
  readonly requests: Pool;
  readonly watches: Pool;
}

export class KubeTransport {
  readonly #connection: KubeConnection;
  readonly #options: TransportOptions;
  readonly #origin: string;
  readonly #prefix: string;
  #pools: Pools | undefined;
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
    await answer.body.dump();
    return await this.#dispatch(request, renewed);
  }

  /** What goes wrong with a request after it was sent, as an error that names it. */
  describeLoss(request: HttpRequest, cause: unknown): KubeUnavailableError {
    const sent = !isConnectFailure(cause);
    const [path = ""] = request.path.split("?");
    const why = explain(cause);
    return new KubeUnavailableError(
      `${request.method} ${this.#origin}${this.#prefix}${path}: no answer: ${why}`,
      {
        cause,
        sent,
      },
    );
  }

  /** Ends every connection and whatever is under way on it. */
  async close(): Promise<void> {
    this.#closed = true;
    const pools = this.#pools;
    this.#pools = undefined;
    if (pools !== undefined) await Promise.all([pools.requests.destroy(), pools.watches.destroy()]);
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
    const pools = this.#poolsFor(credential);
    const answerTimeoutMs = this.#options.answerTimeoutMs ?? 30_000;
    try {
      const response = await (request.endless === true ? pools.watches : pools.requests).request({
        method: request.method,
        path: this.#prefix + request.path,
        headers: this.#headersOf(request, credential),
        body: request.body ?? null,
        signal: request.signal,
        headersTimeout: answerTimeoutMs,
        bodyTimeout: request.endless === true ? 0 : answerTimeoutMs,
      });
      // A body that breaks off while nobody reads it must not end the process.
      response.body.on("error", () => {});
      return {
        code: response.statusCode,
        headers: response.headers,
        body: response.body,
        redact: (text) => redact(text, credential),
      };
    } catch (error) {
      throw this.describeLoss(request, error);
    }
  }

  #headersOf({ contentType }: HttpRequest, { token }: Credential): Record<string, string> {
    return {
      accept: "application/json",
      "user-agent": this.#options.userAgent ?? "countersign",
      ...(contentType === undefined ? {} : { "content-type": contentType }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
  }

  /** TLS belongs to the connection, so another client certificate needs other pools. */
  #poolsFor(credential: Credential): Pools {
    if (this.#closed) throw new KubeUnavailableError("the client is closed", { sent: false });
    const held = this.#pools;
    if (held !== undefined && held.clientCert === credential.clientCert) return held;
    for (const pool of held === undefined ? [] : [held.requests, held.watches]) {
      pool.close().catch(() => {});
    }
    const pools = {
      clientCert: credential.clientCert,
      requests: this.#openPool(credential, this.#options.connections ?? 32),
      watches: this.#openPool(credential, null),
    };
    this.#pools = pools;
    return pools;
  }

  #openPool({ clientCert, clientKey }: Credential, connections: number | null): Pool {
    const { ca, serverName, insecureSkipTlsVerify } = this.#connection;
    return new Pool(this.#origin, {
      connections,
      // One socket per watch: a lost one is noticed by itself, and none holds up the others.
      allowH2: false,
      keepAliveTimeout: 30_000,
      connect: {
        timeout: this.#options.connectTimeoutMs ?? 10_000,
        rejectUnauthorized: insecureSkipTlsVerify !== true,
        ...(ca === undefined ? {} : { ca }),
        ...(serverName === undefined ? {} : { servername: serverName }),
        ...(clientCert === undefined || clientKey === undefined ? {} : { cert: clientCert, key: clientKey }),
      },
    });
  }
}

function isSame(one: Credential, other: Credential): boolean {
  return one.token === other.token && one.clientCert === other.clientCert;
}

function redact(text: string, { token }: Credential): string {
  return token === undefined || token === "" ? text : text.replaceAll(token, "(redacted)");
}

/** True when no byte of the request can have left: there never was a connection for it. */
function isConnectFailure(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isConnectFailure);
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  const isDistrusted = /^(?!ERR_SSL).*(?:CERT|UNABLE_TO_VERIFY)/u.test(code ?? "");
  return (
    isDistrusted || code === "UND_ERR_CONNECT_TIMEOUT" || syscall === "connect" || syscall === "getaddrinfo"
  );
}

function explain(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return explain(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined || error.message.includes(code) ? error.message : `${error.message} (${code})`;
}
