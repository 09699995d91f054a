import { ok, refuse, type Result } from "../../std/result.ts";
import type { Settings } from "../settings.ts";
import { WatchedFile } from "./watched-file.ts";

interface ClientSecrets extends Pick<WatchedFile<string>, "watch" | "stop"> {
  /** By the provider's id, as it is whenever one looks; of a client without a secret there is none. */
  readonly secrets: ReadonlyMap<string, () => string>;
}

/** The files of `auth.oidc[].clientSecretFile`. Refused with a sentence for each that cannot be used. */
export async function openClientSecrets(
  providers: Settings["auth"]["oidc"] = [],
): Promise<Result<ClientSecrets, string>> {
  const faults: string[] = [];
  const files = new Map<string, WatchedFile<string>>();
  for (const [index, { id, clientSecretFile: path }] of providers.entries()) {
    if (path === undefined) continue;
    const setting = `auth.oidc[${index}].clientSecretFile`;
    const opened = await WatchedFile.open({ setting, path, parse: parseClientSecret });
    if (opened.ok) files.set(id, opened.value);
    else faults.push(opened.error);
  }
  if (faults.length > 0) return refuse(faults.join("\n"));
  return ok({
    secrets: new Map([...files].map(([id, file]) => [id, () => file.content])),
    watch: (parts) => files.forEach((file) => file.watch(parts)),
    stop: () => files.forEach((file) => file.stop()),
  });
}

/** The line, as the provider made it. Refused with what goes on after the file's name; never quotes it. */
export function parseClientSecret(bytes: Buffer): Result<string, string> {
  const secret = bytes.toString("latin1").replace(/\r?\n$/u, "");
  if (secret === "") return refuse("has no secret");
  // RFC 6749 appendix A.2.
  return /^[\x20-\x7e]+$/u.test(secret)
    ? ok(secret)
    : refuse("is not one line of ASCII, as a client's secret is");
}
