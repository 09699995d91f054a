import { readdirSync, readFileSync } from "node:fs";

import type { TemplateSource } from "./compile-templates.ts";
import { findLiquidTemplates, readPart } from "./liquid-templates.ts";
import type { FindTemplate } from "./mail-templates.ts";
import { formatFaults } from "./template-fault.ts";

/** The product's own, in the folder beside this file; written like those that operators bring. */
export function loadOwnTemplates(): FindTemplate {
  const folder = new URL("own/", import.meta.url);
  const templates = findLiquidTemplates(readdirSync(folder).map((file) => readOwn(folder, file)));
  if (!templates.ok)
    throw new Error(`The product's own templates are broken.\n${formatFaults(templates.error)}`);
  return templates.value;
}

function readOwn(folder: URL, file: string): TemplateSource {
  const part = readPart(file);
  if (typeof part !== "string") throw new Error(formatFaults([part]));
  return { file, part, source: readFileSync(new URL(file, folder), "utf8") };
}
