import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { makeFolder } from "./make-folder.ts";

/** A folder with these files, for one test. */
export function writeTemplates(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(t);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
