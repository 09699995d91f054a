import type { Listening } from "./listen.ts";
import type { ProbeServer } from "../probe-server.ts";
import type { WebServer } from "../server.ts";

interface Both {
  readonly web: WebServer;
  readonly probes: ProbeServer;
}

interface Where {
  readonly host: string;
  /** 0, like `probePort`: any that is free. */
  readonly port: number;
  /** In place of host and port. */
  readonly socket?: string | undefined;
  /** As pages when absent; all addresses beside a socket. */
  readonly probeHost?: string | undefined;
  readonly probePort: number;
}

/** Pages and probes listen and stop together: when one cannot, neither does. */
export async function listenOnBoth(
  { web, probes }: Both,
  { host, port, socket, probeHost = socket === undefined ? host : "0.0.0.0", probePort }: Where,
): Promise<Listening & { readonly probePort: number }> {
  const pages = await web.listen(socket === undefined ? { host, port } : { socket });
  try {
    const own = await probes.listen({ host: probeHost, port: probePort });
    const close = async (): Promise<void> => {
      await Promise.all([pages.close(), own.close()]);
    };
    return { port: pages.port, probePort: own.port, close };
  } catch (error) {
    await pages.close();
    throw error;
  }
}
