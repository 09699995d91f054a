import type { Logger } from "../../std/logger.ts";
import { ok, type Result } from "../../std/result.ts";
import type { Timers } from "../../std/timers.ts";
import { openChannelFiles } from "./open-channel-files.ts";
import { openClientSecrets } from "./open-client-secrets.ts";
import { openDirectory } from "./open-directory.ts";
import { openKeyFile } from "./open-key-file.ts";
import { openSecretFile } from "./open-secret-file.ts";
import type { Directory } from "./parse-directory.ts";
import type { ParsedKeys } from "./parse-keys.ts";
import type { Settings } from "../settings.ts";

/** What is in the files that the settings name, as it is at the moment, whenever one looks. */
export interface OpenFiles {
  readonly keys: ParsedKeys;
  readonly proxySecrets: () => readonly string[];
  /** Of the clients that we are at providers, by the provider's id. */
  readonly clientSecrets: ReadonlyMap<string, () => string>;
  /** What is in a file that a setting of channels names. */
  readonly secretOf: (path: string) => string;
  /** That of `channels.directory`; without one, nobody is in it. */
  readonly directory: () => Directory;
  watch(parts: { readonly timers: Timers; readonly logger: Logger }): void;
  stop(): void;
}

const NO_DIRECTORY: Directory = { users: new Map(), groups: new Map() };

/** Refused with a sentence when one of them cannot be used. */
export async function openFiles(
  { keyFile, auth, channels }: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Result<OpenFiles, string>> {
  const keys = await openKeyFile(keyFile);
  if (!keys.ok) return keys;
  const path = findSecret(auth.proxy?.proof);
  const secret =
    path === undefined ? ok(undefined) : await openSecretFile("auth.proxy.proof.secret.valueFile", path);
  if (!secret.ok) return secret;
  const clients = await openClientSecrets(auth.oidc);
  if (!clients.ok) return clients;
  const named = await openChannelFiles(channels, environment);
  if (!named.ok) return named;
  const directory =
    channels.directory === undefined ? ok(undefined) : await openDirectory(channels.directory);
  if (!directory.ok) return directory;
  const files = [
    keys.value,
    named.value,
    clients.value,
    ...(secret.value === undefined ? [] : [secret.value]),
    ...(directory.value === undefined ? [] : [directory.value]),
  ];
  return ok({
    keys: keys.value.keys,
    proxySecrets: () => secret.value?.content ?? [],
    clientSecrets: clients.value.secrets,
    secretOf: named.value.secretOf,
    directory: () => directory.value?.content ?? NO_DIRECTORY,
    watch: (parts) => files.forEach((file) => file.watch(parts)),
    stop: () => files.forEach((file) => file.stop()),
  });
}

function findSecret(proof: NonNullable<Settings["auth"]["proxy"]>["proof"] | undefined): string | undefined {
  return proof === undefined || proof === "loopback" ? undefined : proof.secret?.valueFile;
}
