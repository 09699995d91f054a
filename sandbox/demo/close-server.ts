import { once } from "node:events";
import type { Server } from "node:http";

/** Cuts what is still open; resolves when nothing is. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
