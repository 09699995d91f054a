/** What a command is started with. */
interface Invocation {
  /** What stands behind the command's name. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of all commands. */
  readonly usage: string;
}

/** One command, in a file of its own; `main.ts` has the list. */
export interface Command {
  readonly name: string;
  /** In the list of commands, on one line. */
  readonly summary: string;
  /** What it takes, for the usage, under a heading. */
  readonly options?: string;
  /** Resolves when it is done, or works. Rejects with a `UsageError` when it is started wrongly. */
  run(invocation: Invocation): Promise<void>;
}

/** A message for the person at the terminal, who can do something about it. */
export class UsageError extends Error {}
