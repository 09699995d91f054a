import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { ANONYMOUS, type Identity } from "../access/identity.ts";
import { ApiError } from "../api-error.ts";
import type { Fault, FaultPlan, RequestDescription, RequestListener, RequestRecord } from "../faults.ts";
import { type Answer, answerError, type BodyAnswer } from "./answer.ts";
import { type ApiRequest, isOpenPath } from "./api-router.ts";
import type { Certificate } from "./certificate.ts";
import { describeRequest } from "./request-description.ts";
import { WatchConnections } from "./watch-connections.ts";

const MAX_BODY_BYTES = 3 * 1024 * 1024;
const KEEP_ALIVE_MS = 120_000;

export interface HttpsServerOptions {
  readonly host: string;
  readonly port: number;
  readonly certificate: Certificate;
  /** Whose bearer token it is. */
  readonly findUser: (token: string) => Identity | undefined;
  readonly answer: (request: ApiRequest) => Answer;
  /** Rises with every write. */
  readonly currentRevision: () => number;
  readonly findFault: FaultPlan;
  readonly onRequest: RequestListener | undefined;
}

/** A request whose caller is known. */
type AskedRequest = RequestDescription & { readonly user: string };

/** The HTTPS face: reads requests, checks the token, lets faults happen, records, answers. */
export class HttpsServer {
  readonly watches = new WatchConnections();
  readonly #options: HttpsServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(options: HttpsServerOptions) {
    this.#options = options;
    const { certificate, privateKey } = options.certificate;
    this.#server = createServer(
      { cert: certificate, key: privateKey, keepAliveTimeout: KEEP_ALIVE_MS },
      (request, response) => {
        this.#handle(request, response).catch((error: unknown) => failRequest(response, error));
      },
    );
    this.#server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  /** Listens; answers the port. Rejects when the port is taken. */
  async listen(): Promise<number> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.watches.close("end");
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // Not closeAllConnections(): it leaves out those whose TLS handshake is under way, and each could still bring a watch.
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = incoming;
    const { pathname, searchParams } = new URL(url, "https://localhost");
    const description = describeRequest(method, pathname, searchParams);
    const body = await readBytes(incoming);
    const user = this.#options.findUser(readToken(headers.authorization));
    if (user === undefined && !isOpenPath(pathname)) {
      send(response, answerError(unauthorized()));
      return;
    }
    const asked = { ...description, user: user?.username ?? ANONYMOUS.username };
    const fault = this.#options.findFault(description);
    if (fault !== undefined && (await this.#suffer(fault, asked, response))) return;
    const before = this.#options.currentRevision();
    const answer = this.#options.answer({
      method,
      path: pathname,
      query: searchParams,
      accept: headers.accept ?? "",
      contentType: headers["content-type"] ?? "",
      userAgent: headers["user-agent"] ?? "",
      user: user ?? ANONYMOUS,
      body,
    });
    const changed = this.#options.currentRevision() !== before;
    const isDropped = fault?.drop === "after";
    const code = "code" in answer ? answer.code : 200;
    await this.#record(() => ({
      ...asked,
      ...nameOfCreated(answer, asked),
      code: isDropped ? 0 : code,
      changed,
    }));
    if (isDropped) response.destroy();
    else if ("openWatch" in answer) this.watches.serve(response, answer);
    else send(response, answer);
  }

  async #record(describe: () => RequestRecord): Promise<void> {
    const { onRequest } = this.#options;
    if (onRequest !== undefined) await onRequest(describe());
  }

  /** Lets a fault happen; true when the request is thereby over. */
  async #suffer(fault: Fault, asked: AskedRequest, response: ServerResponse): Promise<boolean> {
    if (fault.delayMs !== undefined) await delay(fault.delayMs, undefined, { ref: false });
    await fault.hold;
    if (fault.hang === true) return true;
    if (fault.drop === "before") {
      await this.#record(() => ({ ...asked, code: 0, changed: false }));
      response.destroy();
      return true;
    }
    if (fault.refuse === undefined) return false;
    const { code, reason = "InternalError", message = "injected fault", retryAfterSeconds } = fault.refuse;
    const details = retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } };
    const answer = answerError(new ApiError({ code, reason, message, ...details }));
    await this.#record(() => ({ ...asked, code, changed: false }));
    const headers = retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) };
    send(response, { ...answer, headers });
    return true;
  }
}

/** The name that a created object got, for the record. */
function nameOfCreated(answer: Answer, { verb }: AskedRequest): { readonly name?: string } {
  if (verb !== "create" || !("code" in answer) || answer.code !== 201) return {};
  const { metadata } = JSON.parse(answer.body) as { readonly metadata?: { readonly name?: string } };
  return metadata?.name === undefined ? {} : { name: metadata.name };
}

function readToken(header = ""): string {
  return /^Bearer (?<token>.+)$/iu.exec(header)?.groups?.["token"] ?? "";
}

async function readBytes(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { code, body, contentType, headers = {} }: BodyAnswer): void {
  const bytes = Buffer.from(body);
  response.writeHead(code, {
    "Content-Type": contentType,
    "Content-Length": bytes.length,
    "Cache-Control": "no-cache, private",
    ...headers,
  });
  response.end(bytes);
}

function failRequest(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof ApiError) {
    send(response, { ...answerError(error), headers: { Connection: "close" } });
    return;
  }
  const message = `the embedded API server failed: ${error instanceof Error ? error.stack : String(error)}`;
  send(response, answerError(new ApiError({ code: 500, reason: "InternalError", message })));
}

function unauthorized(): ApiError {
  return new ApiError({ code: 401, reason: "Unauthorized", message: "Unauthorized" });
}

function tooLarge(): ApiError {
  return new ApiError({
    code: 413,
    reason: "RequestEntityTooLarge",
    message: `Request entity too large: limit is ${MAX_BODY_BYTES}`,
  });
}
