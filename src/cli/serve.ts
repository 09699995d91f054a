import { formatSettings } from "../config/describe-settings.ts";
import { openFiles } from "../config/files/open-files.ts";
import { readSettings } from "../config/read-settings.ts";
import { createJsonLogger } from "../std/json-logger.ts";
import { readVersion } from "../std/read-version.ts";
import { stopOnSignal } from "../std/stop-on-signal.ts";
import { systemTimers } from "../std/timers.ts";
import { type Command, UsageError } from "./command.ts";
import { refuseTemplates } from "./refuse-templates.ts";

export const serveCommand: Command = {
  name: "serve",
  summary: "runs the controller and the web server on the cluster of the kubeconfig",
  options: `Settings of serve, as flags or variables (a file can hold these and more):\n${formatSettings()}`,
  async run({ args, environment }) {
    const settings = await readSettings(args, environment);
    if (!settings.ok) throw new UsageError(`\n${settings.error}`);
    const { logLevel, kubeconfig } = settings.value;
    const files = await openFiles(settings.value, environment);
    if (!files.ok) throw new UsageError(`\n${files.error}`);
    const fault = await refuseTemplates(settings.value);
    if (fault !== undefined) throw new UsageError(`\n${fault}`);
    const logger = createJsonLogger(logLevel);
    // Loaded only by the command that needs them: `help` and mistakes answer at once.
    const [{ serve }, { findConnection }] = await Promise.all([
      import("../serve.ts"),
      import("../kube/find-connection.ts"),
    ]);
    const connection = await findConnection({ kubeconfig, environment });
    const version = readVersion();
    const serving = await serve({
      settings: settings.value,
      connection,
      keys: files.value.keys,
      proxySecrets: files.value.proxySecrets,
      clientSecrets: files.value.clientSecrets,
      secretOf: files.value.secretOf,
      directory: files.value.directory,
      logger,
      version,
    });
    files.value.watch({ timers: systemTimers, logger });
    stopOnSignal(async () => {
      files.value.stop();
      await serving.stop();
    }, logger);
  },
};
