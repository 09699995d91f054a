import { readFileSync } from "node:fs";

import { ok, refuse, type Result } from "../std/result.ts";

const MIN_BYTES = 32;

/**
 * The key that signs cookies and form tokens. Every replica reads the same file, so that neither a restart nor another
 * replica voids an open form.
 */
export function readKeyFile(path: string): Result<Buffer, string> {
  let key: Buffer;
  try {
    key = readFileSync(path);
  } catch (error) {
    return refuse(
      `The key file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (key.length >= MIN_BYTES) return ok(key);
  return refuse(
    `The key file ${path} has ${key.length} bytes; at least ${MIN_BYTES} random ones are needed. ` +
      `Make one with: head -c 32 /dev/urandom > ${path}`,
  );
}
