import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import type { Certificate } from "../../sandbox/kube/http/certificate.ts";
import { buildBinaries } from "../cluster/control-plane/build-binaries.ts";
import { findFreePorts } from "../cluster/control-plane/free-ports.ts";
import { MAILPIT } from "../cluster/control-plane/go-modules.ts";
import { ProcessGroup } from "../cluster/control-plane/process-group.ts";
import { until } from "../kit/until.ts";

/** Where it refuses, always, and with which number. */
export type Chaos = Partial<Readonly<Record<"Sender" | "Recipient" | "Authentication", number>>>;

/** As its API tells of a message. */
export interface StoredMail {
  readonly ID: string;
  readonly MessageID: string;
  readonly From: { readonly Address: string; readonly Name: string };
  readonly To: readonly { readonly Address: string }[];
  readonly Subject: string;
  readonly Text: string;
  readonly HTML: string;
}

interface HtmlCheck {
  /** Shares in percent, over what mail programs support. */
  readonly Total: { readonly Supported: number; readonly Partial: number; readonly Unsupported: number };
  readonly Warnings: readonly { readonly Slug: string }[];
}

export interface Mailpit {
  readonly smtpPort: number;
  mails(): Promise<readonly StoredMail[]>;
  headersOf(id: string): Promise<Readonly<Record<string, readonly string[]>>>;
  checkHtml(id: string): Promise<HtmlCheck>;
  setChaos(chaos: Chaos): Promise<void>;
}

interface Options {
  readonly tls?: Certificate;
  /** With `tls`: `startTls` is demanded, or the connection begins with it. */
  readonly demands?: "startTls" | "tls";
  readonly login?: { readonly user: string; readonly password: string };
}

/** Runs the real Mailpit until the test ends. */
export async function startMailpit(t: TestContext, options: Options = {}): Promise<Mailpit> {
  const command = join(await buildBinaries(MAILPIT, (line) => t.diagnostic(line)), "mailpit");
  const folder = mkdtempSync(join(tmpdir(), "mailpit-"));
  const [smtpPort = 0, apiPort = 0] = await findFreePorts(2);
  const mailpit = ProcessGroup.start({
    name: "mailpit",
    command,
    args: [
      `--smtp=127.0.0.1:${smtpPort}`,
      `--listen=127.0.0.1:${apiPort}`,
      "--disable-version-check",
      "--smtp-disable-rdns",
      "--enable-chaos",
      ...listFlags(folder, options),
    ],
    logFile: join(folder, "log"),
  });
  t.after(async () => {
    await mailpit.stop();
    rmSync(folder, { recursive: true });
  });
  const api = `http://127.0.0.1:${apiPort}/api/v1`;
  await until("Mailpit listens", async () => (await fetch(`${api}/info`)).ok, {
    unless: mailpit.died.catch((error: unknown) => {
      throw new Error(readFileSync(mailpit.logFile, "utf8"), { cause: error });
    }),
  });
  return { smtpPort, ...readBack(api) };
}

function listFlags(folder: string, { tls, demands, login }: Options): readonly string[] {
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  return [
    ...(tls === undefined
      ? []
      : [
          `--smtp-tls-cert=${write("certificate", tls.certificate)}`,
          `--smtp-tls-key=${write("key", tls.privateKey)}`,
        ]),
    ...(demands === undefined ? [] : [demands === "tls" ? "--smtp-require-tls" : "--smtp-require-starttls"]),
    ...(login === undefined
      ? []
      : [
          `--smtp-auth-file=${write("users", `${login.user}:${login.password}\n`)}`,
          ...(tls === undefined ? ["--smtp-auth-allow-insecure"] : []),
        ]),
  ];
}

function readBack(api: string): Omit<Mailpit, "smtpPort"> {
  const read = async <T>(path: string): Promise<T> => (await (await fetch(`${api}/${path}`)).json()) as T;
  return {
    async mails() {
      const { messages } = await read<{ messages: readonly { readonly ID: string }[] }>("messages?limit=500");
      return await Promise.all(messages.map(({ ID }) => read<StoredMail>(`message/${ID}`)));
    },
    headersOf: (id) => read(`message/${id}/headers`),
    checkHtml: (id) => read(`message/${id}/html-check`),
    async setChaos(chaos) {
      const triggers = Object.entries(chaos).map(([step, ErrorCode]) => [
        step,
        { ErrorCode, Probability: 100 },
      ]);
      const body = JSON.stringify(Object.fromEntries(triggers));
      const { ok, status } = await fetch(`${api}/chaos`, { method: "PUT", body });
      if (!ok) throw new Error(`Mailpit answers ${status} to ${body}.`);
    },
  };
}
