import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";

import { makeFolder } from "../../../test/kit/make-folder.ts";
import { listen, type Listening } from "./listen.ts";

async function listenOn(t: TestContext, socket: string, says = "ok"): Promise<Listening> {
  const listening = await listen(() => new Response(says), { socket });
  t.after(() => listening.close());
  return listening;
}

async function ask(socketPath: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    request({ socketPath, headers: { host: "localhost" } }, (answer) => resolve(text(answer)))
      .once("error", reject)
      .end();
  });
}

test("a socket serves whoever owns it or is of its group, and goes with the listener", async (t) => {
  const path = join(makeFolder(t), "s");
  const { port, close } = await listenOn(t, path);
  assert.equal(port, 0);
  assert.equal(await ask(path), "ok");
  assert.equal(statSync(path).mode & 0o777, 0o660);
  await close();
  assert.equal(existsSync(path), false);
});

test("a socket that a dead process left behind is taken over", async (t) => {
  const path = join(makeFolder(t), "s");
  const code = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", code]);
  assert.ok(existsSync(path), "it was left behind");
  await listenOn(t, path);
  assert.equal(await ask(path), "ok");
});

test("a socket that somebody listens on is not taken over, and says what to do", async (t) => {
  const path = join(makeFolder(t), "s");
  await listenOn(t, path, "first");
  await assert.rejects(listenOn(t, path, "second"), {
    message: `Could not listen on the Unix socket ${path}: something else is there. End the program that listens on it, or choose another path with listen.socket.`,
  });
  assert.equal(await ask(path), "first");
});

test("what is not a socket stays", async (t) => {
  const path = join(makeFolder(t), "s");
  writeFileSync(path, "mine");
  await assert.rejects(listenOn(t, path), /something else is there/u);
  assert.equal(readFileSync(path, "utf8"), "mine");
});

test("a folder that is missing is told", async (t) => {
  const path = join(makeFolder(t), "nowhere", "s");
  await assert.rejects(
    listenOn(t, path),
    /its folder does not exist, or this user may not write there\. Make one, or/u,
  );
});
