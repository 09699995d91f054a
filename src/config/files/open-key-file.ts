import { ok, type Result } from "../../std/result.ts";
import { parseKeys, type ParsedKeys } from "./parse-keys.ts";
import { WatchedFile } from "./watched-file.ts";

interface KeyFile extends Pick<WatchedFile<ParsedKeys>, "watch" | "stop"> {
  /** Those of the moment, whenever one looks. */
  readonly keys: ParsedKeys;
}

/** The keys of `keyFile`, which every replica reads. Refused with a sentence when they cannot be used. */
export async function openKeyFile(path: string): Promise<Result<KeyFile, string>> {
  const opened = await WatchedFile.open({ setting: "keyFile", path, parse: parseKeys });
  if (!opened.ok) return opened;
  const file = opened.value;
  return ok({
    keys: {
      get signing() {
        return file.content.signing;
      },
      get verifying() {
        return file.content.verifying;
      },
    },
    watch: (parts) => file.watch(parts),
    stop: () => file.stop(),
  });
}
