import { formatConfigSchema } from "./config-schema.ts";
import type { Sections } from "./fill-sections.ts";
import { renderHttpSections } from "./http-sections.ts";
import { renderMailTemplateSections } from "./mail-template-sections.ts";
import { renderParameterSections } from "./parameter-sections.ts";
import { renderReasonSections } from "./reason-sections.ts";
import { renderResultSections } from "./result-sections.ts";
import { renderSettingSections } from "./setting-sections.ts";
import { formatWebhookSchema } from "./webhook-schema.ts";

/** The files of the documentation that are generated whole, and what makes them. */
export const FILES: Readonly<Record<string, () => string>> = {
  "docs/reference/config.schema.json": formatConfigSchema,
  "docs/reference/webhook-event.schema.json": formatWebhookSchema,
};

/** The pages of the documentation that have generated sections, and what makes them. */
export const PAGES: Readonly<Record<string, () => Sections>> = {
  "docs/guide/mail-templates.md": renderMailTemplateSections,
  "docs/reference/http-api.md": renderHttpSections,
  "docs/reference/parameters.md": renderParameterSections,
  "docs/reference/reasons.md": renderReasonSections,
  "docs/reference/results.md": renderResultSections,
  "docs/reference/settings.md": renderSettingSections,
};
