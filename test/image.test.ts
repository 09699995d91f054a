// The image as its Dockerfile makes it, by hand: the same copies, the same commands, in a folder of its own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findFreePort } from "../rigs/find-free-port.ts";
import { buildProgram, readImageProgram } from "../rigs/image-program.ts";
import { startKubeProcess } from "../rigs/kube-process.ts";
import { ServeProcess } from "../rigs/serve-process.ts";

const ROOT = join(import.meta.dirname, "..");
const STAGES = readFileSync(join(ROOT, "Dockerfile"), "utf8")
  .split(/^FROM .*$/mu)
  .slice(1);
const [buildStage = "", lastStage = ""] = STAGES;

const folder = mkdtempSync(join(tmpdir(), "countersign-image-"));
after(() => rmSync(folder, { recursive: true }));

function pathsCopiedBy(stage: string): readonly string[] {
  return [...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gmu)].flatMap(([, paths = ""]) => paths.split(" "));
}

test("what the Dockerfile copies is there, and is not left out by .dockerignore", () => {
  const copied = STAGES.flatMap(pathsCopiedBy);
  assert.ok(copied.length > 6, "found what is copied");
  assert.deepEqual(
    copied.filter((path) => !existsSync(join(ROOT, path))),
    [],
  );
  const sent = readFileSync(join(ROOT, ".dockerignore"), "utf8").split("\n");
  assert.deepEqual(
    copied.filter((path) => !sent.includes(`!${path.split("/")[0]}`)),
    [],
  );
});

test("what is built works without its sources and without packages", async () => {
  assert.match(buildStage, /^RUN node scripts\/build\.ts$/mu);
  buildProgram(join(folder, "dist"));
  for (const path of pathsCopiedBy(lastStage)) {
    cpSync(join(ROOT, path), join(folder, path), {
      recursive: true,
      filter: (from) => !from.includes(".test."),
    });
  }
  const { nodeFlags, program, environment } = readImageProgram();
  const options = { cwd: folder, env: { ...process.env, ...environment } };
  const help = spawnSync(process.execPath, [...nodeFlags, program, "help"], options);
  assert.match(help.stdout.toString(), /^Usage: countersign/u);

  assert.doesNotMatch(help.stdout.toString(), /demo/u);

  const cluster = await startKubeProcess(join(folder, "kubeconfig"));
  after(() => cluster.stop());
  const keyFile = join(folder, "key");
  writeFileSync(keyFile, randomBytes(32));
  const serve = new ServeProcess({
    kubeconfig: cluster.kubeconfig,
    keyFile,
    port: await findFreePort(),
    program: join(folder, program),
    nodeFlags,
    environment,
  });
  after(() => serve.kill());
  await serve.start();
  const page = await (await fetch(`${serve.url}/`)).text();
  const [, styles = ""] = /href="(\/assets\/app\.[^"]+\.css)"/u.exec(page) ?? [];
  assert.equal((await fetch(serve.url + styles)).status, 200, "its style sheet is found");
});

test("what is built has nothing in it that stands in for a cluster", () => {
  const built = globSync("dist/*.js", { cwd: folder }).map((file) =>
    readFileSync(join(folder, file), "utf8"),
  );
  assert.ok(
    built.some((text) => text.includes("ApprovalIndex")),
    "classes keep their names",
  );
  const inside = ["SmallTekton", "EmbeddedKube", "selfsigned"].filter((name) =>
    built.some((text) => text.includes(name)),
  );
  assert.deepEqual(inside, []);
});

test("what is built is kept with one byte a character", () => {
  const wide = globSync("dist/*.js", { cwd: folder }).filter((file) =>
    /[^\0-\u{7f}]/u.test(readFileSync(join(folder, file), "utf8")),
  );
  assert.deepEqual(wide, []);
});
