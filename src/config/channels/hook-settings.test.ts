import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { makeFolder } from "../../../test/kit/make-folder.ts";
import { readSettings } from "../read-settings.ts";
import type { Settings } from "../settings.ts";

const HEAD = `apiVersion: config.countersign.dev/v1alpha1
kind: Configuration
auth: {modes: [open]}
baseUrl: https://approvals.example.com
keyFile: /key
`;

const folder = makeFolder();

async function read(channels: string, environment: Readonly<Record<string, string>> = {}) {
  const path = join(folder, "config.yaml");
  writeFileSync(path, `${HEAD}channels: ${channels}\n`);
  return await readSettings(["--config", path], environment);
}

async function readOk(...given: Parameters<typeof read>): Promise<Settings["channels"]> {
  const settings = await read(...given);
  assert.ok(settings.ok, settings.ok ? "" : settings.error);
  return settings.value.channels;
}

const DELIVERY = { maxAge: "24h", atLeastOnce: false } as const;

describe("channels of chats and programs", () => {
  test("are what is given, and what holds when nothing is", async () => {
    const sink = "{id: audit, url: 'https://audit.example/in', secretFile: /s, namespaces: ['team-*']}";
    const channels = await readOk(
      `{allowPrivate: on, slack: {'#ops': {urlFile: a}}, teams: {ops: {urlFile: /b, kinds: [outcome]}}, webhooks: [${sink}]}`,
    );
    assert.deepEqual(channels, {
      strict: false,
      allowPrivate: true,
      slack: { "#ops": { urlFile: join(folder, "a"), ...DELIVERY } },
      teams: { ops: { urlFile: "/b", format: "adaptiveCard", kinds: ["outcome"], ...DELIVERY } },
      webhooks: [
        {
          id: "audit",
          url: "https://audit.example/in",
          secretFile: "/s",
          namespaces: ["team-*"],
          kinds: ["opened", "voted", "decided", "expired", "cancelled"],
          ...DELIVERY,
        },
      ],
    });
  });

  for (const [channels, said] of [
    ["{slack: {ops: {}}}", /channels\.slack\.ops\.urlFile: is missing; give a file with/u],
    ["{slack: {ops: {url: 'https://x'}}}", /channels\.slack\.ops\.url: /u],
    ["{slack: {'a\\nb ': {urlFile: a}}}", /cannot be a name here: it is not a name of at most 70/u],
    ["{teams: {ops: {urlFile: a, format: card}}}", /channels\.teams\.ops\.format: "card" is not known/u],
    ["{teams: {ops: {urlFile: a, kinds: [voted]}}}", /channels\.teams\.ops\.kinds\[0\]/u],
    ["{slack: {ops: {urlFile: a, maxAge: long}}}", /channels\.slack\.ops\.maxAge: "long"/u],
    ["{webhooks: [{id: A b, url: 'https://x', secretFile: s}]}", /"A b" is not a short name/u],
    ["{webhooks: [{id: a, url: 'ftp://x', secretFile: s}]}", /is not an https URL/u],
    ["{webhooks: [{id: a, url: 'https://u:hush@x', secretFile: s}]}", /has a user or a password in it/u],
    ["{webhooks: [{id: a, url: 'https://:hush@x', secretFile: s}]}", /has a user or a password in it/u],
    ["{webhooks: [{id: a, url: 'https://x#f', secretFile: s}]}", /has a fragment/u],
    ["{webhooks: [{id: a, url: 'https://x'}]}", /channels\.webhooks\[0\]\.secretFile: is missing/u],
    ["{webhooks: [{id: a, url: 'https://x', secretFile: s, kinds: []}]}", /kinds: the list is empty/u],
    ["{webhooks: [{id: a, url: 'https://x', secretFile: s, kinds: [request]}]}", /"request" is not known/u],
    [
      "{webhooks: [{id: a, url: 'https://x', secretFile: s}, {id: a, url: 'https://y', secretFile: s}]}",
      /channels\.webhooks\[1\]\.id: "a" is another sink's, too/u,
    ],
  ] as const) {
    test(`${channels} is refused: ${said.source}`, async () => {
      const settings = await read(channels);
      assert.match(settings.ok ? "" : settings.error, said);
      assert.doesNotMatch(settings.ok ? "" : settings.error, /hush/u);
    });
  }

  test("come from Automatiko's variables, too, whose secrets are not in the settings", async () => {
    const variable = "QUARKUS_AUTOMATIKO_NOTIFICATIONS_SLACK_MY_CHANNEL";
    const url = "https://hooks.slack.com/services/hush";
    const channels = await readOk("{slack: {ops: {urlFile: /a}}}", { [variable]: url });
    assert.deepEqual(channels.slack, {
      ops: { urlFile: "/a", ...DELIVERY },
      MY_CHANNEL: { urlFile: `env:${variable}`, ...DELIVERY },
    });
    const same = await readOk("{slack: {my-channel: {urlFile: /a}}}", { [variable]: url });
    assert.deepEqual(Object.keys(same.slack ?? {}), ["my-channel"]);
  });
});
