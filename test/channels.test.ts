// A channel is a folder, a line in the registry, a group of settings and a section of the guide: none without the others.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parse } from "yaml";

import { CHANNELS } from "../src/config/channels/channel-settings.ts";
import { keysOf } from "../src/config/schema-tree.ts";

const ROOT = join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** `slack` for `channels/slack/slack-channel.ts`. */
const folders = globSync("src/notify/channels/*/*-channel.ts", { cwd: ROOT }).map((file) => {
  const [, name = "", again = ""] = /channels\/([^/]+)\/([^/]+)-channel\.ts$/u.exec(file) ?? [];
  assert.equal(again, name, `${file} is named after its folder`);
  return name;
});

/** What `channels` in the settings has beside channels. */
const COMMON = new Set(["strict", "allowPrivate", "directory"]);
const settings = keysOf(CHANNELS)
  .filter((key) => !COMMON.has(key))
  .map(nameFolder);

/** Of webhooks there is a list, which has the plural for its name. */
function nameFolder(key: string): string {
  return key === "webhooks" ? "webhook" : key;
}

interface Configuration {
  readonly kind?: string;
  readonly channels?: object;
}

/** The channels that examples in the guide set up. */
function readExamples(): readonly string[] {
  const blocks = read("docs/guide/notifications.md").matchAll(/^```yaml\n([\s\S]*?)^```$/gmu);
  const examples = [...blocks].map(([, yaml = ""]) => parse(yaml) as Configuration | null);
  return examples.flatMap((example) => Object.keys(example?.channels ?? {})).map(nameFolder);
}

describe("each channel", () => {
  test("of a folder is in the registry, and no other is", () => {
    const listed = [
      ...read("src/notify/registry.ts").matchAll(/import\("\.\/channels\/([^/]+)\/\1-channel\.ts"\)/gu),
    ];
    assert.deepEqual(listed.map(([, name = ""]) => name).toSorted(), folders.toSorted());
    assert.ok(folders.length > 0, "found them");
  });

  test("has a group of settings of its name", () => {
    assert.deepEqual(settings.toSorted(), folders.toSorted());
  });

  test("is set up in an example of the guide", () => {
    const examples = new Set(readExamples());
    assert.deepEqual(
      folders.filter((name) => !examples.has(name)),
      [],
    );
  });
});
