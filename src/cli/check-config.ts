import { openFiles } from "../config/files/open-files.ts";
import { readConfiguration } from "../config/read-settings.ts";
import { showSettings } from "../config/show-settings.ts";
import { type Command, UsageError } from "./command.ts";
import { refuseTemplates } from "./refuse-templates.ts";

export const checkConfigCommand: Command = {
  name: "check-config",
  summary:
    "FILE [settings of serve]: says what is wrong with a configuration file, or which settings it puts in force",
  async run({ args: [file, ...args], environment }) {
    if (file === undefined || file.startsWith("-")) {
      throw new UsageError(
        "Give the file first: countersign check-config FILE, then the settings that serve is given.",
      );
    }
    const read = await readConfiguration([...args, "--config", file], environment);
    if (!read.ok) throw new Error(`\n${read.error}`);
    const files = await openFiles(read.value.settings, environment);
    if (!files.ok) throw new Error(`\n${files.error}`);
    const fault = await refuseTemplates(read.value.settings);
    if (fault !== undefined) throw new Error(`\n${fault}`);
    const count = files.value.keys.signing.length;
    const keys = count === 1 ? "1 key" : `${count} keys, of which the first stays when the others go`;
    process.stdout.write(
      `# In force with ${file}. The file of keyFile has ${keys}.\n${showSettings(read.value)}`,
    );
  },
};
