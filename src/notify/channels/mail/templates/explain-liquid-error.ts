import { LiquidError } from "liquidjs";

import { takeCharacters } from "../../../../objects/characters.ts";
import { suggestName } from "../../../../std/suggest-name.ts";
import { LIMITS } from "./create-engine.ts";
import type { TemplateFault } from "./template-fault.ts";

/** What to do about what the engine says, by how it says it. */
const ADVICE: readonly (readonly [says: RegExp, advice: string])[] = [
  [
    /^undefined filter: (?:raw|escape|escape_once|xml_escape)$/u,
    "values are escaped by themselves: leave the filter out",
  ],
  [
    /^undefined filter: newline_to_br$/u,
    "write {% for line in descriptionLines %}{{ line }}<br>{% endfor %}",
  ],
  [/^undefined filter: (?<name>.+)$/u, "there is no filter of this name here"],
  [
    /^tag "(?:include|layout|block)" not found$/u,
    `write {% render "_NAME.html.liquid" %}, for a file of this folder`,
  ],
  [/^tag "(?<name>.+)" not found$/u, "there is no tag of this name here"],
  [/^template render limit exceeded$/u, `it takes longer than ${LIMITS.time.toLocaleString("en")} ms`],
  [
    /^memory alloc limit exceeded$/u,
    `it takes more than ${LIMITS.memory.toLocaleString("en")} characters to work with`,
  ],
  [/^ENOENT: /u, "there is no such file in the folder of the templates"],
];

/** What the engine has against a template, with file and line; `known` are the variables that there are. */
export function explainLiquidError(error: unknown, file: string, known: Iterable<string>): TemplateFault {
  if (!LiquidError.is(error)) {
    return { file, text: explain(error instanceof Error ? error.message : String(error), undefined, known) };
  }
  const message = (error.originalError ?? error).message.replace(/, (?:file:.*, )?line:\d+, col:\d+$/u, "");
  const [line] = error.token.getPosition();
  return {
    file: nameOf(error.token.file) ?? file,
    line: line ?? 1,
    text: explain(message, error.token.getText(), known),
  };
}

function explain(message: string, place: string | undefined, known: Iterable<string>): string {
  const variable = /^undefined variable: (?<name>.+)$/u.exec(message)?.groups?.["name"];
  if (variable !== undefined) return describeUnknown(variable, known);
  const advice = ADVICE.find(([says]) => says.test(message))?.[1];
  const said = place === undefined ? message : `${takeCharacters(place, 80)}: ${message}`;
  return advice === undefined ? said : `${said}; ${advice}`;
}

/** `there is no variable "titel"; did you mean "title"?` */
export function describeUnknown(variable: string, known: Iterable<string>): string {
  const meant = suggestName(variable, [...known]);
  return `there is no variable "${variable}"${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
}

/** Files that templates render have their path in the engine's memory. */
function nameOf(path: string | undefined): string | undefined {
  return path?.split("/").at(-1);
}
