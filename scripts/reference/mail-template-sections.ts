import { VARIABLE_MEANINGS } from "../../src/notify/channels/mail/templates/mail-variables.ts";
import type { Sections } from "./fill-sections.ts";
import { formatCode, formatTable } from "./format-table.ts";

/** `docs/guide/mail-templates.md`: what templates can show. */
export function renderMailTemplateSections(): Sections {
  return {
    variables: formatTable(
      ["variable", "what it says"],
      Object.entries(VARIABLE_MEANINGS).map(([name, meaning]) => [formatCode(name), meaning]),
    ),
  };
}
