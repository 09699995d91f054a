import { describeSettings } from "../../src/config/settings.ts";
import { DEMO_USAGE } from "../../sandbox/demo/demo-options.ts";
import type { Sections } from "./fill-sections.ts";
import { formatTable } from "./format-table.ts";

/** `docs/reference/settings.md`: the text of `countersign help`, as tables. */
export function renderSettingSections(): Sections {
  return {
    settings: formatTable(
      ["flag", "variable", "what"],
      splitLines(describeSettings(), /^ {2}(--\S+) +(COUNTERSIGN_\S+) +(.+)$/u),
    ),
    demo: formatTable(["option", "what"], splitLines(DEMO_USAGE, /^ {2}(--\S+(?: [A-Z]+)?) {2,}(.+)$/u)),
  };
}

/** Each line's parts; what looks like a name in code. Throws on a line that has another shape. */
function splitLines(text: string, shape: RegExp): readonly (readonly string[])[] {
  return text.split("\n").map((line) => {
    const parts = shape.exec(line)?.slice(1);
    if (parts === undefined) throw new Error(`The help text has a line of another shape: ${line}`);
    const [what = "", ...names] = parts.toReversed();
    return [...names.toReversed().map((name) => `\`${name}\``), what];
  });
}
