import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { MASK, maskValue, readShownNames } from "./mask.ts";

const PASSWORD = "hunter2";
/** What is under this name is judged by its form alone. */
const PLAIN = "note";

describe("a value is masked for its name", () => {
  for (const name of [
    "password",
    "Password",
    "PASSWORD",
    "db-password",
    "dbPassword",
    "DB_PASSWORD_PROD",
    "pass-word",
    "passwd",
    "passphrase",
    "passcode",
    "db-pass",
    "PASS",
    "pwd",
    "pw",
    "user.pwd",
    "passw0rd",
    "p4ssw0rd",
    "ｐａｓｓｗｏｒｄ",
    "pass\u00ADword",
    "Passwort",
    "contraseña",
    "htpasswd",
    "sudo password 2",
    "token",
    "api-token",
    "apiToken",
    "API_TOKEN",
    "githubToken",
    "GITHUB_TOKEN",
    "tokens",
    "npmtoken",
    "jwt",
    "secret",
    "client-secret",
    "clientSecret",
    "CLIENT_SECRETS",
    "dbsecret",
    "secret-id",
    "oauth2Secret",
    "dbpass",
    "mysqlPass",
    "registry-auth",
    "clientsecretvalue",
    "accesstokenprod",
    "slack-webhook",
    "webhook-url",
    "key",
    "api-key",
    "apikey",
    "APIKey",
    "api_key_2",
    "signing-key",
    "sshKey",
    "encryptionkey",
    "keys",
    "credential",
    "credentials",
    "aws_credentials",
    "registry-creds",
    "cred",
    "kubeconfig",
    "dockerConfigJson",
  ]) {
    test(name, () => {
      assert.deepEqual(maskValue({ name, value: PASSWORD }), { name, value: MASK, masked: true });
    });
  }
});

describe("a value is shown in spite of its name", () => {
  for (const [name, value] of [
    ["version", "2.14.0"],
    ["keyboard-layout", "de"],
    ["monkey", "bonobo"],
    ["turnkey", "yes"],
    ["tokenizer", "bpe"],
    ["secretary", "ann"],
    ["compass", "north"],
    ["bypass", "lane 2"],
    ["passport-office", "Bern"],
    ["keyspace", "orders"],
    ["keycloak-url", "https://id.northlight.example"],
    ["author", "ann"],
    ["auth-url", "https://id.northlight.example"],
    ["secretariat", "Bern"],
    ["tokenisation", "off"],
    ["keywords", "release"],
    ["pinned", "2.14.0"],
    ["secret-name", "shop-db"],
    ["passwordFile", "/run/secrets/db"],
    ["token-ttl", "1h"],
    ["key-size", "4096"],
    ["max-tokens", "4096"],
    ["skip-secrets", "true"],
    ["rotate-key", "False"],
    ["password", ""],
    ["password", null],
    ["token", false],
  ] as const) {
    test(`${name}=${String(value)}`, () => {
      assert.deepEqual(maskValue({ name, value }), { name, value, masked: false });
    });
  }
});

/** Puts a token together, so that nobody who looks for secrets finds any in this file. */
const join = (...parts: readonly string[]): string => parts.join("");
const PEM = (what: string): string => `-----BEGIN ${what}-----\nMIIEpAIBAAKCAQEA7bq\n-----END ${what}-----`;
const JWT = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJtYXJ5In0", "dBjftJeZ4CVP"].join(".");

