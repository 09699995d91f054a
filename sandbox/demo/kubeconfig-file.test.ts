import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder } from "../../test/kit/make-folder.ts";
import { writeKubeconfig } from "../kube/kubeconfig.ts";
import { checkKubeconfigFile, writeKubeconfigFile } from "./kubeconfig-file.ts";

const OURS = writeKubeconfig("https://127.0.0.1:9443", "pem", "token");

test("the kubeconfig is written into a folder of its own, for its owner's eyes alone, and removed", async (t) => {
  const path = join(makeFolder(t), "new", "kubeconfig");
  await checkKubeconfigFile(path);
  const remove = await writeKubeconfigFile(path, OURS);
  assert.equal(await readFile(path, "utf8"), OURS);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await remove();
  assert.equal(existsSync(path), false);
  await remove();
});

test("one that an earlier demo left behind is written over", async (t) => {
  const path = join(makeFolder(t), "kubeconfig");
  await writeFile(path, OURS);
  await checkKubeconfigFile(path);
});

test("a file that somebody else wrote is refused, and stays as it is", async (t) => {
  const path = join(makeFolder(t), "config");
  const [before, after] = OURS.split("contexts:");
  const otherContext = { name: "production", context: { cluster: "a", user: "b" } };
  const mixed = `${before}contexts:\n  - ${JSON.stringify(otherContext)}${after}`;
  for (const content of ["contexts: [{name: production}]", mixed, "notes: [", "[]", "text"]) {
    await writeFile(path, content);
    await assert.rejects(
      checkKubeconfigFile(path),
      /exists, and it is not a kubeconfig that the demo wrote/u,
    );
    assert.equal(await readFile(path, "utf8"), content);
  }
});

test("the kubeconfig of another demo, which has taken its place, is not removed", async (t) => {
  const path = join(makeFolder(t), "kubeconfig");
  const remove = await writeKubeconfigFile(path, OURS);
  await writeKubeconfigFile(path, `${OURS}# another\n`);
  await remove();
  assert.equal(existsSync(path), true);
});
