// The launcher of bin/, as npm and people start it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder } from "./kit/make-folder.ts";
import { until } from "./kit/until.ts";

const ROOT = join(import.meta.dirname, "..");

test("it starts from a folder whose name has blanks and other characters that a URL writes otherwise", (t) => {
  const folder = makeFolder(t);
  cpSync(join(ROOT, "bin"), join(folder, "bin"), { recursive: true });
  symlinkSync(join(ROOT, "src"), join(folder, "src"));
  const launcher = join(folder, "bin", "countersign.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, "help"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^Usage: countersign/u);
});

test("when it is killed, the server that it started gives its port back", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "launcher-"));
  const kubeconfig = join(folder, "kubeconfig");
  const args = [join(ROOT, "bin", "modern-node.mjs"), join(ROOT, "sandbox", "main.ts")];
  const flags = ["--kube-only", "--kube-port", "0", "--kubeconfig", kubeconfig];
  const launcher = spawn(process.execPath, [...args, ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => {
    launcher.kill("SIGTERM");
    rmSync(folder, { recursive: true });
  });
  await once(launcher.stdout, "data");
  const port = Number(
    /server: https:\/\/127\.0\.0\.1:(?<port>\d+)/u.exec(readFileSync(kubeconfig, "utf8"))?.[1],
  );
  assert.equal(await isListening(port), true);
  launcher.kill("SIGKILL");
  await until("the port is free", async () => ((await isListening(port)) ? undefined : true));
});

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
