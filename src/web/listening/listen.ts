import { createServer, type Server, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { answerUnreadable, refuseUnreadable } from "./answer-unreadable.ts";
import { READER_LIMITS, cutSlowReaders, type ReaderLimits } from "./cut-slow-readers.ts";
import { limitConnections, type ConnectionLimits } from "./limit-connections.ts";
import { listenOnSocket } from "./listen-on-socket.ts";

export interface ListenOnPort {
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** The setting to change when the port is taken; `--port` when absent. */
  readonly flag?: string;
}

/** On a port, or on a Unix socket at that path. */
export type ListenOptions = ListenOnPort | { readonly socket: string };

export interface Listening {
  /** 0 of a Unix socket. */
  readonly port: number;
  /** Takes no new connections, lets what is under way end, and cuts what is left after the grace period. */
  readonly close: () => Promise<void>;
}

interface Limits extends ServerOptions, ReaderLimits {
  /** As many as the system has when absent. */
  readonly connections?: ConnectionLimits;
}

/** Milliseconds. Node looks for slow clients only every 30 s unless told otherwise (`connectionsCheckingInterval`). */
const LIMITS: Limits = {
  ...READER_LIMITS,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
};

const CLOSE_GRACE_MS = 10_000;
const SWEEP_MS = 50;

/** Serves over HTTP with limits against slow clients; `changes` of them. Rejects, saying which and what to do, when the port or the socket is taken. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  where: ListenOptions,
  changes: Partial<Limits> = {},
): Promise<Listening> {
  const limits = { ...LIMITS, ...changes };
  // A request without a host is refused all the same, but by the listener: then the answer is one of ours.
  const options = { ...limits, requireHostHeader: false };
  const server = createServer(options, getRequestListener(fetch, { errorHandler: answerUnreadable }));
  refuseUnreadable(server);
  cutSlowReaders(server, limits);
  if (limits.connections !== undefined) limitConnections(server, limits.connections);
  const close = (): Promise<void> => closeServer(server);
  if ("socket" in where) {
    await listenOnSocket(server, where.socket);
    return { port: 0, close };
  }
  await listenOnPort(server, where);
  return { port: (server.address() as AddressInfo).port, close };
}

async function listenOnPort(server: Server, where: ListenOnPort): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(explainListenError(error, where)));
    server.listen(where.port, where.host, resolve);
  });
}

const LISTEN_ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program is using it. End that program, or choose another port with",
  EACCES: "this user is not allowed to. Choose port 1024 or higher with",
};

function explainListenError(error: NodeJS.ErrnoException, where: ListenOnPort): Error {
  const { port, host, flag = "--port" } = where;
  const advice = LISTEN_ADVICE[error.code ?? ""];
  const why = advice === undefined ? error.message : `${advice} ${flag}.`;
  return new Error(`Could not listen on port ${port} of ${host}: ${why}`, { cause: error });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // A connection that was busy a moment ago stays open for the next request, which never comes now.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
