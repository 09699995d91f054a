// "Nobody was told" in the guide: what it quotes is what an admin reads then, cause by cause.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test, type TestContext } from "node:test";

import { type Certificate, createCertificate } from "../../sandbox/kube/http/certificate.ts";
import { CHANNELS } from "../../src/config/channels/channel-settings.ts";
import { answer, startFakeSink } from "../kit/fake-sink.ts";
import { startSmtp } from "../kit/mail/start-smtp.ts";
import { ask, startProduct, type TestProduct } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";

const GUIDE = readFileSync(join(import.meta.dirname, "../../docs/guide/notifications.md"), "utf8");
/** What stands first in a row: what is seen. */
const SEEN = GUIDE.slice(GUIDE.indexOf("## Nobody was told")).match(/^\| [^|]*/gmu) ?? [];
const ANN = "ann@example.com";

let tls: Certificate;
before(async () => (tls = await createCertificate()));

interface Setting {
  readonly mail?: object;
  readonly chats?: object;
  readonly files?: Readonly<Record<string, string>>;
}

async function start(t: TestContext, { mail, chats = {}, files = {} }: Setting): Promise<TestProduct> {
  const from = "approvals@example.com";
  const server = mail && { from, host: "127.0.0.1", startTls: "disabled", ...mail };
  return await startProduct(t, {
    access: { admins: { users: ["ida"] } },
    channels: CHANNELS.parse({ ...chats, ...(server && { mail: server }) }),
    secretOf: (path) => files[path] ?? assert.fail(path),
  });
}

interface Told {
  readonly notices: readonly { readonly state: string; readonly error: string | null }[];
}

async function readNotices({ url }: TestProduct): Promise<Told["notices"]> {
  const answered = await fetch(`${url}/api/v1/approvals/default/release?user=ida`);
  return ((await answered.json()) as Told).notices;
}

/** What an admin reads, once there is something: in the API, and the same on the page. */
async function untilSaid(product: TestProduct): Promise<string> {
  const said = await until("something is said of a message", async () => {
    const [notice] = await readNotices(product);
    return notice?.error ?? undefined;
  });
  const page = await (await fetch(`${product.url}/approvals/default/release?user=ida`)).text();
  assert.ok(page.replaceAll("&#39;", "'").replaceAll("&#x27;", "'").includes(said.slice(0, 60)), said);
  return said;
}

/** Asks by these parameters; the guide quotes `quote`, and it is in what is said. */
async function sees(t: TestContext, quote: string, setting: Setting, params: object = {}): Promise<void> {
  assert.ok(
    SEEN.some((seen) => seen.includes(`"${quote}"`)),
    `the guide has ${quote}`,
  );
  const product = await start(t, setting);
  await ask(product, "release", { approvers: [ANN], ...params });
  assert.ok((await untilSaid(product)).includes(quote), `${await untilSaid(product)} has ${quote}`);
}

const LOGIN = { user: "bot", passwordFile: "password" };

describe("the guide quotes what is seen when", () => {
  test("the password is wrong", async (t) => {
    const { port } = await startSmtp(t, { login: { user: "bot", secret: () => "right" } });
    await sees(t, "refused the login", { mail: { port, ...LOGIN }, files: { password: "wrong" } });
  });

  test("the server's certificate is from an unknown authority", async (t) => {
    const { port } = await startSmtp(t, { tls });
    await sees(t, "self-signed certificate", { mail: { port, startTls: "required" } });
  });

  test("the certificate is for another name", async (t) => {
    const { port } = await startSmtp(t, { tls, host: "127.0.0.2" });
    const mail = { host: "127.0.0.2", port, startTls: "required", caFile: "ca" };
    await sees(t, "altnames", { mail, files: { ca: tls.certificate } });
  });

  test("a password would go without TLS", async (t) => {
    const { port } = await startSmtp(t, { login: { user: "bot", secret: () => "right" } });
    const mail = { port, startTls: "optional", ...LOGIN };
    const quote = "it offers no TLS, and without it no password is sent";
    await sees(t, quote, { mail, files: { password: "right" } });
  });

  test("nothing answers there", async (t) => {
    await sees(t, "ECONNREFUSED", { mail: { port: 1 } });
  });

  test("there is no such mailbox", async (t) => {
    const smtp = await startSmtp(t);
    smtp.trick("recipient", 550);
    await sees(t, "refused the recipient: 550", { mail: { port: smtp.port } });
  });

  test("the pipeline names a channel that is not set up", async (t) => {
    await sees(t, "There is no channel slack/ops", {}, { notifyOnSlack: "ops" });
  });

  test("a webhook leads inside", async (t) => {
    const setting = { chats: { slack: { ops: { urlFile: "url" } } }, files: { url: "https://127.0.0.1:1/" } };
    await sees(t, "which is private", setting, { notifyOnSlack: "ops" });
  });

  test("a webhook of Slack is gone", async (t) => {
    const { url } = await startFakeSink(t, answer(404, "no_service"));
    const setting = { chats: { allowPrivate: true, slack: { ops: { urlFile: "url" } } }, files: { url } };
    await sees(t, "Slack answered no_service", setting, { notifyOnSlack: "ops" });
  });
});

test("the page names nobody who was told where nobody could be", async (t) => {
  const { port, mails } = await startSmtp(t);
  for (const [setting, params] of [
    [{}, { approvers: [ANN] }],
    [{ mail: { port } }, { approvers: ["ann"] }],
    [{ mail: { port } }, { groups: ["ops"] }],
    [{ mail: { port, domains: ["other.example"] } }, { approvers: [ANN] }],
  ] as const) {
    const product = await start(t, setting);
    await ask(product, "release", params);
    assert.deepEqual(await readNotices(product), []);
    const page = await (await fetch(`${product.url}/approvals/default/release?user=ida`)).text();
    assert.doesNotMatch(page, /Who was told/u);
  }
  assert.deepEqual(mails, []);
});
