import type { Command } from "./command.ts";

export const helpCommand: Command = {
  name: "help",
  summary: "this text, also with --help and -h",
  async run({ usage }) {
    process.stdout.write(usage);
  },
};

/** What there is to call, and how. */
export function formatUsage(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}   ${summary}\n`).join("");
  const options = commands.map(({ options }) => (options === undefined ? "" : `\n${options}\n`)).join("");
  return `Usage: countersign <command> [options]\n\nCommands:\n${list}${options}`;
}
