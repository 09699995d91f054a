// Readers that take nothing of what they asked for, by real connections: their number does not multiply what we hold.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { ResponseBudget } from "../delivery/response-budget.ts";
import { listen, type Listening } from "./listen.ts";
import { buildApproval } from "../../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../../test/kit/web/start-test-server.ts";
import { until } from "../../../test/kit/until.ts";

const MB = 1024 * 1024;
const READERS = 12;

/** Their list has pages of almost eight megabytes, more than the kernel takes for a reader that reads nothing. */
const APPROVALS = Array.from({ length: 500 }, (_, number) =>
  buildApproval({ name: `release-${number}`, description: "é".repeat(16 * 1024) }),
);

interface World {
  readonly budget: ResponseBudget;
  readonly listening: Listening;
  /** Of those who read no further. */
  readonly sockets: Socket[];
}

async function start(t: TestContext, limits: Parameters<typeof listen>[2] = {}): Promise<World> {
  const budget = new ResponseBudget({ maxBytes: 20 * MB, extraBytes: 2 * MB, smallBytes: 256 * 1024 });
  const { app } = startTestServer(APPROVALS, { responseBudget: budget });
  const listening = await listen(app.fetch, { host: "127.0.0.1", port: 0 }, limits);
  const sockets: Socket[] = [];
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await listening.close();
  });
  return { budget, listening, sockets };
}

/** Asks for the list, and never reads on after the first line of the answer; gives its status. */
async function askAndStop({ listening, sockets }: World): Promise<{ socket: Socket; status: number }> {
  const socket = connect(listening.port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => undefined);
  socket.write("GET /api/v1/approvals?limit=500 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const [chunk] = (await once(socket, "data")) as [Buffer];
  socket.pause();
  return { socket, status: Number(chunk.toString("latin1").slice(9, 12)) };
}

test("twelve that read nothing leave as much in memory as is allowed, and the rest is told to come again", async (t) => {
  const world = await start(t);
  const { budget, listening } = world;
  const readers = [];
  for (let number = 0; number < READERS; number += 1) readers.push(await askAndStop(world));
  const statuses = readers.map(({ status }) => status);
  const countOf = (status: number): number => statuses.filter((one) => one === status).length;
  assert.deepEqual([countOf(200), countOf(503)], [2, READERS - 2]);
  assert.ok(budget.takenBytes > 15 * MB && budget.takenBytes <= 22 * MB, `${budget.takenBytes}`);

  const url = `http://127.0.0.1:${listening.port}`;
  const list = await fetch(`${url}/api/v1/approvals?limit=500`, {
    headers: { "accept-encoding": "identity" },
  });
  assert.equal(list.status, 503);
  assert.equal(list.headers.get("retry-after"), "5");
  assert.match(((await list.json()) as { type: string }).type, /#overloaded$/u);
  assert.equal((await fetch(`${url}/?user=mary`)).status, 200, "pages go on");

  for (const { socket } of readers) socket.destroy();
  await until("what they left is given back", () => budget.takenBytes === 0);
  const again = await fetch(`${url}/api/v1/approvals?limit=500`);
  assert.equal(again.status, 200);
  await again.arrayBuffer();
});

test("one that takes nothing for a while is cut, and its room is free again", async (t) => {
  const world = await start(t, { silenceTimeout: 300 });
  const { budget } = world;
  await askAndStop(world);
  assert.ok(budget.takenBytes > 7 * MB);
  await until("it is cut", () => budget.takenBytes === 0);
});

test("one that takes a little now and then, for ever, is cut as well", async (t) => {
  const world = await start(t, { answerTimeout: 500 });
  const { budget } = world;
  const { socket } = await askAndStop(world);
  const sip = setInterval(() => socket.read(1024), 20);
  t.after(() => clearInterval(sip));
  await until("it is cut", () => budget.takenBytes === 0);
});

test("a vote is answered though there is no room, since it is recorded", async () => {
  const budget = new ResponseBudget({ maxBytes: 10, extraBytes: 0, smallBytes: 1 });
  const { app, approvals } = startTestServer([buildApproval()], { responseBudget: budget });
  budget.take(9);
  const path = "/api/v1/approvals/shop-prod/release-shop-web-x7k2p-approve-production/votes?user=mary";
  const headers = { "content-type": "application/json" };
  const vote = await app.request(path, { method: "POST", headers, body: '{"decision":"approve"}' });
  assert.equal(vote.status, 201);
  budget.takeAnyway(1);
  const late = await app.request(path, { method: "POST", headers, body: '{"decision":"approve"}' });
  assert.equal(late.status, 503, "and is not begun when nothing has room");
  assert.equal(approvals.castVotes.length, 1);
});
