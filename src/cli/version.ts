import { readVersion } from "../std/read-version.ts";
import type { Command } from "./command.ts";

export const versionCommand: Command = {
  name: "version",
  summary: "prints the version, as --version, -V and -v do",
  async run() {
    process.stdout.write(`${readVersion()}\n`);
  },
};
