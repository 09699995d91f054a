import { open, type FileHandle } from "node:fs/promises";

import { ok, refuse, type Result } from "../../std/result.ts";

/** Far more than any setting or secret takes. */
const USUAL_BYTES = 64 * 1024;

/** The bytes of a file; refused with what goes on after its name: "cannot be read: …", "has more than …". */
export async function readSmallFile(
  path: string,
  mostBytes: number = USUAL_BYTES,
): Promise<Result<Buffer, string>> {
  try {
    const file = await open(path);
    try {
      return await readBounded(file, mostBytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    return refuse(`cannot be read: ${explain(error)}`);
  }
}

async function readBounded(file: FileHandle, mostBytes: number): Promise<Result<Buffer, string>> {
  const buffer = Buffer.alloc(mostBytes + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    length += bytesRead;
    if (length > mostBytes) return refuse(`has more than ${mostBytes.toLocaleString("en")} bytes`);
    if (bytesRead === 0) return ok(buffer.subarray(0, length));
  }
}

function explain(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return REASONS[code] ?? code;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EISDIR: "it is a folder",
};
