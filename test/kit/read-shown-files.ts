import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const BLOCK = /^```\w+\n# (?<file>[\w-]+\/[\w.-]+)\n(?<text>[\s\S]*?)^```$/gmu;

/** Files that a page shows whole, by the path that their first line says: `proxy/config.yaml`. */
export function readShownFiles(page: string): ReadonlyMap<string, string> {
  const blocks = readFileSync(join(ROOT, page), "utf8").matchAll(BLOCK);
  return new Map([...blocks].map(({ groups }) => [groups?.["file"] ?? "", groups?.["text"] ?? ""]));
}
