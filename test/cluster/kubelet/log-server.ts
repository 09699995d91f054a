// What `kubectl logs` reads: the API server asks the node of a pod, here us, at `/containerLogs/<namespace>/<pod>/<container>`.
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Identity } from "../control-plane/credentials.ts";

export interface LogServer {
  readonly port: number;
  close(): void;
}

/**
 * Serves on loopback until `close`, to whoever has the same identity: the API server of this run. `read` gives what `<namespace>/<pod>/<container>` has
 * printed, when it has ended.
 */
export async function serveLogs(
  { certificate, key }: Identity,
  read: (container: string) => string | undefined,
): Promise<LogServer> {
  const tls = { cert: certificate, key, ca: certificate, requestCert: true, rejectUnauthorized: true };
  const server = createServer(tls, ({ url = "" }, answer) => {
    const { pathname } = new URL(url, "https://node");
    const [, container = ""] = /^\/containerLogs\/(?<container>[^/]+\/[^/]+\/[^/]+)$/u.exec(pathname) ?? [];
    const output = read(container);
    if (output === undefined) answer.writeHead(404).end(`No container ${container} has ended here.`);
    else answer.setHeader("content-type", "text/plain").end(output);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
