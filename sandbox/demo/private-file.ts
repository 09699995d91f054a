import { randomBytes } from "node:crypto";
import { lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

const PRIVATE = 0o600;
const OF_OTHERS = 0o077;

/**
 * Writes a file with a secret in it, for the owner's eyes alone, and the folders above it that are missing. What is there is
 * replaced, not written into: its mode would stay, a link would be followed, and whoever has it open would read on.
 */
export async function writePrivately(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(fresh, content, { mode: PRIVATE, flag: "wx" });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** The file's content; undefined when there is no such file. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  return await unlessMissing(readFile(path));
}

/** The file's content; undefined when there is no such file, or when others than its owner could read or plant it. */
export async function readIfPrivate(path: string): Promise<Buffer | undefined> {
  const found = await unlessMissing(lstat(path));
  if (found === undefined || !found.isFile() || (found.mode & OF_OTHERS) !== 0) return undefined;
  return await readIfPresent(path);
}

async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
