import assert from "node:assert/strict";
import { test } from "node:test";

import { toIssuer, toSubject } from "./account-names.ts";

const AZURE = "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";

test("an issuer is its URL, and of a long one what fits beside a vote", () => {
  assert.equal(toIssuer("https://id.example.com/realms/my_team"), "https://id.example.com/realms/my_team");
  assert.match(toIssuer(AZURE), /^login\.microsoftonline\.com\/[0-9a-f]{32}$/u);
  assert.notEqual(toIssuer(AZURE), toIssuer(AZURE.replace("9188040d", "9188040e")));
  for (const url of [AZURE, `https://${"a.".repeat(50)}example.com`, "http://[::1]:8080/ä"])
    assert.match(toIssuer(url), /^[A-Za-z0-9._:/-]{1,64}$/u);
});

test("a subject is as the issuer says it, and of what does not fit its digest", () => {
  assert.equal(toSubject("auth0|17"), "auth0|17");
  for (const text of ["x".repeat(65), "Tomasz Wójcik", "<".repeat(20)])
    assert.match(toSubject(text), /^[0-9a-f]{64}$/u, text);
});
