import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type Command, UsageError } from "./command.ts";

export const previewMailCommand: Command = {
  name: "preview-mail",
  summary:
    "DIR [--out DIR]: says what is wrong with a folder of mail templates, or writes a message of each kind",
  async run({ args }) {
    const { folder, out } = readArguments(args);
    const { previewMails } = await import("../notify/channels/mail/templates/preview-mails.ts");
    const preview = previewMails(folder);
    if (!preview.ok) throw new Error(`\n${preview.error}`);
    const { mails, notes } = preview.value;
    for (const note of notes) process.stderr.write(`${note}\n`);
    for (const { name, files, mail } of mails) {
      process.stdout.write(`${name}: ${mail.subject}\n  ${files.join(", ")}\n`);
      if (out !== undefined) await writeMail(out, name, mail);
    }
  },
};

function readArguments(args: readonly string[]): {
  readonly folder: string;
  readonly out: string | undefined;
} {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { out: { type: "string" } },
      allowPositionals: true,
    });
    const [folder] = positionals;
    if (folder !== undefined && positionals.length === 1) return { folder, out: values.out };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  throw new UsageError("Give one folder: countersign preview-mail DIR, then --out DIR for files to look at.");
}

async function writeMail(out: string, name: string, mail: { readonly html: string; readonly text: string }) {
  await mkdir(out, { recursive: true });
  await writeFile(join(out, `${name}.html`), mail.html);
  await writeFile(join(out, `${name}.txt`), mail.text);
}
