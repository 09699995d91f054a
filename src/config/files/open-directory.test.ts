import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { makeFolder } from "../../../test/kit/make-folder.ts";
import { FakeTimers } from "../../../test/kit/fake-timers.ts";
import { until } from "../../../test/kit/until.ts";
import { silentLogger } from "../../std/logger.ts";
import { openDirectory } from "./open-directory.ts";

function write(t: TestContext, content: string): string {
  const folder = makeFolder(t);
  const path = join(folder, "directory.yaml");
  writeFileSync(path, content);
  return path;
}

test("the directory follows its file, and a broken one is warned of and does not count", async (t) => {
  const path = write(t, "users: {ann: ann@example.com}\n");
  const opened = await openDirectory(path);
  assert.ok(opened.ok, opened.ok ? "" : opened.error);
  const file = opened.value;
  t.after(() => file.stop());
  const said: string[] = [];
  const timers = new FakeTimers();
  file.watch({ timers, logger: { ...silentLogger, warn: (_fields, message) => void said.push(message) } });
  const look = async (): Promise<void> => {
    await timers.advance(timers.delays[0] ?? 0);
    await until("it has looked", () => timers.delays.length === 1);
  };
  writeFileSync(path, "users: {ann: ann@other.example}\n");
  await look();
  await look();
  assert.equal(file.content.users.get("ann"), "ann@other.example");
  writeFileSync(path, "users:\n  ann: none\n");
  await look();
  await look();
  assert.equal(file.content.users.get("ann"), "ann@other.example");
  assert.deepEqual(said, [
    `channels.directory: The file ${path} is not right: line 2, column 3, users.ann: "none" has no @. What it said before stays in force.`,
  ]);
});

test("at the start, one that is not right stops it", async (t) => {
  const opened = await openDirectory(write(t, "groups: {platform: [nobody]}\n"));
  assert.ok(!opened.ok);
  assert.match(
    opened.error,
    /^channels\.directory: The file .* is not right: line 1, .*, groups\.platform\[0\]: "nobody"/u,
  );
});

test("ten thousand names have room", async (t) => {
  const names = Array.from({ length: 10_000 }, (_, index) => `  user-${index}: user-${index}@example.com`);
  const opened = await openDirectory(write(t, `users:\n${names.join("\n")}\n`));
  assert.ok(opened.ok, opened.ok ? "" : opened.error);
  assert.equal(opened.value.content.users.get("user-9999"), "user-9999@example.com");
});
