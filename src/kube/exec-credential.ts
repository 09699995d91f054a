import { spawn } from "node:child_process";
import { type Clock, parseTime, systemClock } from "../std/clock.ts";
import type { Credential, CredentialSource } from "./kube-connection.ts";

/** A program that prints a credential (Kubernetes documentation, "client-go credential plugins"). */
export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment that the program runs in. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `spec.cluster` of what the program is told; only for a plug-in that asks for it. */
  readonly cluster?: Readonly<Record<string, unknown>>;
}

interface Held {
  readonly credential: Credential;
  readonly expiresMs: number;
}

const LONGEST_OUTPUT = 1024 * 1024;
const LONGEST_RUN_MS = 60_000;
/** Renewed so long before it expires that no request is refused for it. */
const EARLY_MS = 10_000;

/** A credential that a program prints. It is kept until it expires or is refused, and never written anywhere. */
export class ExecCredential implements CredentialSource {
  readonly #plugin: ExecPlugin;
  readonly #clock: Clock;
  #held: Held | undefined;
  #running: Promise<Held> | undefined;

  constructor(plugin: ExecPlugin, clock: Clock = systemClock) {
    this.#plugin = plugin;
    this.#clock = clock;
  }

  async read(): Promise<Credential> {
    if (this.#held !== undefined && this.#clock.now() < this.#held.expiresMs - EARLY_MS) {
      return this.#held.credential;
    }
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    this.#held = await this.#running;
    return this.#held.credential;
  }

  /** Of many requests refused together, the first alone makes the program run again. */
  forget(refused: Credential): void {
    if (this.#held?.credential === refused) this.#held = undefined;
  }

  async #run(): Promise<Held> {
    const { command } = this.#plugin;
    return parseCredential(await runPlugin(this.#plugin), `the credential plug-in "${command}"`);
  }
}

/** What the program prints. Errors name the program alone: what it printed may be a secret. */
function runPlugin(plugin: ExecPlugin): Promise<string> {
  const { apiVersion, command, args, env, cluster } = plugin;
  const told = { kind: "ExecCredential", apiVersion, spec: { interactive: false, cluster } };
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`the credential plug-in "${command}" ${why}`));
    };
    const child = spawn(command, args, {
      // Its complaints go where this process's own go, as with Kubernetes' other clients.
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...env, KUBERNETES_EXEC_INFO: JSON.stringify(told) },
    });
    const end = (): void => void child.kill("SIGKILL");
    const timer = setTimeout(end, LONGEST_RUN_MS);
    const output: Buffer[] = [];
    let bytes = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > LONGEST_OUTPUT) end();
      else output.push(chunk);
    });
    child.on("error", (error) => fail(`cannot be started (${(error as NodeJS.ErrnoException).code})`));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(Buffer.concat(output).toString("utf8"));
      else fail(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`);
    });
  });
}

function parseCredential(output: string, plugin: string): Held {
  const status = readStatus(output);
  if (status === undefined) throw new Error(`${plugin} printed no ExecCredential with a status`);
  const { token, clientCertificateData: clientCert, clientKeyData: clientKey, expirationTimestamp } = status;
  if (token === undefined && (clientCert === undefined || clientKey === undefined)) {
    throw new Error(`${plugin} printed neither a token nor a client certificate with its key`);
  }
  return {
    credential: {
      ...(token === undefined ? {} : { token: token.trim() }),
      ...(clientCert === undefined || clientKey === undefined ? {} : { clientCert, clientKey }),
    },
    expiresMs: parseTime(expirationTimestamp) ?? Number.POSITIVE_INFINITY,
  };
}

type ExecStatus = Partial<
  Record<"token" | "clientCertificateData" | "clientKeyData" | "expirationTimestamp", string>
>;

function readStatus(output: string): ExecStatus | undefined {
  try {
    const { kind, status } = JSON.parse(output) as { readonly kind?: unknown; readonly status?: unknown };
    return kind === "ExecCredential" && typeof status === "object" && status !== null ? status : undefined;
  } catch {
    return undefined;
  }
}
