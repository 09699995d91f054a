import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { makeFolder } from "../../../test/kit/make-folder.ts";
import { readConfiguration } from "../read-settings.ts";

const folder = makeFolder();

async function read(channels: string, variables: Readonly<Record<string, string>> = {}) {
  const path = join(folder, "config.yaml");
  writeFileSync(
    path,
    `apiVersion: config.countersign.dev/v1alpha1
kind: Configuration
baseUrl: https://approvals.example.com
keyFile: key
auth: {modes: [open]}
${channels}`,
  );
  return await readConfiguration(["--config", path], variables);
}

async function mailOf(mail: string, variables: Readonly<Record<string, string>> = {}) {
  const configuration = await read(mail === "" ? "" : `channels: {mail: ${mail}}\n`, variables);
  assert.ok(configuration.ok, configuration.ok ? "" : configuration.error);
  return configuration.value;
}

async function errorOf(mail: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const configuration = await read(mail === "" ? "" : `channels: {mail: ${mail}}\n`, variables);
  return configuration.ok ? "" : configuration.error;
}

const SERVER = "from: a@example.com, host: smtp.example.com";

test("a server is two words, and the rest is as most have it", async () => {
  const { settings } = await mailOf(`{${SERVER}}`);
  assert.deepEqual(settings.channels.mail, {
    from: "a@example.com",
    host: "smtp.example.com",
    startTls: "required",
    tls: false,
    pool: 5,
    maxAge: "24h",
    atLeastOnce: false,
  });
});

test("nothing is said of mail where there is none", async () => {
  assert.equal((await mailOf("")).settings.channels.mail, undefined);
});

test("files are named from the folder of the configuration", async () => {
  const { settings } = await mailOf(
    `{${SERVER}, user: bot, passwordFile: password, caFile: ca.pem, templates: mail}, directory: directory.yaml`,
  );
  const { mail, directory } = settings.channels;
  assert.deepEqual(
    [mail?.passwordFile, mail?.caFile, mail?.templates, directory],
    [join(folder, "password"), join(folder, "ca.pem"), join(folder, "mail"), join(folder, "directory.yaml")],
  );
});

for (const [sentence, mail, said] of [
  ["no sender", "{host: a}", /^channels\.mail\.from: is missing; give whom mail is from/u],
  ["no host", "{from: a@example.com}", /^channels\.mail\.host: is missing; give the mail server/u],
  ["a sender that is none", "{from: Ann, host: a}", /^channels\.mail\.from: "Ann" has no @; give whom/u],
  [
    "a host with a scheme",
    "{from: a@example.com, host: 'smtp://a'}",
    /^channels\.mail\.host: .* is not the name of a host/u,
  ],
  ["a port of 0", `{${SERVER}, port: 0}`, /^channels\.mail\.port: 0 is below 1/u],
  ["TLS perhaps", `{${SERVER}, startTls: maybe}`, /^channels\.mail\.startTls: "maybe" is not known/u],
  ["a pool of none", `{${SERVER}, pool: 0}`, /^channels\.mail\.pool: 0 is below 1/u],
  ["domains of none", `{${SERVER}, domains: []}`, /^channels\.mail\.domains: the list is empty/u],
  [
    "a domain that is none",
    `{${SERVER}, domains: ['*']}`,
    /^channels\.mail\.domains\[0\]: "\*" is not a domain/u,
  ],
  [
    "where bounces go, which is nowhere",
    `{${SERVER}, bounceAddress: none}`,
    /^channels\.mail\.bounceAddress: "none" has no @/u,
  ],
  [
    "a user without a password",
    `{${SERVER}, user: bot}`,
    /^channels\.mail\.user: "bot" has neither a password nor a token/u,
  ],
  [
    "a password of nobody",
    `{${SERVER}, passwordFile: p}`,
    /^channels\.mail\.passwordFile: .* is of no use without `user`/u,
  ],
  [
    "a password beside tokens",
    `{${SERVER}, user: bot, passwordFile: p, oauth2: {tokenUrl: 'https://a.example/t', clientId: c, clientSecretFile: s}}`,
    /^channels\.mail\.passwordFile: .* is given beside `oauth2`/u,
  ],
  [
    "tokens over plain HTTP",
    `{${SERVER}, user: bot, oauth2: {tokenUrl: 'http://a.example/t', clientId: c, clientSecretFile: s}}`,
    /^channels\.mail\.oauth2\.tokenUrl: .* is not an https URL/u,
  ],
  [
    "tokens for nothing",
    `{${SERVER}, user: bot, oauth2: {tokenUrl: 'https://a.example/t', clientId: c}}`,
    /^channels\.mail\.oauth2: the map names neither a refresh token nor a client's secret/u,
  ],
  [
    "a misspelt key",
    `{${SERVER}, starttls: required}`,
    /^channels\.mail\.starttls: .*did you mean channels\.mail\.startTls\?/u,
  ],
] as const) {
  test(`${sentence} is refused, with its path`, async () => {
    const error = await errorOf(mail);
    assert.match(error, said);
    assert.equal(error.split("\n").length, 1, error);
  });
}

const VARIABLES = {
  QUARKUS_PROFILE: "withemail",
  QUARKUS_MAILER_FROM: "a@example.com",
  QUARKUS_MAILER_HOST: "mail",
};

test("Automatiko's variables say what no file says, and it is known which said what", async () => {
  const { settings, sourceOf } = await mailOf("", {
    ...VARIABLES,
    QUARKUS_MAILER_USERNAME: "bot",
    QUARKUS_MAILER_PASSWORD: "secret",
    QUARKUS_MAILER_START_TLS: "DISABLED",
  });
  const { mail } = settings.channels;
  assert.deepEqual([mail?.host, mail?.user, mail?.startTls], ["mail", "bot", "disabled"]);
  assert.equal(mail?.passwordFile, "env:QUARKUS_MAILER_PASSWORD");
  assert.equal(sourceOf(["channels", "mail", "host"]), "QUARKUS_MAILER_HOST");
});

test("a file that says something of mail says all of it", async () => {
  const { settings } = await mailOf(`{${SERVER}}`, { ...VARIABLES, QUARKUS_MAILER_USERNAME: "bot" });
  assert.deepEqual(
    [settings.channels.mail?.host, settings.channels.mail?.user],
    ["smtp.example.com", undefined],
  );
});

test("a fault of a variable is told by its name", async () => {
  assert.match(
    await errorOf("", { ...VARIABLES, QUARKUS_MAILER_PORT: "smtp" }),
    /^QUARKUS_MAILER_PORT: "smtp" is not a number; give its port/u,
  );
  assert.match(
    await errorOf("", { ...VARIABLES, QUARKUS_MAILER_TRUST_ALL: "true" }),
    /^QUARKUS_MAILER_TRUST_ALL: certificates are always verified/u,
  );
  const { QUARKUS_MAILER_FROM: _from, ...without } = VARIABLES;
  assert.match(await errorOf("", without), /^channels\.mail\.from: is missing/u);
});
