// The image as its Dockerfile makes it, by hand: the same copies, the same commands, in a folder of its own.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { buildProgram, readImageProgram } from "../rigs/image-program.ts";

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

  const kubeconfig = join(folder, "kubeconfig");
  const flags = ["--json", "--port", "0", "--kube-port", "0", "--kubeconfig", kubeconfig];
  const demo = spawn(process.execPath, [...nodeFlags, program, "demo", ...flags], {
    ...options,
    stdio: ["ignore", "pipe", "inherit"],
  });
  after(() => demo.kill("SIGKILL"));
  const lines = createInterface({ input: demo.stdout });
  const { value: line } = await lines[Symbol.asyncIterator]().next();
  const { url } = JSON.parse(line as string) as { url: string };
  const page = await (await fetch(`${url}/demo`)).text();
  const [, styles = ""] = /href="(\/assets\/app\.[^"]+\.css)"/u.exec(page) ?? [];
  assert.equal((await fetch(url + styles)).status, 200, "its style sheet is found");
  assert.match(page, /FOUR_EYES|four-eyes/u, "its samples are found");
});
