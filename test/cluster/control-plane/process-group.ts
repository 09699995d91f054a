// A program of the control plane: started in a process group of its own, logged to a file, watched, stopped.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { signalGroup, wrapCommand } from "./die-with-us.ts";

const LAST_LINES = 25;

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** Why a process ended that should be running. */
export class ProcessDied extends Error {
  override readonly name = "ProcessDied";
}

export class ProcessGroup {
  readonly #spec: ProcessSpec;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #stopping = false;
  /** Never settles while the process runs or when it was asked to stop; else rejects with `ProcessDied`. */
  readonly died: Promise<never>;

  private constructor(spec: ProcessSpec, child: ChildProcess) {
    this.#spec = spec;
    this.#child = child;
    const ended = Promise.withResolvers<void>();
    const died = Promise.withResolvers<never>();
    this.#ended = ended.promise;
    this.died = died.promise;
    // Whoever waits for it sees the rejection; that nobody waits at this moment is no error.
    this.died.catch(() => undefined);
    child.once("error", (error) =>
      died.reject(new ProcessDied(`${spec.name} did not start: ${error.message}`)),
    );
    child.once("exit", (code, signal) => {
      ended.resolve();
      if (!this.#stopping) died.reject(new ProcessDied(this.#describeDeath(code, signal)));
    });
  }

  static start(spec: ProcessSpec): ProcessGroup {
    const log = openSync(spec.logFile, "a", 0o600);
    const { PATH = "", HOME = "", TMPDIR } = process.env;
    try {
      const [file, args] = wrapCommand(spec.name, [spec.command, ...spec.args]);
      const child = spawn(file, args, {
        detached: true,
        stdio: ["pipe", log, log],
        env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...spec.env },
      });
      return new ProcessGroup(spec, child);
    } finally {
      closeSync(log);
    }
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.#spec.name} did not start`);
    return this.#child.pid;
  }

  get logFile(): string {
    return this.#spec.logFile;
  }

  /** Sends `signal` to the program and whatever it started; does nothing when they are gone. */
  signal(signal: NodeJS.Signals): void {
    signalGroup(this.#child.pid, signal);
  }

  /** Freezes the program until `resume`. */
  suspend(): void {
    process.kill(this.pid, "SIGSTOP");
  }

  resume(): void {
    process.kill(this.pid, "SIGCONT");
  }

  /** Ends the group: asks first if `graceMs` is given, then kills. Resolves when the program is gone. */
  async stop({ graceMs = 0 }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#stopping = true;
    if (graceMs > 0 && this.#child.exitCode === null && this.#child.signalCode === null) {
      // To the program alone: the reader beside it must outlive it, to kill the group if we die meanwhile.
      process.kill(this.pid, "SIGTERM");
      const timer = Promise.withResolvers<void>();
      const timeout = setTimeout(timer.resolve, graceMs);
      await Promise.race([this.#ended, timer.promise]);
      clearTimeout(timeout);
    }
    this.signal("SIGKILL");
    if (this.#child.pid !== undefined) await this.#ended;
  }

  lastLines(): string {
    return readFileSync(this.#spec.logFile, "utf8").trimEnd().split("\n").slice(-LAST_LINES).join("\n");
  }

  #describeDeath(code: number | null, signal: NodeJS.Signals | null): string {
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    const lines = this.lastLines();
    const why = lines.includes("address already in use")
      ? " A port that it was given is taken by another program; start again to use other ports."
      : "";
    return `${this.#spec.name} ended ${how} while it was needed.${why} Its last lines:\n${lines}`;
  }
}
