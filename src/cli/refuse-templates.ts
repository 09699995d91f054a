import type { Settings } from "../config/settings.ts";

/** What is wrong with the templates of mails that the settings name; `undefined` when nothing is, or there are none. */
export async function refuseTemplates({ channels }: Settings): Promise<string | undefined> {
  const folder = channels.mail?.templates;
  if (folder === undefined) return undefined;
  // Loaded only where there are some.
  const { readTemplateFolder } = await import("../notify/channels/mail/templates/read-template-folder.ts");
  const read = readTemplateFolder(folder);
  return read.ok ? undefined : `channels.mail.templates:\n${read.error}`;
}
