// Each configuration for mail that the guide shows works: against Mailpit, and where it has tokens, against a server for those.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test, type TestContext } from "node:test";

import { type Certificate, createCertificate } from "../../sandbox/kube/http/certificate.ts";
import { openFiles } from "../../src/config/files/open-files.ts";
import { readSettings } from "../../src/config/read-settings.ts";
import type { Channel } from "../../src/notify/channel.ts";
import { makeMailTo, openMail } from "../kit/mail/open-mail.ts";
import { startSmtp } from "../kit/mail/start-smtp.ts";
import { startTokenEndpoint } from "../kit/mail/start-token-endpoint.ts";
import { makeCreatedApproval } from "../kit/make-approval.ts";
import { startMailpit } from "./start-mailpit.ts";

const GUIDE = readFileSync(join(import.meta.dirname, "../../docs/guide/notifications.md"), "utf8");
const BLOCKS = [...GUIDE.matchAll(/^```yaml\n(?<yaml>[\s\S]*?)^```$/gmu)].map(
  ({ groups }) => groups?.["yaml"] ?? "",
);
const ANN = "ann@example.com";
const PASSWORD = "correct-horse-battery";

let tls: Certificate;
before(async () => (tls = await createCertificate()));

/** The one that has this in it, as it stands there. */
function findBlock(mark: string): string {
  const [block, ...others] = BLOCKS.filter((yaml) => yaml.includes(mark));
  assert.ok(block !== undefined && others.length === 0, `one block has ${mark}`);
  return block;
}

interface Place {
  readonly port: number;
  readonly tokenUrl?: string;
}

/** The channel as the block says it, but for where the server is, and whose certificates are trusted. */
async function openAsShown(t: TestContext, block: string, { port, tokenUrl }: Place): Promise<Channel> {
  const folder = mkdtempSync(join(tmpdir(), "guide-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = {
    key: "k-0123456789-abcdefghijklmnopqrstuvwxyzABCDE",
    ca: tls.certificate,
    "mail-password": PASSWORD,
    "mail-client-secret": "secret of the client",
    "mail-refresh-token": "refresh token",
    "proxy-secret": "s-0123456789-abcdefghijklmnopqrstuvwxyzABCDE",
    "directory.yaml": findBlock("# directory.yaml"),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const here = block
    .replaceAll("/etc/countersign/", `${folder}/`)
    .replace(/^( +)host: smtp\..*$/mu, `$1host: 127.0.0.1\n$1port: ${port}\n$1caFile: ca`)
    .replace(/tokenUrl: .*/u, `tokenUrl: ${tokenUrl}`);
  const path = join(folder, "config.yaml");
  writeFileSync(path, here);
  const settings = await readSettings(["--config", path], {});
  assert.ok(settings.ok, settings.ok ? "" : settings.error);
  const opened = await openFiles(settings.value, {});
  assert.ok(opened.ok, opened.ok ? "" : opened.error);
  const { mail } = settings.value.channels;
  assert.ok(mail !== undefined);
  const { secretOf, directory } = opened.value;
  return openMail(t, { ...mail, port }, { secretOf, directory });
}

test("a server with a password, and a directory", async (t) => {
  const mailpit = await startMailpit(t, {
    tls,
    demands: "startTls",
    login: { user: "approvals", password: PASSWORD },
  });
  const channel = await openAsShown(t, findBlock("passwordFile:"), { port: mailpit.smtpPort });
  const { metadata, spec } = makeCreatedApproval();
  const groups = ["release-managers", "platform"];
  const found = channel.findRecipients({ metadata, spec: { ...spec, groups } });
  assert.deepEqual(
    found.map(({ address }) => address),
    [ANN, "bert@example.com", "platform@example.com"],
  );
  for (const { address = "" } of found) {
    const delivery = await channel.send(
      makeMailTo(address, { approval: { spec: { groups } } }),
      AbortSignal.timeout(60_000),
    );
    assert.equal(delivery.kind, "accepted", JSON.stringify(delivery));
  }
  const mails = await mailpit.mails();
  assert.equal(mails.length, 3);
  assert.deepEqual(mails[0]?.From, { Name: "Approvals", Address: "approvals@example.com" });
});

for (const [sentence, mark] of [
  ["Google, as a mailbox", "smtp.gmail.com"],
  ["Microsoft, as a client in its own name", "smtp.office365.com"],
] as const) {
  test(sentence, async (t) => {
    const { tokenUrl, asked } = await startTokenEndpoint(t);
    const login = { user: "approvals@example.com", secret: () => "token 1" };
    const smtp = await startSmtp(t, { tls, login });
    const channel = await openAsShown(t, findBlock(`host: ${mark}`), { port: smtp.port, tokenUrl });
    const delivery = await channel.send(makeMailTo(ANN), AbortSignal.timeout(60_000));
    assert.equal(delivery.kind, "accepted", JSON.stringify(delivery));
    assert.equal(asked.length, 1);
    assert.deepEqual(
      smtp.mails.map(({ user, isSecure }) => ({ user, isSecure })),
      [{ user: "approvals@example.com", isSecure: true }],
    );
  });
}
