// The launcher of bin/, as npm and people start it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "..");

test("it starts from a folder whose name has blanks and other characters that a URL writes otherwise", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "a clone, 100 % ü "));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(ROOT, "bin"), join(folder, "bin"), { recursive: true });
  symlinkSync(join(ROOT, "src"), join(folder, "src"));
  const launcher = join(folder, "bin", "countersign.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, "help"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^Usage: countersign/u);
});
