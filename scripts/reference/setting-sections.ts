import { describeSettings } from "../../src/config/describe-settings.ts";
import { DEMO_USAGE } from "../../sandbox/demo/demo-options.ts";
import type { Sections } from "./fill-sections.ts";
import { formatCode, formatTable } from "./format-table.ts";

/** `docs/reference/settings.md`: the settings of `serve`, and the options of the demo. */
export function renderSettingSections(): Sections {
  return {
    settings: formatTable(
      ["key in the file", "flag", "variable", "what", "when absent"],
      describeSettings().map(
        ({ key, flag, variable, what, default: taken, whenAbsent = "must be given" }) => [
          formatOptional(key),
          formatOptional(flag),
          formatOptional(variable),
          what,
          taken === undefined ? whenAbsent : formatCode(taken),
        ],
      ),
    ),
    demo: formatTable(["option", "what"], DEMO_USAGE.split("\n").map(splitOption)),
  };
}

function formatOptional(name: string | undefined): string {
  return name === undefined ? "–" : formatCode(name);
}

/** Option and explanation. Throws on a line that has another shape. */
function splitOption(line: string): readonly string[] {
  const [, option, what] = /^ {2}(--\S+(?: [A-Z]+)?) {2,}(.+)$/u.exec(line) ?? [];
  if (option === undefined || what === undefined) {
    throw new Error(`The help text has a line of another shape: ${line}`);
  }
  return [formatCode(option), what];
}
