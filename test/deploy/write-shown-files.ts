import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";

import { makeFolder } from "../kit/make-folder.ts";
import { readShownFiles } from "../kit/read-shown-files.ts";

const DEPLOY = join(import.meta.dirname, "../../deploy");

/** The files that a page shows, in folders beside this repository's manifests, as operators have them. @returns where. */
export function writeShownFiles(t: TestContext, page: string): string {
  const folder = makeFolder(t);
  cpSync(DEPLOY, join(folder, "countersign", "deploy"), { recursive: true });
  for (const [file, text] of readShownFiles(page)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}
