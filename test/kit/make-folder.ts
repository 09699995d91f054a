import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

interface Hooks {
  after(clean: () => void): void;
}

/** A folder to write in that goes with the test given; without one, with the last of the file. @returns its path. */
export function makeFolder(hooks: Hooks = { after }): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  hooks.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
