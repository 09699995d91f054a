// One connection to the mail server, logged in. It knows how far a message has come: that is what tells a refusal from an
// end that leaves open whether the message has arrived.
import type { Socket } from "node:net";
import { Readable } from "node:stream";

import SmtpConnection from "nodemailer/lib/smtp-connection";

import { refuse, ok, type Result } from "../../../../std/result.ts";
import type { ComposedMail } from "../compose-mail.ts";
import { connectSocket } from "./connect-socket.ts";
import { asError, type SmtpError } from "./smtp-error.ts";
import type { SmtpLogin } from "./smtp-login.ts";

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** From the first byte. */
  readonly tls: boolean;
  readonly startTls: "required" | "optional" | "disabled";
  /** Certificates in PEM that are trusted in place of those of Node.js. */
  readonly ca?: string;
  readonly ownHostName?: string;
}

/** What became of a message. `taken`, `refused`: the server said yes, or no. `lost`: nothing more was heard of it. */
export type SmtpOutcome =
  | { readonly kind: "taken"; readonly response: string }
  | { readonly kind: "refused"; readonly error: SmtpError }
  | { readonly kind: "lost"; readonly error: SmtpError; readonly wasSent: boolean };

const GREET_WITHIN_MS = 20_000;
/** In the middle of a message, and between two. Many servers wait no longer than a minute for the next. */
const SILENT_FOR_MS = 55_000;
const LEAVE_WITHIN_MS = 1_000;

type Step<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "refused" | "lost"; readonly error: SmtpError };

type Done<T> = (error: Error | null | undefined, value: T) => void;

export class SmtpSession {
  readonly #socket: Socket;
  readonly #connection: SmtpConnection;
  readonly #ended: Promise<SmtpError>;
  #isOpen = true;
  /** How many messages it has carried. */
  messages = 0;

  private constructor(socket: Socket, server: SmtpServer) {
    this.#socket = socket;
    this.#connection = new SmtpConnection({ ...toOptions(server), connection: socket });
    const { promise, resolve } = Promise.withResolvers<SmtpError>();
    this.#ended = promise;
    // For as long as there is the connection: an error that nobody hears would end the process.
    this.#connection.on("error", resolve);
    this.#connection.on("end", () => {
      this.#isOpen = false;
      resolve(new Error("the connection was closed"));
    });
  }

  /** Connects, secures and logs in, within `signal`. */
  static async open(
    server: SmtpServer,
    login: SmtpLogin | undefined,
    signal: AbortSignal,
  ): Promise<Result<SmtpSession, SmtpError>> {
    const socket = await connectSocket(server, signal).catch(asError);
    if (socket instanceof Error) return refuse(socket);
    const session = new SmtpSession(socket, server);
    const connected = await session.#step<void>((done) => session.#connection.connect(done), signal);
    const entered =
      connected.kind === "done" && login !== undefined
        ? await session.#logIn(login, server, signal)
        : connected;
    if (entered.kind === "done") return ok(session);
    session.close();
    return refuse(entered.error);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Within `signal`. After anything but `taken` the session is closed. */
  async send({ envelope, content }: ComposedMail, signal: AbortSignal): Promise<SmtpOutcome> {
    this.messages += 1;
    const source = new Readable({
      read() {
        this.push(content);
        this.push(null);
      },
    });
    const { from, to } = envelope;
    const step = await this.#step<{ readonly response: string }>(
      (done) => this.#connection.send({ from, to: [to] }, source, done),
      signal,
    );
    if (step.kind === "done") return { kind: "taken", response: step.value.response };
    // The connection reads of it when the server has said that it takes a message, and not before.
    const wasSent = source.readableDidRead;
    this.close();
    return isAnswer(step.error)
      ? { kind: "refused", error: step.error }
      : { kind: "lost", error: step.error, wasSent };
  }

  /** Says goodbye, when nothing is under way. */
  async leave(): Promise<void> {
    const timer = setTimeout(() => this.close(), LEAVE_WITHIN_MS);
    this.#connection.quit();
    await this.#ended;
    clearTimeout(timer);
    this.close();
  }

  /** At once: a server that hangs would keep a half-closed connection for ever. */
  close(): void {
    this.#isOpen = false;
    this.#connection.close();
    this.#socket.destroy();
  }

  async #logIn(login: SmtpLogin, server: SmtpServer, signal: AbortSignal): Promise<Step<unknown>> {
    const connection = this.#connection;
    if (!connection.secure && server.startTls !== "disabled") {
      const text = "it offers no TLS, and without it no password is sent";
      return { kind: "refused", error: Object.assign(new Error(text), { code: "ETLS" }) };
    }
    if (!connection.allowsAuth) {
      return { kind: "refused", error: new Error("it does not let anybody log in; leave `user` out") };
    }
    return await this.#step<unknown>((done) => connection.login(login, done), signal);
  }

  async #step<T>(begin: (done: Done<T>) => void, signal: AbortSignal): Promise<Step<T>> {
    const { promise, resolve } = Promise.withResolvers<Step<T>>();
    const onAbort = (): void => {
      resolve({ kind: "lost", error: asError(signal.reason) });
      this.close();
    };
    void this.#ended.then((error) => resolve({ kind: "lost", error }));
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    else begin((error, value) => resolve(error ? { kind: "refused", error } : { kind: "done", value }));
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }
}

/** Whether the server has said no, and not only something odd, or nothing at all. */
function isAnswer({ command, responseCode = 0 }: SmtpError): boolean {
  return command !== "CONN" && responseCode >= 400 && responseCode < 600;
}

function toOptions({ host, port, tls, startTls, ca, ownHostName }: SmtpServer) {
  return {
    host,
    port,
    secure: tls,
    secured: tls,
    requireTLS: !tls && startTls === "required",
    ignoreTLS: startTls === "disabled",
    tls: { rejectUnauthorized: true, ...(ca !== undefined && { ca }) },
    ...(ownHostName !== undefined && { name: ownHostName }),
    greetingTimeout: GREET_WITHIN_MS,
    socketTimeout: SILENT_FOR_MS,
  };
}
