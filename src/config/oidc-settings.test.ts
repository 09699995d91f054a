import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { makeFolder } from "../../test/kit/make-folder.ts";
import { readSettings } from "./read-settings.ts";

const folder = makeFolder();

async function read(auth: string) {
  const path = join(folder, "config.yaml");
  writeFileSync(
    path,
    `apiVersion: config.countersign.dev/v1alpha1
kind: Configuration
baseUrl: https://approvals.example.com
keyFile: key
auth:
  modes: [oidc]
${auth}`,
  );
  return await readSettings(["--config", path], {});
}

async function errorOf(auth: string): Promise<string> {
  const settings = await read(auth);
  return settings.ok ? "" : settings.error;
}

const COMPANY = "{id: company, issuer: https://id.example.com, clientId: countersign}";

test("a provider is three words, and the rest is as most have it", async () => {
  const settings = await read(`  oidc: [${COMPANY}]\n`);
  assert.ok(settings.ok, settings.ok ? "" : settings.error);
  assert.deepEqual(settings.value.auth.oidc, [
    {
      id: "company",
      issuer: "https://id.example.com",
      clientId: "countersign",
      scopes: ["openid", "profile", "email"],
      claims: { name: "preferred_username", email: "email", groups: "groups" },
    },
  ]);
});

for (const [sentence, auth, said] of [
  ["no provider", "", /^auth\.oidc: is missing; mode `oidc` needs a list of id, title, issuer/u],
  ["an empty list of them", "  oidc: []\n", /^auth\.oidc: the list is empty/u],
  [
    "an issuer without TLS",
    "  oidc: [{id: a, issuer: http://id.example.com, clientId: b}]\n",
    /^auth\.oidc\[0\]\.issuer: "http:\/\/id\.example\.com" is not an https URL/u,
  ],
  [
    "a name that no address could have",
    "  oidc: [{id: a/b, issuer: https://id.example.com, clientId: b}]\n",
    /^auth\.oidc\[0\]\.id: "a\/b" is not a short name/u,
  ],
  [
    "scopes without the one that makes it a login",
    "  oidc: [{id: a, issuer: https://id.example.com, clientId: b, scopes: [profile]}]\n",
    /^auth\.oidc\[0\]\.scopes: the list leaves out `openid`/u,
  ],
  [
    "two providers of one name",
    `  oidc: [${COMPANY}, {id: company, issuer: https://other.example.com, clientId: b}]\n`,
    /^auth\.oidc\[1\]\.id: "company" is another provider's, too/u,
  ],
  [
    "two providers that are one",
    `  oidc: [${COMPANY}, {id: other, issuer: https://id.example.com, clientId: b}]\n`,
    /^auth\.oidc\[1\]\.issuer: "https:\/\/id\.example\.com" is another provider's/u,
  ],
  [
    "a session without end",
    `  oidc: [${COMPANY}]\n  session: {idle: 0h}\n`,
    /^auth\.session\.idle: "0h" is not a number with d, h, m or s/u,
  ],
  [
    "a misspelt key",
    "  oidc: [{id: a, issuer: https://id.example.com, clientID: b}]\n",
    /^auth\.oidc\[0\]\.clientId: is missing.*\nauth\.oidc\[0\]\.clientID: .*did you mean auth\.oidc\[0\]\.clientId\?/u,
  ],
] as const) {
  test(`${sentence} is refused, with its path`, async () => {
    assert.match(await errorOf(auth), said);
  });
}
