// T16: what lets in at the mail server, and what lets a mail's reader vote, is in no log, page, object or metric, whether mail
// arrives or not.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { CHANNELS } from "../../src/config/channels/channel-settings.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { NoticeState } from "../../src/objects/approval/notice.ts";
import { APPROVAL_TASKS, EVENTS } from "../../src/objects/resources.ts";
import { keepLines } from "../kit/keep-lines.ts";
import { startSmtp } from "../kit/mail/start-smtp.ts";
import { startTokenEndpoint } from "../kit/mail/start-token-endpoint.ts";
import { ask, startProduct } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";

const USER = "approvals@example.com";
const FILES: Readonly<Record<string, string>> = {
  client: "hush-client",
  refresh: "hush-refresh",
  password: "hush-password",
};
const OAUTH2 = { clientId: "countersign", clientSecretFile: "client", refreshTokenFile: "refresh" };

/** The product, with a mail server that lets in by this. */
async function start(t: TestContext, secret: string) {
  const provider = await startTokenEndpoint(t);
  const smtp = await startSmtp(t, { login: { user: USER, secret: () => secret } });
  const tokens = { access_token: "hush-access", refresh_token: "hush-rotated", expires_in: 3600 };
  provider.answer = { body: tokens };
  const server = { from: USER, host: "127.0.0.1", port: smtp.port, startTls: "disabled", user: USER };
  const logged: string[] = [];
  const open = async (login: object) => {
    const product = await startProduct(t, {
      auth: { modes: ["kubernetes", "link"], link: { decide: true } },
      channels: CHANNELS.parse({ mail: { ...server, ...login } }),
      secretOf: (path) => FILES[path] ?? assert.fail(path),
      logger: keepLines(logged),
    });
    await ask(product, "release", { approvers: ["ann@example.com"] });
    return product;
  };
  const untilNotice = async ({ api }: Awaited<ReturnType<typeof open>>, state: NoticeState) =>
    await until(`the mail is ${state}`, async () => {
      const found = await api.get<ApprovalTask>(APPROVAL_TASKS, { namespace: "default", name: "release" });
      const { request } = found.status?.notices?.[0] ?? {};
      return request?.state === state && (state === "sent" || request.error !== undefined) && found;
    });
  return { provider, smtp, server, logged, open, untilNotice };
}

test("nothing tells password or tokens when the mail server refuses them, nor what a provider says", async (t) => {
  for (const refusal of ["server", "provider"] as const) {
    const { provider, logged, open, untilNotice } = await start(t, "another");
    if (refusal === "provider") provider.answer = { status: 400, body: { error: "hush-refresh is old" } };
    const product = await open({ oauth2: { ...OAUTH2, tokenUrl: provider.tokenUrl } });
    const task = await untilNotice(product, "waiting");
    const events = await product.api.list(EVENTS, { namespace: "default" });
    const metrics = await (await fetch(`${product.probeUrl}/metrics`)).text();
    assert.match(JSON.stringify(task), /refused the login|gave no token: 400/u);
    assert.ok(logged.length > 0);
    for (const text of [JSON.stringify(task), JSON.stringify(events), metrics, logged.join("\n")])
      assert.doesNotMatch(text, /hush/u);
  }
});

test("nothing tells a personal link or its code when the mail has arrived and its link is followed", async (t) => {
  const { smtp, logged, open, untilNotice } = await start(t, FILES["password"] ?? "");
  const product = await open({ passwordFile: "password" });
  const task = await untilNotice(product, "sent");
  const source = smtp.mails[0]?.source.replaceAll("=\r\n", "").replaceAll("=3D", "=") ?? "";
  const [, path = "", token = ""] = /http:\/\/[^/]+(\/\S+[?]link=([\w.-]+))/u.exec(source) ?? [];
  const [, code = ""] = /^Code\D*: (\S+)/mu.exec(source) ?? [];
  assert.ok(token.length > 40 && code.length === 9, source);
  const response = await fetch(product.url + path, { redirect: "manual" });
  assert.equal(response.status, 303);
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = await (await fetch(product.url + path.split("?")[0], { headers: { cookie } })).text();
  assert.match(page, /Code from your message/u);
  const metrics = await (await fetch(`${product.probeUrl}/metrics`)).text();
  const events = await product.api.list(EVENTS, { namespace: "default" });
  for (const text of [JSON.stringify(task), JSON.stringify(events), page, metrics, logged.join("\n")]) {
    assert.ok(!text.includes(token) && !text.includes(code));
    assert.doesNotMatch(text, /hush/u);
  }
});
