import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { makeFolder } from "../../test/kit/make-folder.ts";
import { readConfigFile } from "./read-config-file.ts";

const folder = makeFolder();
const path = join(folder, "config.yaml");

async function errorIn(content: string | Buffer): Promise<string> {
  writeFileSync(path, content);
  const read = await readConfigFile(path);
  return read.ok ? "" : read.error;
}

test("paths in it, however deep, are relative to where it lies itself; no other text is a path", async () => {
  writeFileSync(
    path,
    "keyFile: keys/key\nkubeconfig: ../config\na: [{b: {caFile: /ca}}, {cFile: x}]\nfile: d\n",
  );
  const read = await readConfigFile(path);
  assert.ok(read.ok);
  assert.deepEqual(read.value.values, {
    keyFile: join(folder, "keys/key"),
    kubeconfig: join(folder, "../config"),
    a: [{ b: { caFile: "/ca" } }, { cFile: join(folder, "x") }],
    file: "d",
  });
});

test("one that is no map says how one begins", async () => {
  for (const content of ["", "# nothing", "- a", "text"]) {
    assert.match(await errorIn(content), /is not a map of settings\. It begins with:\napiVersion: config\./u);
  }
});

test("a fault in its YAML has its path, line and column", async () => {
  assert.equal(await errorIn("a:\n\tb: 1"), `${path}, line 2, column 1: indented with a tab; use spaces`);
});

test("one that cannot be read says why", async () => {
  assert.match(await errorIn(Buffer.from([0xff, 0xfe])), /config\.yaml is not text in UTF-8\.$/u);
  assert.match(await errorIn(`#${"x".repeat(64 * 1024)}`), /config\.yaml has more than 65,536 bytes\.$/u);
  assert.equal(await errorIn(`a: ${"x".repeat(64 * 1024 - 3)}`), "", "up to that it is read");
  for (const [other, said] of [
    [join(folder, "none"), /none cannot be read: there is no such file\.$/u],
    [folder, /cannot be read: it is a folder\.$/u],
  ] as const) {
    const read = await readConfigFile(other);
    assert.match(read.ok ? "" : read.error, said);
  }
});
