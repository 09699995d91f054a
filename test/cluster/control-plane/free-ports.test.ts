import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { findFreePorts, isPortFree } from "./free-ports.ts";

test("finds as many different ports as asked for, and can listen on each", async () => {
  const ports = await findFreePorts(10);
  assert.equal(new Set(ports).size, 10);
  for (const port of ports) assert.ok(await isPortFree(port), String(port));
});

test("a port that somebody listens on is not free", async (t) => {
  const [port = 0] = await findFreePorts(1);
  const server = createServer().listen(port, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  assert.equal(await isPortFree(port), false);
});
