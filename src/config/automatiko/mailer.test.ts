import assert from "node:assert/strict";
import { test } from "node:test";

import { readMailer } from "./mailer.ts";

type Variables = Readonly<Record<string, string>>;

const MAILER = {
  QUARKUS_PROFILE: "withemail",
  QUARKUS_MAILER_FROM: "ci@example.com",
  QUARKUS_MAILER_HOST: "mail",
};

/** `channels.mail` as the variables say it. */
function read(variables: Variables): Readonly<Record<string, unknown>> {
  const given = readMailer(variables);
  assert.ok(given.ok, given.ok ? "" : given.error.join("\n"));
  return Object.fromEntries(given.value.map(({ path, value }) => [path.slice(2).join("."), value]));
}

function faultsOf(variables: Variables): readonly string[] {
  const given = readMailer({ ...MAILER, ...variables });
  return given.ok ? [] : given.error;
}

test("what a manifest for mail says is taken over, and the password stays where it is", () => {
  const given = read({
    QUARKUS_PROFILE: "withemail",
    QUARKUS_MAILER_FROM: "youruser@gmail.com",
    QUARKUS_MAILER_HOST: "smtp.gmail.com",
    QUARKUS_MAILER_PORT: "587",
    QUARKUS_MAILER_USERNAME: "youruser@gmail.com",
    QUARKUS_MAILER_PASSWORD: "password",
  });
  assert.deepEqual(given, {
    from: "youruser@gmail.com",
    host: "smtp.gmail.com",
    port: 587,
    user: "youruser@gmail.com",
    passwordFile: "env:QUARKUS_MAILER_PASSWORD",
  });
});

for (const [sentence, variables] of [
  ["no profile", { QUARKUS_MAILER_HOST: "mail" }],
  ["a profile without mail", { ...MAILER, QUARKUS_PROFILE: "secured" }],
  ["a mock beside the profile, as in the basic manifest", { ...MAILER, QUARKUS_MAILER_MOCK: "true" }],
  ["a mock in that profile alone", { ...MAILER, _WITHEMAIL_QUARKUS_MAILER_MOCK: "true" }],
  ["all notifications switched off", { ...MAILER, QUARKUS_AUTOMATIKO_NOTIFICATIONS_DISABLED: "true" }],
] as const) {
  test(`with ${sentence} there is no mail`, () => assert.deepEqual(read(variables), {}));
}

test("without a profile, mail that is not mocked is sent", () => {
  const variables = { QUARKUS_MAILER_MOCK: "false", QUARKUS_MAILER_HOST: "mail" };
  assert.deepEqual(read(variables), { host: "mail" });
});

for (const [name, value, key, taken] of [
  ["FROM", "Approvals <a@example.com>", "from", "Approvals <a@example.com>"],
  ["HOST", "smtp.example.com", "host", "smtp.example.com"],
  ["PORT", "2525", "port", 2525],
  ["PORT", "smtp", "port", "smtp"],
  ["USERNAME", "bot", "user", "bot"],
  ["PASSWORD", "secret", "passwordFile", "env:QUARKUS_MAILER_PASSWORD"],
  ["START_TLS", "DISABLED", "startTls", "disabled"],
  ["START_TLS", "Optional", "startTls", "optional"],
  ["SSL", "true", "tls", "on"],
  ["TLS", "TRUE", "tls", "on"],
  ["BOUNCE_ADDRESS", "bounces@example.com", "bounceAddress", "bounces@example.com"],
  ["OWN_HOST_NAME", "ci.example.com", "ownHostName", "ci.example.com"],
  ["MAX_POOL_SIZE", "3", "pool", 3],
] as const) {
  test(`QUARKUS_MAILER_${name}=${value} is channels.mail.${key}`, () => {
    assert.equal(read({ ...MAILER, [`QUARKUS_MAILER_${name}`]: value })[key], taken);
  });
}

for (const [older, key, taken] of [
  ["EMAIL_FROM", "from", "given"],
  ["EMAIL_HOST", "host", "given"],
  ["EMAIL_PORT", "port", "given"],
  ["EMAIL_USER", "user", "given"],
  ["EMAIL_PASSWORD", "passwordFile", "env:EMAIL_PASSWORD"],
] as const) {
  test(`${older} is read in the profiles for mail, and under the name that is for mail alone`, () => {
    for (const profile of ["withemail", "securedwithemail", "secured,withemail"]) {
      assert.equal(read({ QUARKUS_PROFILE: profile, [older]: "given" })[key], taken);
    }
    assert.deepEqual(read({ QUARKUS_MAILER_MOCK: "false", [older]: "given" }), {});
    const name = `QUARKUS_MAILER_${older === "EMAIL_USER" ? "USERNAME" : older.replace("EMAIL_", "")}`;
    const both = read({ QUARKUS_PROFILE: "withemail", [older]: "older", [name]: "other" });
    assert.equal(both[key], key === "passwordFile" ? `env:${name}` : "other");
  });
}

