import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below Linux's range for outgoing connections, so that none of those takes a port between the look and the use. */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 200;

/** True when this process can listen there. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    // All interfaces: some of the programs listen on all of them.
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Finds `count` different ports that nobody listens on now. Rejects when it finds too few. */
export async function findFreePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count; tries += 1) {
    if (tries === TRIES)
      throw new Error(`Found only ${found.size} of ${count} free ports in ${LOWEST}-${HIGHEST}.`);
    const port = randomInt(LOWEST, HIGHEST);
    if (await isPortFree(port)) found.add(port);
  }
  return [...found];
}
