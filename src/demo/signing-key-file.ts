import { randomBytes } from "node:crypto";
import { readIfPresent, writePrivately } from "./private-file.ts";

const KEY_BYTES = 32;

/** The key in that file, which stays, so that a form that is open survives a restart of the demo; made when it is missing. */
export async function readOrMakeKey(path: string): Promise<Buffer> {
  const kept = await readIfPresent(path);
  if (kept !== undefined && kept.length >= KEY_BYTES) return kept;
  const key = randomBytes(KEY_BYTES);
  await writePrivately(path, key);
  return key;
}
