import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { readKeyFile } from "./read-key-file.ts";

const folder = mkdtempSync(join(tmpdir(), "key-file-"));
after(() => rmSync(folder, { recursive: true }));

test("reads the bytes as they are", () => {
  const path = join(folder, "good");
  const key = randomBytes(32);
  writeFileSync(path, key);
  assert.deepEqual(readKeyFile(path), { ok: true, value: key });
});

test("a short key is refused, and the message says how to make one", () => {
  const path = join(folder, "short");
  writeFileSync(path, "secret");
  const result = readKeyFile(path);
  assert.ok(!result.ok);
  assert.match(result.error, /has 6 bytes; at least 32/u);
  assert.doesNotMatch(result.error, /secret/u);
});

test("a missing file is refused by name", () => {
  const result = readKeyFile(join(folder, "none"));
  assert.ok(!result.ok);
  assert.match(result.error, /none cannot be read: ENOENT/u);
});
