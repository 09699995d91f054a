import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";

import { parseWebhookSecrets } from "./webhook-secrets.ts";

function makeSecret(bytes = 32): string {
  return `whsec_${randomBytes(bytes).toString("base64")}`;
}

describe("a file of secrets", () => {
  test("may have a line that is not ended, and blanks around", () => {
    const secret = makeSecret();
    const secrets = parseWebhookSecrets(`\n  ${secret} \r\n`);
    assert.equal(secrets.ok && secrets.value.length, 1);
  });

  for (const [sentence, text, said] of [
    ["nothing", "\n", /has no secret\. Make one with/u],
    ["three secrets", [makeSecret(), makeSecret(), makeSecret()].join("\n"), /has 3 lines/u],
    ["another prefix", `whsk_${randomBytes(32).toString("base64")}`, /not whsec_/u],
    ["a short secret", makeSecret(23), /24 to 64/u],
    ["a long secret", makeSecret(65), /24 to 64/u],
    ["zeros", `whsec_${Buffer.alloc(32).toString("base64")}`, /repeats a few bytes/u],
    ["what is not base64", `whsec_${"ä".repeat(40)}`, /base64/u],
    ["a second line that is not one", `${makeSecret()}\nhush`, /has a line/u],
  ] as const) {
    test(`with ${sentence} is refused, and not quoted`, () => {
      const secrets = parseWebhookSecrets(text);
      assert.ok(!secrets.ok);
      assert.match(secrets.error, said);
      assert.doesNotMatch(secrets.error, /hush/u);
    });
  }
});
