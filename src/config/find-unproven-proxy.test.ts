import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { makeFolder } from "../../test/kit/make-folder.ts";
import { readSettings } from "./read-settings.ts";

const folder = makeFolder();

async function errorOf(proxy: string, listen = "{}"): Promise<string> {
  const path = join(folder, "config.yaml");
  const auth = proxy === "" ? "{modes: [proxy]}" : `{modes: [proxy], proxy: ${proxy}}`;
  writeFileSync(
    path,
    `apiVersion: config.countersign.dev/v1alpha1
kind: Configuration
baseUrl: https://approvals.example.com
keyFile: key
auth: ${auth}
listen: ${listen}
`,
  );
  const read = await readSettings(["--config", path], {});
  return read.ok ? "" : read.error;
}

const ID_TOKEN = "idToken: {issuer: https://id.example.com, audience: proxy}";
const SECRET = "secret: {header: X-Proxy-Secret, valueFile: secret}";

describe("mode proxy starts", () => {
  for (const [sentence, proxy, listen] of [
    ["with an ID token", `{from: [10.0.0.0/8, "fd00::/8", 192.0.2.1], proof: {${ID_TOKEN}}}`, "{}"],
    ["with a secret", `{from: [10.0.0.0/8], proof: {${SECRET}}}`, "{}"],
    ["on loopback", "{proof: loopback}", "{host: 127.0.0.1, probeHost: 0.0.0.0}"],
    ["on loopback of IPv6", '{from: ["::1"], proof: loopback}', '{host: "::1"}'],
    ["on a socket", "{proof: loopback}", "{socket: /run/s}"],
    ["on a socket with an ID token", `{proof: {${ID_TOKEN}}}`, "{socket: /run/s}"],
    [
      "with the other set of headers",
      `{from: [10.0.0.1], proof: {${SECRET}}, headers: {name: X-Auth-Request-User, email: X-Auth-Request-Email, groups: X-Auth-Request-Groups}}`,
      "{}",
    ],
    [
      "with one header for name and address",
      `{from: [10.0.0.1], proof: {${SECRET}}, headers: {name: X-Forwarded-Email}}`,
      "{}",
    ],
    [
      "with a provider on this machine, over HTTP",
      "{from: [127.0.0.1], proof: {idToken: {issuer: 'http://localhost:8080', audience: proxy}}}",
      "{}",
    ],
  ] as const) {
    test(sentence, async () => assert.equal(await errorOf(proxy, listen), ""));
  }
});

test("a header that is not named beside others is not read", async () => {
  const path = join(folder, "named.yaml");
  const head =
    "apiVersion: config.countersign.dev/v1alpha1\nkind: Configuration\nbaseUrl: https://a.example\nkeyFile: key\n";
  writeFileSync(
    path,
    `${head}auth: {modes: [proxy], proxy: {from: [10.0.0.1], proof: {${SECRET}}, headers: {name: Remote-User}}}\n`,
  );
  const read = await readSettings(["--config", path], {});
  assert.ok(read.ok, read.ok ? "" : read.error);
  assert.deepEqual(read.value.auth.proxy?.headers, { name: "Remote-User" });
});

describe("mode proxy does not start", () => {
  for (const [sentence, proxy, said, listen = "{}"] of [
    [
      "without anything",
      "",
      /^auth\.proxy\.from: is missing; give the addresses.*\n.*proof: is missing; give what proves/u,
    ],
    [
      "without a proof",
      "{from: [10.0.0.0/8]}",
      /^auth\.proxy\.proof: is missing; give what proves that a request/u,
    ],
    ["without addresses", `{proof: {${SECRET}}}`, /^auth\.proxy\.from: is missing; give the addresses/u],
    [
      "with two proofs",
      `{from: [10.0.0.1], proof: {${SECRET}, ${ID_TOKEN}}}`,
      /^auth\.proxy\.proof: the map does not name one proof/u,
    ],
    [
      "with an empty proof",
      "{from: [10.0.0.1], proof: {}}",
      /^auth\.proxy\.proof: the map does not name one proof/u,
    ],
    [
      "with an unknown proof",
      "{from: [10.0.0.1], proof: trust}",
      /^auth\.proxy\.proof: "trust" is not known; give what proves/u,
    ],
    [
      "with a proof that is not whole",
      "{from: [10.0.0.1], proof: {idToken: {issuer: https://i.example}}}",
      /^auth\.proxy\.proof\.idToken\.audience: is missing; give the client/u,
    ],
    [
      "with a misspelt proof",
      "{from: [10.0.0.1], proof: {secrets: {}}}",
      /^auth\.proxy\.proof\.secrets: there is no such key; did you mean auth\.proxy\.proof\.secret\?/mu,
    ],
    [
      "from everywhere",
      `{from: [0.0.0.0/0], proof: {${SECRET}}}`,
      /^auth\.proxy\.from\[0\]: "0\.0\.0\.0\/0" is every address there is/u,
    ],
    [
      "from a name",
      `{from: [proxy.svc], proof: {${SECRET}}}`,
      /^auth\.proxy\.from\[0\]: "proxy\.svc" is not an IP address/u,
    ],
    ["from nowhere", `{from: [], proof: {${SECRET}}}`, /^auth\.proxy\.from: the list is empty/u],
    [
      "on loopback that is open",
      "{proof: loopback}",
      /^auth\.proxy\.proof: `loopback` proves nothing while pages are at 0\.0\.0\.0, for everybody; set listen\.host/u,
    ],
    [
      "on a name for loopback",
      "{proof: loopback}",
      /^auth\.proxy\.proof: `loopback` proves nothing while pages are at localhost/u,
      "{host: localhost}",
    ],
    [
      "on loopback from elsewhere",
      "{from: [127.0.0.1, 10.0.0.1], proof: loopback}",
      /^auth\.proxy\.from\[1\]: 10\.0\.0\.1 is not loopback/u,
      "{host: 127.0.0.1}",
    ],
    [
      "with addresses on a socket",
      `{from: [10.0.0.1], proof: {${SECRET}}}`,
      /^auth\.proxy\.from: a Unix socket .* knows no addresses/u,
      "{socket: /run/s}",
    ],
    [
      "with headers of two sets",
      `{from: [10.0.0.1], proof: {${SECRET}}, headers: {name: X-Auth-Request-User, groups: X-Forwarded-Groups}}`,
      /^auth\.proxy\.headers: names headers of two sets/u,
    ],
    [
      "with the secret for a name",
      `{from: [10.0.0.1], proof: {${SECRET}}, headers: {name: x-proxy-secret}}`,
      /^auth\.proxy\.headers: names the header of the proof/u,
    ],
    [
      "with a header of another shape",
      `{from: [10.0.0.1], proof: {${SECRET}}, headers: {name: X_Forwarded_User}}`,
      /^auth\.proxy\.headers\.name: "X_Forwarded_User" is not a header's name/u,
    ],
    [
      "with keys over HTTP",
      "{from: [10.0.0.1], proof: {idToken: {issuer: 'http://i.example', audience: a}}}",
      /^auth\.proxy\.proof\.idToken\.issuer: "http:\/\/i\.example" is not an https URL/u,
    ],
  ] as const) {
    test(sentence, async () => assert.match(await errorOf(proxy, listen), said));
  }
});
