import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { makeFolder } from "../../../test/kit/make-folder.ts";
import { FakeTimers } from "../../../test/kit/fake-timers.ts";
import { until } from "../../../test/kit/until.ts";
import { silentLogger } from "../../std/logger.ts";
import { openChannelFiles } from "./open-channel-files.ts";

test("each file that a setting of channels names is opened, and read again when it changes", async (t) => {
  const folder = makeFolder(t);
  const [password, url] = [join(folder, "password"), join(folder, "url")];
  writeFileSync(password, " s3cret\n");
  writeFileSync(url, "https://hooks.example/1\n");
  const settings = { mail: { passwordFile: password, host: "x" }, slack: { ops: { urlFile: url } } };
  const files = await openChannelFiles(settings);
  assert.ok(files.ok);
  t.after(() => files.value.stop());
  assert.equal(files.value.secretOf(password), "s3cret");
  assert.equal(files.value.secretOf(url), "https://hooks.example/1");
  assert.throws(() => files.value.secretOf("/other"), /No setting names the file \/other/u);

  const time = new FakeTimers();
  files.value.watch({ timers: time, logger: silentLogger });
  writeFileSync(password, "another\n");
  await until("the new one is read", async () => {
    await time.advance(6_000);
    return files.value.secretOf(password) === "another";
  });
});

test("all that cannot be used are told together, by the names of their settings", async (t) => {
  const folder = makeFolder(t);
  const empty = join(folder, "empty");
  writeFileSync(empty, "\n");
  const files = await openChannelFiles({
    mail: { passwordFile: empty },
    webhooks: [{ secretFile: join(folder, "none") }],
  });
  assert.ok(!files.ok);
  assert.match(files.error, /^channels\.mail\.passwordFile: The file .* is empty\.$/mu);
  assert.match(files.error, /^channels\.webhooks\[0\]\.secretFile: The file /mu);
});

const HOOK = "https://hooks.example/hush";

test("what an older variable has is taken from there", async () => {
  const channels = { slack: { OPS: { urlFile: "env:OPS_URL" } } };
  const files = await openChannelFiles(channels, { OPS_URL: ` ${HOOK} ` });
  assert.ok(files.ok);
  assert.equal(files.value.secretOf("env:OPS_URL"), HOOK);
  const broken = await openChannelFiles(channels, { OPS_URL: "hush" });
  assert.equal(broken.ok ? "" : broken.error, "OPS_URL: The variable is not the https URL of a webhook.");
});

for (const [sentence, settings, content, said] of [
  ["a URL of a chat", { slack: { ops: {} } }, "hooks.example/hush", /is not the https URL of a webhook/u],
  ["a URL of a chat", { teams: { ops: {} } }, "ftp://hooks.example/hush", /is not the https URL/u],
  ["a URL of a chat", { teams: { ops: {} } }, "https://hush:hush@hooks.example", /has a user in its URL/u],
  ["the secrets of a sink", { webhooks: [{}] }, "hush", /not whsec_/u],
] as const) {
  test(`${sentence} is right from the start, or the start is refused: ${said.source}`, async (t) => {
    const path = join(makeFolder(t), "file");
    writeFileSync(path, content);
    const key = "webhooks" in settings ? "secretFile" : "urlFile";
    const [family = "", value] = Object.entries(settings)[0] ?? [];
    const entry = { [key]: path };
    const files = await openChannelFiles({ [family]: Array.isArray(value) ? [entry] : { ops: entry } });
    assert.ok(!files.ok);
    assert.match(files.error, said);
    assert.doesNotMatch(files.error, /hush/u);
  });
}
