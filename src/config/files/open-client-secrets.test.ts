import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { makeFolder } from "../../../test/kit/make-folder.ts";
import { openClientSecrets, parseClientSecret } from "./open-client-secrets.ts";

const folder = makeFolder();

function provider(id: string, clientSecretFile?: string) {
  const claims = { name: "name", email: "email", groups: "groups" };
  return { id, issuer: `https://${id}`, clientId: "us", scopes: ["openid"], claims, clientSecretFile };
}

test("each provider has the secret of its file, and one without a file has none", async () => {
  const path = join(folder, "a");
  writeFileSync(path, "se cret+/=\n");
  const opened = await openClientSecrets([provider("a", path), provider("b")]);
  assert.ok(opened.ok);
  assert.equal(opened.value.secrets.get("a")?.(), "se cret+/=");
  assert.equal(opened.value.secrets.get("b"), undefined);
});

test("every file that cannot be used is told of, by its setting", async () => {
  const path = join(folder, "empty");
  writeFileSync(path, "\n");
  const opened = await openClientSecrets([
    provider("a", join(folder, "none")),
    provider("b"),
    provider("c", path),
  ]);
  assert.ok(!opened.ok);
  assert.match(
    opened.error,
    /^auth\.oidc\[0\]\.clientSecretFile: The file \S+none cannot be read: there is no such/u,
  );
  assert.match(opened.error, /\nauth\.oidc\[2\]\.clientSecretFile: The file \S+empty has no secret\.$/u);
});

test("what cannot be a client's secret is refused, and not quoted", () => {
  for (const text of ["", "\n", "two\nlines", "tab\there", "ä", "one\n\n"]) {
    const parsed = parseClientSecret(Buffer.from(text));
    assert.equal(parsed.ok, false, text);
    assert.doesNotMatch(parsed.ok ? "" : parsed.error, /two|tab|ä/u);
  }
});
