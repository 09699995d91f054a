import { ok, refuse, type Result } from "../../std/result.ts";
import { parseWebhookSecrets } from "../../std/webhook-secrets.ts";
import { WatchedFile } from "./watched-file.ts";

interface ChannelFiles extends Pick<WatchedFile<string>, "watch" | "stop"> {
  /** What is in the file of that path at the moment, without blanks around it. Throws for one that no setting names. */
  readonly secretOf: (path: string) => string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type OpenFile = Pick<WatchedFile<string>, "content" | "watch" | "stop">;

/**
 * All files that settings `…File` of channels name; `env:NAME` is what that variable of Automatiko's has. Refused with a
 * sentence for each that cannot be used.
 */
export async function openChannelFiles(
  channels: unknown,
  environment: Environment = {},
): Promise<Result<ChannelFiles, string>> {
  const faults: string[] = [];
  const files = new Map<string, OpenFile>();
  for (const { setting, path } of listFiles(channels, "channels")) {
    const opened = await open({ setting, path }, environment);
    if (opened.ok) files.set(path, opened.value);
    else faults.push(opened.error);
  }
  if (faults.length > 0) return refuse(faults.join("\n"));
  return ok({
    secretOf: (path) => {
      const file = files.get(path);
      if (file === undefined) throw new Error(`No setting names the file ${path}.`);
      return file.content;
    },
    watch: (parts) => files.forEach((file) => file.watch(parts)),
    stop: () => files.forEach((file) => file.stop()),
  });
}

async function open(
  { setting, path }: NamedFile,
  environment: Environment,
): Promise<Result<OpenFile, string>> {
  const parse = parserOf(setting);
  const variable = path.startsWith("env:") ? path.slice("env:".length) : undefined;
  if (variable === undefined) return await WatchedFile.open({ setting, path, parse });
  const content = parse(Buffer.from(environment[variable] ?? ""));
  if (!content.ok) return refuse(`${variable}: The variable ${content.error}.`);
  return ok({ content: content.value, watch: () => {}, stop: () => {} });
}

interface NamedFile {
  /** `channels.mail.passwordFile`. */
  readonly setting: string;
  readonly path: string;
}

function listFiles(value: unknown, at: string): readonly NamedFile[] {
  if (typeof value === "string") return at.endsWith("File") ? [{ setting: at, path: value }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    listFiles(part, Array.isArray(value) ? `${at}[${key}]` : `${at}.${key}`),
  );
}

/** What is in some of them is known here, and has to be right. */
function parserOf(setting: string): typeof parseContent {
  if (setting.endsWith(".urlFile")) return parseUrl;
  return /^channels\.webhooks\[\d+\]\.secretFile$/u.test(setting) ? parseSecrets : parseContent;
}

/** Never quotes it: the path of a chat's webhook is its password. */
function parseUrl(bytes: Buffer): Result<string, string> {
  const content = parseContent(bytes);
  if (!content.ok) return content;
  const url = URL.canParse(content.value) ? new URL(content.value) : undefined;
  if (url === undefined || !/^https?:$/u.test(url.protocol))
    return refuse("is not the https URL of a webhook");
  return url.username === "" ? content : refuse("has a user in its URL, which is never sent");
}

function parseSecrets(bytes: Buffer): Result<string, string> {
  const content = bytes.toString("utf8");
  const secrets = parseWebhookSecrets(content);
  return secrets.ok ? ok(content) : secrets;
}

/** Refused with what goes on after the file's name. */
function parseContent(bytes: Buffer): Result<string, string> {
  const content = bytes.toString("utf8").trim();
  return content === "" ? refuse("is empty") : ok(content);
}
