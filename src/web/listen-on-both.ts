import type { Listening } from "./listen.ts";
import type { ProbeServer } from "./probe-server.ts";
import type { WebServer } from "./server.ts";

interface Both {
  readonly web: WebServer;
  readonly probes: ProbeServer;
}

interface Where {
  readonly host: string;
  /** 0, like `probePort`: any that is free. */
  readonly port: number;
  readonly probePort: number;
}

/** Pages and probes listen and stop together: when one cannot, neither does. */
export async function listenOnBoth(
  { web, probes }: Both,
  { host, port, probePort }: Where,
): Promise<Listening & { readonly probePort: number }> {
  const pages = await web.listen({ host, port });
  try {
    const own = await probes.listen({ host, port: probePort });
    const close = async (): Promise<void> => {
      await Promise.all([pages.close(), own.close()]);
    };
    return { port: pages.port, probePort: own.port, close };
  } catch (error) {
    await pages.close();
    throw error;
  }
}