describe("a value is masked for its form", () => {
  for (const value of [
    PEM("RSA PRIVATE KEY"),
    PEM("PRIVATE KEY").replaceAll("\n", "\\n"),
    PEM("OPENSSH PRIVATE KEY"),
    PEM("PGP PRIVATE KEY BLOCK"),
    encodeURIComponent(PEM("PRIVATE KEY")),
    ...[
      "PRIVATE KEY",
      "EC PRIVATE KEY",
      "RSA PRIVATE KEY",
      "OPENSSH PRIVATE KEY",
      "ENCRYPTED PRIVATE KEY",
    ].map((what) => Buffer.from(PEM(what)).toString("base64")),
    JWT,
    `the answer was ${JWT}`,
    ...["ghp", "gho", "ghs"].map((begin) => `${begin}_16C7e42F292c6912E7710c838347Ae178B4a`),
    join("clone with ", "ghp_", "abcd1234"),
    join("github_pat", "_11ABCDEFG0"),
    join("glpat", "-x7Yk2pQ9zL"),
    join("xoxb", "-123456789012-abcdef"),
    join("xoxp", "-1234-5678"),
    join("AKIA", "IOSFODNN7EXAMPLE"),
    join("AIza", "SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY"),
    join("sk_live", "_4eC39HqLyjWDarjtT1"),
    join("npm", "_abcdefghijklmnopqrstuvwx1234567890AB"),
    join("hvs", ".CAESIJlU02LQZq"),
    `abcdef.0123456789abcdef`,
    `https://mary:${PASSWORD}@git.northlight.example/shop.git`,
    `postgres://shop:${PASSWORD}@db:5432/orders`,
    `redis://:${PASSWORD}@cache:6379`,
    `mongodb+srv://shop:pa%2Fss@cluster0.example/orders`,
    `amqp://shop:pa/ss@queue/`,
    `https://f00ba7@git.northlight.example/shop.git`,
    join("https://", "hooks.slack.com", "/services/T000/B000/xyz"),
    `https://files.example/a?sv=2024&sig=abc%3D`,
    `https://files.example/a?X-Amz-Signature=abc`,
    `https://api.example/?access_token=abc`,
    `Server=db;User=shop;Password=${PASSWORD};`,
    `--set db.password=${PASSWORD} --wait`,
    `helm upgrade --password ${PASSWORD}`,
    `-Dspring.datasource.password=${PASSWORD}`,
    `{"user":"shop","password":"${PASSWORD}"}`,
    `{\\"api-key\\": \\"x\\"}`,
    `db:\n  user: shop\n  password: correct horse battery`,
    `token: abc`,
    `password:${PASSWORD}`,
    `//registry.npmjs.example/:_authToken=abc`,
    `curl -H "X-Api-Key: abc" https://api.example`,
    `curl -u mary:${PASSWORD} https://api.example`,
    `sshpass -p ${PASSWORD} ssh shop`,
    `machine git.example login mary password ${PASSWORD}`,
    `alter user shop identified by '${PASSWORD}'`,
    `[{"name": "DB_PASSWORD", "value": "${PASSWORD}"}]`,
    `env:\n  - name: DB_PASSWORD\n    value: ${PASSWORD}`,
    `{"auths":{"ghcr.io":{"auth":"bWFyeTp4"}}}`,
    `password = "x"`,
    `Authorization: Bearer abcdefgh12345678`,
    `Basic bWFyeTpodW50ZXIyLWFuZC1tb3Jl`,
    `$2y$10$N9qo8uLOickgx2ZMRZoMye`,
    `$6$rounds=5000$saltsalt$hashhash`,
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "aB3dE6gH9jK2mN5pQ8rS",
    "Zx8Kq2vN7pLw4RtY6mBc1HdF9sGj3EuA",
    "q83vEjRWeJq83vEjRWeJq7hK2nP+x/9Tz5sL0mWvYcA=",
    "4f9s8d7g6h5j4k3l2z1x0c9v8b7n6m5q",
    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  ]) {
    test(JSON.stringify(value).slice(0, 60), () => {
      assert.equal(maskValue({ name: PLAIN, value }).value, MASK);
    });
  }
});

