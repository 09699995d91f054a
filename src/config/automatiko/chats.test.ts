import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { readChats } from "./chats.ts";

const URL_OF = "https://hooks.slack.com/services/hush";
const SLACK = "QUARKUS_AUTOMATIKO_NOTIFICATIONS_SLACK";

function read(environment: Readonly<Record<string, string>>, values: unknown = {}) {
  return readChats(values, environment).map(({ path, value, by }) => ({ path: path.join("."), value, by }));
}

describe("Automatiko's variables for chats", () => {
  test("name a channel each, and their secret stays where it is", () => {
    const teams = "QUARKUS_AUTOMATIKO_NOTIFICATIONS_TEAMS_OPS";
    const found = read({ [`${SLACK}_MYCHANNEL`]: URL_OF, [teams]: "https://teams.example/hush" });
    assert.deepEqual(found, [
      {
        path: "channels.slack.MYCHANNEL.urlFile",
        value: `env:${SLACK}_MYCHANNEL`,
        by: `${SLACK}_MYCHANNEL`,
      },
      { path: "channels.teams.OPS.urlFile", value: `env:${teams}`, by: teams },
    ]);
    assert.doesNotMatch(JSON.stringify(found), /hush/u);
  });

  for (const [variable, channel] of [
    [`${SLACK}_MY_CHANNEL`, "MY_CHANNEL"],
    [`${SLACK}__OPS`, "_OPS"],
    [`${SLACK.toLowerCase()}_my_channel`, "MY_CHANNEL"],
    ["quarkus.automatiko.notifications.slack.my-channel", "MY_CHANNEL"],
  ] as const) {
    test(`${variable} is ${channel}`, () => {
      assert.deepEqual(
        read({ [variable]: URL_OF }).map(({ path }) => path),
        [`channels.slack.${channel}.urlFile`],
      );
    });
  }

  test("that are empty, or of another kind, name nothing", () => {
    const environment = {
      [`${SLACK}_OPS`]: " ",
      [`${SLACK}_`]: URL_OF,
      QUARKUS_AUTOMATIKO_NOTIFICATIONS_MATRIX_OPS: URL_OF,
    };
    assert.deepEqual(read(environment), []);
  });

  test("name nothing where notifications are switched off", () => {
    const environment = { [`${SLACK}_OPS`]: URL_OF, QUARKUS_AUTOMATIKO_NOTIFICATIONS_DISABLED: "true" };
    assert.deepEqual(read(environment), []);
    assert.equal(read({ ...environment, QUARKUS_AUTOMATIKO_NOTIFICATIONS_DISABLED: "false" }).length, 1);
  });

  test("say nothing of a channel that the file names", () => {
    const values = { channels: { slack: { "my-channel": { urlFile: "a" } } } };
    assert.deepEqual(read({ [`${SLACK}_MY_CHANNEL`]: URL_OF }, values), []);
    assert.equal(read({ [`${SLACK}_MY_CHANNEL`]: URL_OF }, { channels: 7 }).length, 1);
  });
});