test("port 465 has TLS from the first byte, also where START_TLS is still REQUIRED", () => {
  const given = {
    QUARKUS_MAILER_PORT: "465",
    QUARKUS_MAILER_SSL: "true",
    QUARKUS_MAILER_START_TLS: "REQUIRED",
  };
  const { port, tls, startTls } = read({ ...MAILER, ...given });
  assert.deepEqual([port, tls, startTls], [465, "on", "required"]);
});

test("a variable may be for one profile alone, and then wins", () => {
  const variables = {
    ...MAILER,
    _WITHEMAIL_QUARKUS_MAILER_HOST: "other",
    _PROD_QUARKUS_MAILER_FROM: "x@y.example",
  };
  assert.equal(read(variables)["host"], "other");
  assert.equal(read(variables)["from"], "ci@example.com");
});

test("one that is empty is not set", () => {
  assert.equal("port" in read({ ...MAILER, QUARKUS_MAILER_PORT: "" }), false);
});

test("who logs in nowhere has no use for a name and a password", () => {
  const login = { QUARKUS_MAILER_USERNAME: "bot", QUARKUS_MAILER_PASSWORD: "secret" };
  assert.equal(read({ ...MAILER, ...login, QUARKUS_MAILER_LOGIN: "REQUIRED" })["user"], "bot");
  const given = read({ ...MAILER, ...login, QUARKUS_MAILER_LOGIN: "disabled" });
  assert.equal("user" in given || "passwordFile" in given, false);
});

test("the folder of templates is taken over", () => {
  assert.equal(
    read({ ...MAILER, QUARKUS_AUTOMATIKO_TEMPLATES_FOLDER: "/templates" })["templates"],
    "/templates",
  );
});

for (const [name, value, said] of [
  ["TRUST_ALL", "true", /always verified; .*channels\.mail\.caFile/u],
  ["TLS_CONFIGURATION_NAME", "mail", /channels\.mail\.caFile/u],
  ["TRUSTSTORE_PATHS", "/ca.jks", /channels\.mail\.caFile/u],
  ["KEY_STORE", "/ca.jks", /channels\.mail\.caFile/u],
  ["APPROVED_RECIPIENTS", ".*@example.com", /channels\.mail\.domains/u],
  ["LOGIN", "XOAUTH2", /channels\.mail\.oauth2/u],
  ["AUTH_METHODS", "DIGEST-MD5 CRAM-SHA256", /the ways to log in are PLAIN, LOGIN and CRAM-MD5/u],
  ["DKIM_ENABLED", "true", /not signed here/u],
  ["HOST", "${mail.host}", /is not replaced here/u],
] as const) {
  test(`QUARKUS_MAILER_${name}=${value} stops the start and says what to do`, () => {
    const [fault = "", ...others] = faultsOf({ [`QUARKUS_MAILER_${name}`]: value });
    assert.ok(fault.startsWith(`QUARKUS_MAILER_${name}: `), fault);
    assert.match(fault, said);
    assert.deepEqual(others, []);
  });
}

for (const [name, value] of [
  ["TRUST_ALL", "false"],
  ["DKIM_ENABLED", "false"],
  ["LOGIN", "NONE"],
  ["AUTH_METHODS", "DIGEST-MD5 CRAM-SHA256 CRAM-SHA1 CRAM-MD5 PLAIN LOGIN"],
  ["KEEP_ALIVE", "false"],
  ["KEEP_ALIVE_TIMEOUT", "60"],
  ["POOL_CLEANER_PERIOD", "2"],
  ["PIPELINING", "false"],
  ["DISABLE_ESMTP", "true"],
  ["ALLOW_RCPT_ERRORS", "true"],
  ["MULTI_PART_ONLY", "true"],
  ["LOG_REJECTED_RECIPIENTS", "true"],
  ["LOG_INVALID_RECIPIENTS", "true"],
  ["NTLM_DOMAIN", "corp"],
] as const) {
  test(`QUARKUS_MAILER_${name}=${value} stops nothing`, () => {
    assert.deepEqual(faultsOf({ [`QUARKUS_MAILER_${name}`]: value }), []);
  });
}