describe("a value is shown whose form is no secret's", () => {
  for (const value of [
    "2.14.0",
    "v1.27.3-rc.1+build.20261124T134431Z",
    "v2.14.0-14-g9f2c41d",
    "9f2c41d",
    "9f2c41d07be5a6c8e1f03b7742d9a05c6e88d1b4",
    "9F2C41D07BE5A6C8E1F03B7742D9A05C6E88D1B4",
    "9f2c41d07be5a6c8e1f03b7742d9a05c6e88d1b4f2a7903c5be6410d9c2f7a11",
    "sha256:9f2c41d07be5a6c8e1f03b7742d9a05c6e88d1b4f2a7903c5be6410d9c2f7a11",
    "registry.example:5000/shop/Web@sha256:9f2c41d07be5a6c8e1f03b7742d9a05c6e88d1b4f2a7903c5be6410d9c2f7a11",
    "docker://registry.example:5000/shop-web@sha256:9f2c41d07be5a6c8e1f03b7742d9a05c6e88d1b4f2a7903c5be6410d9c2f7a11",
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
    "5d0f7a1e-3c62-4f0b-9a4e-2b1d86a7c9f3",
    "5D0F7A1E-3C62-4F0B-9A4E-2B1D86A7C9F3",
    "ghcr.io/northlight/shop-web:main-9f2c41d-20261124",
    "2026-11-24T13:44:31Z",
    "release-shop-web-x7k2p-approve-production",
    "shop-web-7d9f8b6c5d-x2x7p",
    "https://git.northlight.example/shop/web.git",
    "https://git.northlight.example:8443/shop/web.git#main",
    "ssh://git@github.com/northlight/shop-web.git",
    "git@github.com:northlight/shop-web.git",
    "https://registry.npmjs.example/@northlight/shop",
    "https://registry.example:8443/@northlight/shop",
    "https://shop.example/orders?page=2&sort=name",
    "mary.jones@northlight.example",
    "refs/heads/feature/PAY-1190-second-factor",
    "refs/heads/feature/PAY-1190-Fix2FAforB2BUsersInV2API",
    "/workspace/source/src/main/java/com/example/Shop2Application.java",
    "com.example.shop.OrderServiceTest,com.example.shop.Payment2Test",
    "OAuth2LoginV2ApiTest",
    "arn:aws:s3:::northlight-releases",
    "projects/northlight/locations/europe-west1/clusters/eu1",
    "--set image.tag=2.14.0 --wait --timeout 5m",
    "Fix the token: it expires too early",
    "Rotate the key before Monday; the password reset is fixed.",
    "Basic authentication for administrators",
    "replicas: 3\nregion: eu-west-1",
    '{"replicas":3,"region":"eu-west-1"}',
    "values.production.yaml",
    "shared.configurations",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl mary",
    PEM("CERTIFICATE"),
    Buffer.from(PEM("CERTIFICATE")).toString("base64"),
    "token-service:2.14.0",
    "registry.example/password-reset:2.14.0",
    "vault:secret/data/shop",
    '{"name": "version", "value": "2.14.0"}',
    "--user mary --wait",
    PEM("PUBLIC KEY"),
  ]) {
    test(JSON.stringify(value).slice(0, 60), () => {
      assert.deepEqual(maskValue({ name: PLAIN, value }), { name: PLAIN, value, masked: false });
    });
  }
});

describe("of lists and objects", () => {
  const given = (value: unknown) => maskValue({ name: PLAIN, value });

  test("only the parts that are secrets are masked", () => {
    const token = join("ghp_", "abcd1234");
    assert.deepEqual(given(["2.14.0", token]), { name: PLAIN, value: ["2.14.0", MASK], masked: true });
    assert.deepEqual(
      given({ user: "shop", password: PASSWORD, nested: { apiKey: 7, list: [token] } }).value,
      {
        user: "shop",
        password: MASK,
        nested: { apiKey: MASK, list: [MASK] },
      },
    );
  });

  test("everything under a secret's name is", () => {
    assert.deepEqual(maskValue({ name: "credentials", value: { user: "shop", ids: [1, true] } }).value, {
      user: MASK,
      ids: [MASK, true],
    });
  });

  test("what follows a flag is, in a list of arguments", () => {
    assert.deepEqual(given(["login", "--password", PASSWORD, "--wait", "x"]).value, [
      "login",
      "--password",
      MASK,
      "--wait",
      "x",
    ]);
  });

  test("one without a secret is the very same", () => {
    const value = { a: ["1", { b: null }] };
    assert.equal(given(value).value, value);
  });

  test("keys that every object has are keys like others", () => {
    const value = JSON.parse(
      '{"__proto__": "a", "toString": "b", "constructor": {"password": "c"}}',
    ) as unknown;
    assert.equal(
      JSON.stringify(given(value).value),
      `{"__proto__":"a","toString":"b","constructor":{"password":"${MASK}"}}`,
    );
  });
});

test("who says that a name's value is no secret has it shown, that one alone", () => {
  const shown = readShownNames(" issue-key,, db-password ");
  assert.deepEqual([...shown], ["issue-key", "db-password"]);
  const value = join("ghp_", "abcd1234");
  assert.deepEqual(maskValue({ name: "issue-key", value }, shown), {
    name: "issue-key",
    value,
    masked: false,
  });
  assert.equal(maskValue({ name: "Issue-Key", value }, shown).masked, true);
  assert.equal(maskValue({ name: "issue-key-2", value }, shown).masked, true);
  assert.equal(maskValue({ name: "version", value: "2.14.0" }, shown).value, "2.14.0");
});
