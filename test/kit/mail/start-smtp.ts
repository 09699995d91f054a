// A mail server for one test, on loopback: it keeps what it takes, and at each step it can refuse, hang or be gone.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";

import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";

import type { Certificate } from "../../../sandbox/kube/http/certificate.ts";

/** In the order in which a message comes to them. `answer`: it has the whole message, and is to say what becomes of it. */
export const SMTP_STEPS = ["connection", "login", "sender", "recipient", "answer"] as const;
export type SmtpStep = (typeof SMTP_STEPS)[number];

/** What it does there. Numbers are refusals: 550. */
export type SmtpTrick = "hang" | "drop" | number;

export interface TakenMail {
  readonly from: string;
  /** As the commands named them. */
  readonly to: readonly string[];
  /** With its headers. */
  readonly source: string;
  readonly isSecure: boolean;
  readonly user: string | undefined;
  /** Of the connection it came by. */
  readonly session: string;
}

export interface TestSmtp {
  readonly port: number;
  /** Whole messages, also those that it then did not answer. */
  readonly mails: readonly TakenMail[];
  /** Every recipient it heard of. */
  readonly recipients: readonly string[];
  readonly logins: readonly string[];
  readonly connections: () => number;
  /** From now on, or so many times. */
  trick(step: SmtpStep, trick: SmtpTrick | undefined, times?: number): void;
  /** Ends every connection there is. */
  drop(): void;
  stop(): Promise<void>;
}

interface StartOptions {
  /** Another address of loopback than 127.0.0.1. */
  readonly host?: string;
  readonly tls?: Certificate;
  /** With `tls`: from the first byte on. */
  readonly isImplicit?: true;
  /** Who may log in: by password, or with a token by XOAUTH2. Absent: nobody needs to. */
  readonly login?: { readonly user: string; readonly secret: () => string };
}

export async function startSmtp(
  t: Pick<TestContext, "after">,
  options: StartOptions = {},
): Promise<TestSmtp> {
  const tricks = new Map<SmtpStep, { readonly trick: SmtpTrick; left: number }>();
  const mails: TakenMail[] = [];
  const recipients: string[] = [];
  const logins: string[] = [];

  const server = new SMTPServer({ ...toOptions(options), ...handle() });
  // Whoever goes in the middle of a handshake makes one.
  server.on("error", () => {});
  server.listen(0, options.host ?? "127.0.0.1");
  await once(server.server, "listening");

  /** Calls `done` unless there is a trick. */
  function at(step: SmtpStep, done: (error?: Error | null) => void): void {
    const found = tricks.get(step);
    if (found === undefined || found.left === 0) return done();
    found.left -= 1;
    if (found.trick === "drop") drop();
    else if (typeof found.trick === "number") done(refusal(found.trick));
  }

  function handle(): SMTPServerOptions {
    return {
      onConnect: (_session, done) => at("connection", done),
      onMailFrom: (_address, _session, done) => at("sender", done),
      onRcptTo: ({ address }, _session, done) => {
        recipients.push(address);
        at("recipient", done);
      },
      onAuth: ({ username = "", password, accessToken }, _session, done) =>
        at("login", (error) => {
          const { user, secret } = options.login ?? { user: "", secret: () => "" };
          logins.push(password ?? accessToken ?? "");
          const isRight = username === user && (password ?? accessToken) === secret();
          if (error) done(error);
          else if (isRight) done(null, { user: username });
          // As Google does it: first what is wrong, then the refusal.
          else if (accessToken !== undefined)
            done(null, { data: { status: "401", schemes: "bearer", scope: "" } });
          else done(refusal(535));
        }),
      onData: (stream, session, done) => void take(stream, session, done),
    };
  }

  async function take(stream: Readable, session: SMTPServerSession, done: (error?: Error | null) => void) {
    const { envelope, secure, user, id } = session;
    mails.push({
      from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
      to: envelope.rcptTo.map(({ address }) => address),
      source: await text(stream),
      isSecure: secure,
      user,
      session: id,
    });
    at("answer", done);
  }

  function drop(): void {
    for (const connection of server.connections)
      (connection as { _socket: { destroy(): void } })._socket.destroy();
  }

  async function stop(): Promise<void> {
    drop();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  t.after(stop);
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    recipients,
    logins,
    connections: () => server.connections.size,
    trick: (step, trick, times = Infinity) =>
      void (trick === undefined ? tricks.delete(step) : tricks.set(step, { trick, left: times })),
    drop,
    stop,
  };
}

function toOptions({ tls, isImplicit, login }: StartOptions): SMTPServerOptions {
  const withoutTls = tls === undefined ? ["STARTTLS"] : [];
  return {
    disabledCommands: [...withoutTls, ...(login === undefined ? ["AUTH"] : [])],
    authMethods: ["PLAIN", "LOGIN", "XOAUTH2"],
    allowInsecureAuth: tls === undefined,
    secure: isImplicit ?? false,
    ...(tls && { cert: tls.certificate, key: tls.privateKey }),
    disableReverseLookup: true,
    logger: false,
  };
}

/** With words in it that no notice should have. */
function refusal(responseCode: number): Error {
  return Object.assign(new Error(`${responseCode === 535 ? "5.7.8" : "5.1.1"} not here`), { responseCode });
}
