import assert from "node:assert/strict";
import { chmod, lstat, mkdir, open, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder } from "../../test/kit/make-folder.ts";
import { writePrivately } from "./private-file.ts";
import { readOrMakeKey } from "./signing-key-file.ts";

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

test("a secret is its owner's alone, also where a file that all may read was before", async (t) => {
  const folder = makeFolder(t);
  const path = join(folder, "kubeconfig");
  await writeFile(path, "old");
  await chmod(path, 0o666);
  const reader = await open(path);
  await writePrivately(path, "new");
  assert.equal(await modeOf(path), 0o600);
  assert.equal(await readFile(path, "utf8"), "new");
  assert.equal(await reader.readFile("utf8"), "old", "whoever had the old one open learns nothing");
  await reader.close();
  assert.deepEqual(await readdir(folder), ["kubeconfig"]);
});

test("a link is replaced, and what it leads to stays as it was", async (t) => {
  const folder = makeFolder(t);
  const elsewhere = join(folder, "elsewhere");
  await writeFile(elsewhere, "theirs");
  const path = join(folder, "key");
  await symlink(elsewhere, path);
  await writePrivately(path, "secret");
  assert.ok((await lstat(path)).isFile());
  assert.equal(await readFile(elsewhere, "utf8"), "theirs");
});

test("nothing is left of a secret that could not be put in its place", async (t) => {
  const folder = makeFolder(t);
  const path = join(folder, "key");
  await mkdir(path);
  await assert.rejects(writePrivately(path, "secret"));
  assert.deepEqual(await readdir(folder), ["key"]);
});

test("the demo's key stays from one start to the next", async (t) => {
  const path = join(makeFolder(t), "new", "key");
  const made = await readOrMakeKey(path);
  assert.equal(made.length, 32);
  assert.equal(await modeOf(path), 0o600);
  assert.deepEqual(await readOrMakeKey(path), made);
});

for (const [sentence, spoil] of [
  ["that others could read", async (path: string) => await chmod(path, 0o640)],
  ["that is cut short", async (path: string) => await writeFile(path, "short")],
  [
    "that is a link",
    async (path: string) => {
      await writeFile(`${path}.known`, "k".repeat(32), { mode: 0o600 });
      await rm(path);
      await symlink(`${path}.known`, path);
    },
  ],
] as const) {
  test(`a key ${sentence} is no secret: another takes its place`, async (t) => {
    const path = join(makeFolder(t), "key");
    const made = await readOrMakeKey(path);
    await spoil(path);
    const next = await readOrMakeKey(path);
    assert.notDeepEqual(next, made);
    assert.notEqual(next.toString(), "k".repeat(32));
    assert.equal(await modeOf(path), 0o600);
    assert.ok((await lstat(path)).isFile());
  });
}
