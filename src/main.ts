// argv, environment and exit codes; then one of: serve, demo.
import { readFileSync } from "node:fs";

import { readKeyFile } from "./config/read-key-file.ts";
import { describeSettings, readSettings } from "./config/settings.ts";
import { DEMO_USAGE, readDemoOptions } from "../sandbox/demo/demo-options.ts";
import { createJsonLogger } from "./std/json-logger.ts";
import type { Logger } from "./std/logger.ts";

const USAGE = `Usage: countersign <command> [options]

Commands:
  serve   the controller and the web server, on the cluster that the kubeconfig reaches
  demo    the same on an embedded cluster, with a small Tekton and sample pipelines
  help    this text

Settings of serve, as a flag or a variable:
${describeSettings()}

Options of demo:
${DEMO_USAGE}
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
  else if (command === "demo") await runDemoCommand(args);
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

async function runDemoCommand(args: readonly string[]): Promise<void> {
  const options = readDemoOptions(args);
  if (!options.ok) throw new UsageError(`${options.error}\n\nOptions of demo:\n${DEMO_USAGE}`);
  const logger = createJsonLogger(options.value.logLevel);
  const { runDemo } = await import("../sandbox/demo/run-demo.ts");
  const starting = runDemo({ ...options.value, version: readVersion(), logger });
  // From the beginning, so that nothing is left behind when somebody does not want to wait.
  stopOnSignal(async () => (await starting).stop(), logger);
  const { readyLine } = await starting;
  process.stdout.write(`${readyLine}\n`);
}

/** The first signal ends the work in order; a second one ends the process. */
function stopOnSignal(stop: () => Promise<void>, logger: Logger): void {
  const onSignal = (): void => {
    stop().then(
      () => process.exit(0),
      (err: unknown) => {
        logger.error({ err }, "It could not be stopped in order.");
        process.exit(FAILURE);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, onSignal);
}

function readVersion(): string {
  const file = new URL("../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return version;
}
