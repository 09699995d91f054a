import { chmod, lstat, unlink } from "node:fs/promises";
import { connect, type Server } from "node:net";

/** For the owner and the group: in a pod, `fsGroup` makes it the group of all containers. */
const MODE = 0o660;

/** Rejects, saying why and what to do, when it cannot. */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  try {
    if (await isLeftBehind(path)) await unlink(path);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    await chmod(path, MODE);
  } catch (error) {
    throw explain(error, path);
  }
}

/** Whoever is killed leaves its socket behind, and nobody could listen there again. Anything else is not ours to take away. */
async function isLeftBehind(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isSocket() === true && !(await isListening(path));
}

async function isListening(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(path);
  socket.once("connect", () => resolve(true));
  socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
  return await promise.finally(() => socket.destroy());
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else is there. End the program that listens on it, or choose another path with",
  // Node says the same of a folder that is missing.
  EACCES: "its folder does not exist, or this user may not write there. Make one, or choose another with",
};

function explain(error: unknown, path: string): Error {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const advice = ADVICE[code];
  const why = advice === undefined ? message : `${advice} listen.socket.`;
  return new Error(`Could not listen on the Unix socket ${path}: ${why}`, { cause: error });
}
