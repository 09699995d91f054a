import { connect, isIP, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";

const CONNECT_WITHIN_MS = 10_000;

interface Target {
  readonly host: string;
  readonly port: number;
  /** From the first byte. */
  readonly tls: boolean;
  /** In PEM; absent: those of Node.js. */
  readonly ca?: string;
}

/** A connection to the server, its certificate verified where there is TLS. Rejects when there is none in time. */
export async function connectSocket({ host, port, tls, ca }: Target, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = tls
    ? connectSecurely({
        host,
        port,
        ...(isIP(host) === 0 && { servername: host }),
        ...(ca !== undefined && { ca }),
      })
    : connect({ host, port });
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const onAbort = (): void => reject(signal.reason as Error);
  const timer = setTimeout(
    () => reject(new Error(`not connected after ${CONNECT_WITHIN_MS} ms`)),
    CONNECT_WITHIN_MS,
  );
  signal.addEventListener("abort", onAbort, { once: true });
  socket.once("error", reject);
  socket.once(tls ? "secureConnect" : "connect", () => resolve(socket));
  try {
    return await promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    socket.off("error", reject);
    // Whatever it is used for hears of errors itself; between two uses nobody would, and that would end the process.
    socket.on("error", () => {});
  }
}
