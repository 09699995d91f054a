import { randomBytes } from "node:crypto";
import { readIfPrivate, writePrivately } from "./private-file.ts";

const KEY_BYTES = 32;

/**
 * The key in that file, which stays, so that a form that is open survives a restart of the demo. Made anew when it is
 * missing, or when others may have read it.
 */
export async function readOrMakeKey(path: string): Promise<Buffer> {
  const kept = await readIfPrivate(path);
  if (kept !== undefined && kept.length >= KEY_BYTES) return kept;
  const key = randomBytes(KEY_BYTES);
  await writePrivately(path, key);
  return key;
}
