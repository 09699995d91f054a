import { readFile } from "node:fs/promises";
import { type Clock, systemClock } from "../std/clock.ts";
import type { Credential, CredentialSource } from "./kube-connection.ts";

/** Which parts of a credential are in files, and the parts that are not. */
export interface CredentialFiles {
  readonly token?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly fixed?: Credential;
}

/** A kubelet renews a service account's token long before it expires, so a minute is early enough. */
const REREAD_AFTER_MS = 60_000;

/**
 * A credential in files that somebody else renews. They are read again after a minute and after a 401. A file that
 * cannot be read later leaves the last credential in use; one that could never be read rejects, naming the file.
 */
export class FileCredential implements CredentialSource {
  readonly #files: CredentialFiles;
  readonly #clock: Clock;
  #held: Credential | undefined;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(files: CredentialFiles, clock: Clock = systemClock) {
    this.#files = files;
    this.#clock = clock;
  }

  async read(): Promise<Credential> {
    const nowMs = this.#clock.now();
    if (this.#held !== undefined && Math.abs(nowMs - this.#readAtMs) < REREAD_AFTER_MS) return this.#held;
    try {
      this.#held = await readFiles(this.#files);
      this.#readAtMs = nowMs;
    } catch (error) {
      if (this.#held === undefined) throw error;
    }
    return this.#held;
  }

  forget(): void {
    this.#readAtMs = Number.NEGATIVE_INFINITY;
  }
}

async function readFiles({ token, clientCert, clientKey, fixed }: CredentialFiles): Promise<Credential> {
  return {
    ...fixed,
    ...(token === undefined ? {} : { token: await readToken(token) }),
    ...(clientCert === undefined ? {} : { clientCert: await readText(clientCert) }),
    ...(clientKey === undefined ? {} : { clientKey: await readText(clientKey) }),
  };
}

async function readToken(path: string): Promise<string> {
  const token = (await readText(path)).trim();
  if (!/^[\x21-\x7e]+$/u.test(token)) throw new Error(`the token file ${path} holds no token`);
  return token;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`the credential file ${path} cannot be read (${code})`, { cause: error });
  }
}
