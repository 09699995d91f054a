// The commands, one line each; argv, environment and exit codes.
import { checkConfigCommand } from "./cli/check-config.ts";
import { type Command, UsageError } from "./cli/command.ts";
import { formatUsage, helpCommand } from "./cli/help.ts";
import { previewMailCommand } from "./cli/preview-mail.ts";
import { serveCommand } from "./cli/serve.ts";
import { versionCommand } from "./cli/version.ts";

const COMMANDS: readonly Command[] = [
  serveCommand,
  checkConfigCommand,
  previewMailCommand,
  versionCommand,
  helpCommand,
];

/** What people try first, in the place of a command. */
const SHORTCUTS: ReadonlyMap<string, string> = new Map([
  ["--help", "help"],
  ["-h", "help"],
  ["--version", "version"],
  ["-V", "version"],
  ["-v", "version"],
]);

const MISUSE = 2;
const FAILURE = 1;

const [given = "help", ...args] = process.argv.slice(2);
try {
  await runCommand(args.includes("--help") ? "help" : (SHORTCUTS.get(given) ?? given));
} catch (error) {
  process.stderr.write(`countersign ${given}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? MISUSE : FAILURE;
}

async function runCommand(name: string): Promise<void> {
  const usage = formatUsage(COMMANDS);
  const command = COMMANDS.find((known) => known.name === name);
  if (command === undefined) throw new UsageError(`There is no command ${JSON.stringify(name)}.\n\n${usage}`);
  await command.run({ args, environment: process.env, usage });
}
