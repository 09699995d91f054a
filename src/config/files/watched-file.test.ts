import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { makeFolder } from "../../../test/kit/make-folder.ts";
import { FakeTimers } from "../../../test/kit/fake-timers.ts";
import { until } from "../../../test/kit/until.ts";
import { type Logger, silentLogger } from "../../std/logger.ts";
import { ok, refuse, type Result } from "../../std/result.ts";
import { WatchedFile } from "./watched-file.ts";

function parse(bytes: Buffer): Result<string, string> {
  const text = bytes.toString("utf8");
  return text.startsWith("good") ? ok(text) : refuse("is not good");
}

interface Watched {
  readonly file: WatchedFile<string>;
  readonly said: readonly string[];
  /** Lets it look once. Resolves with what is in force then. */
  readonly look: () => Promise<string>;
  readonly timers: FakeTimers;
}

async function watch(path: string): Promise<Watched> {
  const opened = await WatchedFile.open({ setting: "keyFile", path, parse });
  assert.ok(opened.ok, opened.ok ? "" : opened.error);
  const file = opened.value;
  const said: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    info: (_fields, message) => void said.push(`info: ${message}`),
    warn: (_fields, message) => void said.push(`warn: ${message}`),
  };
  const timers = new FakeTimers();
  file.watch({ timers, logger });
  const look = async (): Promise<string> => {
    await timers.advance(timers.delays[0] ?? 0);
    await until("it has looked", () => timers.delays.length === 1);
    return file.content;
  };
  return { file, said, look, timers };
}

test("what is written takes force when it was seen twice, so that nothing half written does", async (t) => {
  const path = join(makeFolder(t), "file");
  writeFileSync(path, "good 1");
  const { look, said } = await watch(path);
  writeFileSync(path, "good half");
  assert.equal(await look(), "good 1");
  writeFileSync(path, "good whole");
  assert.equal(await look(), "good 1");
  assert.equal(await look(), "good whole");
  assert.equal(await look(), "good whole");
  assert.deepEqual(said, ["info: The file of keyFile has changed and is read again."]);
});

test("a broken one keeps the old in force, and is warned of once", async (t) => {
  const path = join(makeFolder(t), "file");
  writeFileSync(path, "good 1");
  const { look, said } = await watch(path);
  writeFileSync(path, "bad");
  for (let times = 0; times < 4; times += 1) assert.equal(await look(), "good 1");
  rmSync(path);
  for (let times = 0; times < 4; times += 1) assert.equal(await look(), "good 1");
  assert.deepEqual(said, [
    `warn: keyFile: The file ${path} is not good. What it said before stays in force.`,
    `warn: keyFile: The file ${path} cannot be read: there is no such file. What it said before stays in force.`,
  ]);
  writeFileSync(path, "good 2");
  await look();
  assert.equal(await look(), "good 2");
});

/** As the kubelet does it: the files link through a folder `..data`, which is swapped for another in one step. */
function publish(folder: string, version: number, content: string): void {
  mkdirSync(join(folder, `..${version}`));
  writeFileSync(join(folder, `..${version}`, "key"), content);
  symlinkSync(`..${version}`, join(folder, "..data_tmp"));
  renameSync(join(folder, "..data_tmp"), join(folder, "..data"));
  if (version === 1) symlinkSync(join("..data", "key"), join(folder, "key"));
  else rmSync(join(folder, `..${version - 1}`), { recursive: true });
}

test("a Secret of Kubernetes is followed through its links", async (t) => {
  const folder = makeFolder(t);
  publish(folder, 1, "good 1");
  const { look } = await watch(join(folder, "key"));
  publish(folder, 2, "good 2");
  await look();
  assert.equal(await look(), "good 2");
  publish(folder, 3, "good 3");
  await look();
  assert.equal(await look(), "good 3");
});

test("nothing is looked at any more when it is stopped, also while it looks", async (t) => {
  const path = join(makeFolder(t), "file");
  writeFileSync(path, "good 1");
  const { file, timers } = await watch(path);
  const looking = timers.advance(timers.delays[0] ?? 0);
  file.stop();
  await looking;
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(timers.delays, []);
});

test("one that cannot be used at the start is refused with setting, path and reason", async (t) => {
  const folder = makeFolder(t);
  const path = join(folder, "file");
  writeFileSync(path, "bad");
  assert.deepEqual(
    await WatchedFile.open({ setting: "keyFile", path, parse }),
    refuse(`keyFile: The file ${path} is not good.`),
  );
  const missing = await WatchedFile.open({ setting: "keyFile", path: join(folder, "none"), parse });
  assert.ok(!missing.ok);
  assert.match(missing.error, /none cannot be read: there is no such file\.$/u);
});
