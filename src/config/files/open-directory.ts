import type { Result } from "../../std/result.ts";
import { type Directory, parseDirectory } from "./parse-directory.ts";
import { WatchedFile } from "./watched-file.ts";

/** As much as a ConfigMap may have: some ten thousand names. */
const MOST_BYTES = 1024 * 1024;

/** The file of `channels.directory`. Refused with a sentence when it is not right. */
export async function openDirectory(path: string): Promise<Result<WatchedFile<Directory>, string>> {
  const setting = "channels.directory";
  return await WatchedFile.open({ setting, path, mostBytes: MOST_BYTES, parse: parseDirectory });
}
