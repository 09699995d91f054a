import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { test } from "node:test";

const LOGGER = new URL("json-logger.ts", import.meta.url).href;

/** Runs code that has a `logger`, in a process of its own: it writes to stderr and nowhere else. */
function run(code: string, stderr: "pipe" | number = "pipe") {
  const setup = `const { createJsonLogger } = await import(${JSON.stringify(LOGGER)});
const logger = createJsonLogger("info");`;
  const args = ["--input-type=module", "-e", `${setup}\n${code}`];
  return spawnSync(process.execPath, args, { stdio: ["ignore", "pipe", stderr] });
}

/** What the logger writes of these fields. */
function write(fields: string): string {
  const { stdout, stderr } = run(`logger.warn(${fields}, "something failed");`);
  assert.equal(stdout.toString(), "");
  return stderr.toString();
}

test("a line is one JSON object, whatever is in it", () => {
  const line = write(`{ name: "a\\nb\\u2028" }`);
  assert.deepEqual(Object.keys(JSON.parse(line) as object), ["level", "time", "name", "msg"]);
  assert.equal(line.trimEnd().split("\n").length, 1);
});

test("what a provider says of tokens and secrets, in the cause of an error too, is not written", () => {
  const names = ["access_token", "id_token", "refresh_token", "client_secret", "token", "password", "cookie"];
  const said = JSON.stringify(Object.fromEntries(names.map((name) => [name, `canary of ${name}`])));
  for (const fields of [
    said,
    `{ err: ${said} }`,
    `{ err: Object.assign(new Error("no"), { cause: ${said} }) }`,
  ]) {
    const line = write(fields);
    assert.doesNotMatch(line, /canary/u);
    assert.equal(line.split('"***"').length - 1, names.length);
  }
});

test(
  "a disk that is full ends nothing, and takes no memory without end",
  { skip: !existsSync("/dev/full") },
  () => {
    const full = openSync("/dev/full", "w");
    const { stdout, status } = run(
      `for (let line = 0; line < 20_000; line += 1) logger.warn({ filler: "x".repeat(10_000) }, "a line");
await new Promise(setImmediate);
console.log(Math.round(process.memoryUsage.rss() / 1024 / 1024));`,
      full,
    );
    closeSync(full);
    assert.equal(status, 0);
    assert.ok(Number(stdout.toString()) < 200, `${stdout.toString().trim()} MiB`);
  },
);
