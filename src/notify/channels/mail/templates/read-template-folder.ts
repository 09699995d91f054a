import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { ok, refuse, type Result } from "../../../../std/result.ts";
import { findLiquidTemplates, readPart } from "./liquid-templates.ts";
import type { FindTemplate } from "./mail-templates.ts";
import { findQuteTemplates } from "./qute/qute-templates.ts";
import { formatFaults } from "./template-fault.ts";
import { tryTemplates } from "./try-templates.ts";

export interface TemplateFolder {
  readonly find: FindTemplate;
  /** What in it is used for nothing: a sentence for each, for the log. */
  readonly notes: readonly string[];
}

/**
 * The templates of a folder, each tried with samples of every kind; in Liquid, or in Qute as Automatiko has them. Refused with
 * a line for each fault.
 */
export function readTemplateFolder(folder: string): Result<TemplateFolder, string> {
  const read = readFiles(folder);
  if (!read.ok) return read;
  const files = read.value;
  const parts = files.filter(isLiquid).map(({ file, source }) => ({ file, source, part: readPart(file) }));
  const liquid = findLiquidTemplates(
    parts.flatMap(({ part, ...source }) => (typeof part === "string" ? [{ ...source, part }] : [])),
  );
  const qute = findQuteTemplates(files.filter(isQute));
  const faults = [
    ...parts.flatMap(({ part }) => (typeof part === "string" ? [] : [part])),
    ...(liquid.ok ? [] : liquid.error),
    ...(qute.ok ? [] : qute.error),
  ];
  if (!liquid.ok || !qute.ok || faults.length > 0) return refuse(formatFaults(faults));
  const find: FindTemplate = (message, part) => liquid.value(message, part) ?? qute.value.find(message, part);
  const failed = tryTemplates(find);
  if (failed.length > 0) return refuse(formatFaults(failed));
  const others = files.filter((file) => !isLiquid(file) && !isQute(file));
  return ok({
    find,
    notes: [...qute.value.notes, ...others.map(({ file }) => `${file} is not a template, and is not used.`)],
  });
}

interface TemplateFile {
  readonly file: string;
  readonly source: string;
}

function isLiquid({ file }: TemplateFile): boolean {
  return file.endsWith(".liquid");
}

function isQute({ file }: TemplateFile): boolean {
  return /\.(?:html|txt|qute)$/iu.test(file);
}

const MOST_BYTES = 256 * 1024;

/** What stands in the folder itself; mounts of Kubernetes keep what is theirs under names that begin with a dot. */
function readFiles(folder: string): Result<readonly TemplateFile[], string> {
  try {
    const names = readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .toSorted();
    const files: TemplateFile[] = [];
    for (const file of names) {
      const path = join(folder, file);
      const found = statSync(path);
      if (!found.isFile()) continue;
      if (found.size > MOST_BYTES)
        return refuse(`${path} has more than ${MOST_BYTES.toLocaleString("en")} bytes.`);
      files.push({ file, source: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)) });
    }
    return ok(files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(`The templates of the folder ${folder} cannot be read: ${reason}`);
  }
}
