import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { buildBinaries, cacheName, findCacheFolder } from "./build-binaries.ts";
import { ETCD, KUBE, TEKTON_VERSIONS, tektonModule } from "./go-modules.ts";

/** An empty cache, and a machine without Go. */
function withoutGo(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "build-binaries-"));
  const { PATH } = process.env;
  process.env["PATH"] = "/nonexistent";
  process.env["COUNTERSIGN_CLUSTER_CACHE"] = folder;
  t.after(() => {
    process.env["PATH"] = PATH;
    delete process.env["COUNTERSIGN_CLUSTER_CACHE"];
    rmSync(folder, { recursive: true });
  });
  return folder;
}

test("the cache is where it is told to be, else in the user's cache, never in the clone", () => {
  assert.equal(findCacheFolder({ COUNTERSIGN_CLUSTER_CACHE: "/some/where" }), "/some/where");
  assert.equal(
    findCacheFolder({ XDG_CACHE_HOME: "/home/ann/.cache" }),
    "/home/ann/.cache/countersign-cluster",
  );
});

test("each module has a place of its own in the cache, and keeps it", () => {
  const modules = [ETCD, KUBE, ...TEKTON_VERSIONS.map(tektonModule)];
  const names = modules.map(cacheName);
  assert.equal(new Set(names).size, modules.length);
  assert.deepEqual(names, modules.map(cacheName));
  assert.notEqual(cacheName({ ...KUBE, ldflags: "" }), cacheName(KUBE), "another build, another place");
});

test("without Go it says what to install, and leaves nothing half built", async (t) => {
  const cache = withoutGo(t);
  await assert.rejects(
    buildBinaries(ETCD, () => undefined),
    /`go` could not be run .*Install Go 1\.26 or later/u,
  );
  assert.deepEqual(readdirSync(cache), []);
});

test("what is in the cache needs no Go", async (t) => {
  const target = join(withoutGo(t), cacheName(ETCD));
  mkdirSync(target);
  assert.equal(await buildBinaries(ETCD, () => undefined), target);
});
