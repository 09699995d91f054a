import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { authFlags } from "../test/kit/suite-auth.ts";
import { LIMIT_FLAGS } from "../test/kit/suite-limits.ts";
import { until } from "../test/kit/until.ts";
import { findProgram } from "./image-program.ts";

export interface ServeProcessOptions {
  readonly kubeconfig: string;
  readonly keyFile: string;
  readonly port: number;
  /** Of probes and metrics; any that is free when absent, and then nobody knows which. */
  readonly probePort?: number;
  /** Absent: all. */
  readonly namespaces?: string;
  /** The modes; `open` when absent. */
  readonly auth?: string;
  /** A file of settings, which names the modes in place of `auth`. */
  readonly config?: string;
  /** `off` when absent: one that was killed holds its Lease for a while, and without one the next works at once. */
  readonly leaderElection?: "on" | "off";
  /** Another than `findProgram` tells. */
  readonly program?: string;
  /** For Node itself, before the program. */
  readonly nodeFlags?: readonly string[];
  /** Beside that of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Takes what the process sends over IPC; without it there is no such channel. */
  readonly onMessage?: (message: unknown) => void;
}

/** `serve` as a process of its own, to be killed. */
export class ServeProcess {
  readonly #options: ServeProcessOptions;
  #child: ChildProcess | undefined;
  #log = "";

  constructor(options: ServeProcessOptions) {
    this.#options = options;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  /** Where its probes and metrics are, when `probePort` was given. */
  get probeUrl(): string {
    return `http://127.0.0.1:${this.#options.probePort ?? 0}`;
  }

  /** What it wrote to its log since it was started. */
  get log(): string {
    return this.#log;
  }

  /** Resolves when it is ready to be used. */
  async start(): Promise<void> {
    const { kubeconfig, keyFile, port, probePort = 0, namespaces, leaderElection = "off" } = this.#options;
    const {
      auth,
      config,
      program = findProgram(),
      nodeFlags = [],
      environment = {},
      onMessage,
    } = this.#options;
    const flags = {
      ...(namespaces && { namespaces }),
      ...(config === undefined ? (auth === undefined ? authFlags(dirname(keyFile)) : { auth }) : { config }),
      "base-url": this.url,
      kubeconfig,
      "key-file": keyFile,
      port,
      "probe-port": probePort,
      host: "127.0.0.1",
      "leader-election": leaderElection,
      ...LIMIT_FLAGS,
    };
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.#log = "";
    const child = spawn(process.execPath, [...nodeFlags, program, "serve", ...args], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "ignore", "pipe", ...(onMessage === undefined ? [] : (["ipc"] as const))],
    });
    this.#child = child;
    if (onMessage !== undefined) child.on("message", onMessage);
    child.stderr?.on("data", (chunk: Buffer) => (this.#log += chunk.toString()));
    const ended = once(child, "exit").then(() => Promise.reject(new Error("it ended")));
    const isReady = async (): Promise<boolean> => (await fetch(`${this.url}/readyz`)).ok;
    await until("serve is ready", isReady, { everyMs: 25, unless: ended }).catch((cause: unknown) => {
      throw new Error(`serve did not become ready:\n${this.#log.slice(-2000)}`, { cause });
    });
  }

  /** SIGKILL: nothing in it gets to run any more. */
  kill(): void {
    this.#child?.kill("SIGKILL");
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async stop(): Promise<void> {
    if (!this.isRunning || this.#child === undefined) return;
    this.#child.kill("SIGTERM");
    await once(this.#child, "exit");
  }
}
