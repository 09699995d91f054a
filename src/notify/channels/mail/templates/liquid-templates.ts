import { ok, type Result } from "../../../../std/result.ts";
import { suggestName } from "../../../../std/suggest-name.ts";
import { compileTemplates, type TemplateSource } from "./compile-templates.ts";
import { MAIL_KINDS, MAIL_PARTS, type MailPart } from "./mail-format.ts";
import type { FindTemplate } from "./mail-templates.ts";
import { VARIABLE_MEANINGS } from "./mail-variables.ts";
import type { TemplateFault } from "./template-fault.ts";

/** For every kind that has none of its own. */
const EVERY_KIND = "mail";

const NAMES = MAIL_PARTS.flatMap((part) =>
  [EVERY_KIND, ...MAIL_KINDS].map((kind) => `${kind}.${part}.liquid`),
);
const PART_OF_OTHERS = /^_.*\.(?<part>html|text)\.liquid$/u;

/** Which part of a mail a file in Liquid is for; refused when it is for none. */
export function readPart(file: string): MailPart | TemplateFault {
  if (NAMES.includes(file) || PART_OF_OTHERS.test(file)) {
    return MAIL_PARTS.find((part) => file.endsWith(`.${part}.liquid`)) ?? "text";
  }
  const meant = suggestName(file, NAMES);
  const advice = meant === undefined ? `give one of ${NAMES.join(", ")}` : `did you mean ${meant}?`;
  return {
    file,
    text: `is not part of a message; ${advice} Files for others to render are called _NAME.html.liquid or _NAME.text.liquid`,
  };
}

/** Templates in Liquid: of this kind, else of every kind. */
export function findLiquidTemplates(
  sources: readonly TemplateSource[],
): Result<FindTemplate, readonly TemplateFault[]> {
  const compiled = compileTemplates(sources, new Set(Object.keys(VARIABLE_MEANINGS)));
  if (!compiled.ok) return compiled;
  return ok(({ kind }, part) => {
    const file = [kind, EVERY_KIND]
      .map((name) => `${name}.${part}.liquid`)
      .find((name) => compiled.value.has(name));
    const template = file === undefined ? undefined : compiled.value.get(file);
    if (file === undefined || template === undefined) return undefined;
    return { file, render: (_message, variables) => template(variables) };
  });
}
