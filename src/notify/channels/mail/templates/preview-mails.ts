import { silentLogger } from "../../../../std/logger.ts";
import { ok, type Result } from "../../../../std/result.ts";
import { createMailRenderer } from "../render-mail.ts";
import { MAIL_PARTS, type RenderedMail } from "./mail-format.ts";
import { readTemplateFolder } from "./read-template-folder.ts";
import { makeSampleMessages } from "./sample-messages.ts";

interface Preview {
  readonly mails: readonly {
    readonly name: string;
    readonly mail: RenderedMail;
    /** What each part is made with. */
    readonly files: readonly string[];
  }[];
  readonly notes: readonly string[];
}

/** What a folder of templates makes of the samples; refused with all that is wrong with it. */
export function previewMails(folder: string): Result<Preview, string> {
  const templates = readTemplateFolder(folder);
  if (!templates.ok) return templates;
  const { find, notes } = templates.value;
  const render = createMailRenderer({ timeZone: "UTC", logger: silentLogger, templates: find });
  const mails = makeSampleMessages().map(({ name, message }) => ({
    name,
    mail: render(message),
    files: MAIL_PARTS.map((part) => `${part}: ${find(message, part)?.file ?? "our own"}`),
  }));
  return ok({ mails, notes });
}
