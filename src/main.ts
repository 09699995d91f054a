// argv, environment and exit codes; then the command.
import { readKeyFile } from "./config/read-key-file.ts";
import { formatSettings, readSettings } from "./config/read-settings.ts";
import { createJsonLogger } from "./std/json-logger.ts";
import { readVersion } from "./std/read-version.ts";
import { stopOnSignal } from "./std/stop-on-signal.ts";

const USAGE = `Usage: countersign <command> [options]

Commands:
  serve   the controller and the web server, on the cluster that the kubeconfig reaches
  help    this text

Settings of serve, as a flag or a variable:
${formatSettings()}
`;

const MISUSE = 2;
const FAILURE = 1;

/** A message for the person at the terminal, who can do something about it: no stack. */
class UsageError extends Error {}

const [command = "help", ...args] = process.argv.slice(2);
try {
  await runCommand(command, args);
} catch (error) {
  const isMisuse = error instanceof UsageError;
  process.stderr.write(`countersign ${command}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = isMisuse ? MISUSE : FAILURE;
}

async function runCommand(command: string, args: readonly string[]): Promise<void> {
  if (args.includes("--help") || command === "help" || command === "--help") process.stdout.write(USAGE);
  else if (command === "serve") await runServe(args);
  else throw new UsageError(`There is no command ${JSON.stringify(command)}.\n\n${USAGE}`);
}

async function runServe(args: readonly string[]): Promise<void> {
  const settings = readSettings(args, process.env);
  if (!settings.ok) throw new UsageError(`\n${settings.error}`);
  const key = readKeyFile(settings.value.keyFile);
  if (!key.ok) throw new UsageError(key.error);
  const logger = createJsonLogger(settings.value.logLevel);
  // Loaded only by the command that needs them: `help` and mistakes answer at once.
  const [{ serve }, { findConnection }] = await Promise.all([
    import("./serve.ts"),
    import("./kube/find-connection.ts"),
  ]);
  const connection = await findConnection({
    kubeconfig: settings.value.kubeconfig,
    environment: process.env,
  });
  const serving = await serve({
    settings: settings.value,
    connection,
    key: key.value,
    logger,
    version: readVersion(),
  });
  stopOnSignal(() => serving.stop(), logger);
}
