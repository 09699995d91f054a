import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { makeFolder } from "../../../test/kit/make-folder.ts";
import { until } from "../../../test/kit/until.ts";
import { listen } from "./listen.ts";

interface World {
  /** From where those came that were refused. */
  readonly refused: readonly string[];
  /** Sends a request from that address of this machine and keeps the connection; undefined when it is ended unanswered. */
  readonly hold: (from?: string) => Promise<Socket | undefined>;
}

async function start(
  t: TestContext,
  { forwarders = [], socket: path }: { forwarders?: readonly string[]; socket?: string } = {},
): Promise<World> {
  const refused: string[] = [];
  const connections = {
    most: 10,
    isForwarder: (address = "none"): boolean => forwarders.includes(address),
    onRefused: (from: string): void => void refused.push(from),
  };
  const where = path === undefined ? { host: "127.0.0.1", port: 0 } : { socket: path };
  const { port, close } = await listen(() => new Response("ok"), where, { connections });
  const sockets: Socket[] = [];
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await close();
  });
  const hold: World["hold"] = async (from = "127.0.0.1") => {
    const socket =
      path === undefined ? connect({ port, host: "127.0.0.1", localAddress: from }) : connect(path);
    sockets.push(socket);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    socket.once("data", () => resolve(true)).once("close", () => resolve(false));
    socket.on("error", () => undefined).write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return (await promise) ? socket : undefined;
  };
  return { refused, hold };
}

async function countHeld({ hold }: World, number: number, from?: string): Promise<number> {
  let count = 0;
  for (let time = 0; time < number; time += 1) if ((await hold(from)) !== undefined) count += 1;
  return count;
}

test("one address gets half of the connections, and leaves the others the rest", async (t) => {
  const world = await start(t);
  assert.equal(await countHeld(world, 20, "127.0.0.1"), 5);
  assert.deepEqual(new Set(world.refused), new Set(["127.0.0.1"]));
  assert.equal(world.refused.length, 15);
  assert.equal(await countHeld(world, 1, "127.0.0.2"), 1);
});

test("all of them together get no more than there are", async (t) => {
  const world = await start(t);
  for (const from of ["127.0.0.1", "127.0.0.2"]) assert.equal(await countHeld(world, 5, from), 5);
  assert.equal(await countHeld(world, 3, "127.0.0.3"), 0);
  assert.deepEqual(world.refused, ["127.0.0.3", "127.0.0.3", "127.0.0.3"]);
});

test("whoever ends a connection may make another", async (t) => {
  const world = await start(t);
  const held = await world.hold();
  assert.equal(await countHeld(world, 5), 4);
  held?.destroy();
  assert.ok(await until("one is free", () => world.hold()));
});

test("a proxy may have all of them", async (t) => {
  const world = await start(t, { forwarders: ["127.0.0.1"] });
  assert.equal(await countHeld(world, 12), 10);
});

test("so may whoever comes through the socket, where that passes on for others", async (t) => {
  const world = await start(t, { forwarders: ["none"], socket: join(makeFolder(t), "s") });
  assert.equal(await countHeld(world, 12), 10);
});
