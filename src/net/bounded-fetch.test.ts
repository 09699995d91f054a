import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";

import { createBoundedFetch } from "./bounded-fetch.ts";

const LIMITS = { connectTimeoutMs: 1_000, silenceTimeoutMs: 1_000, wholeTimeoutMs: 2_000, mostBytes: 1_000 };

async function serve(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test("a form is sent and its answer read, as `fetch` would", async (t) => {
  const url = await serve(t, (request, response) => {
    response.writeHead(201, { "X-Kind": request.headers["content-type"], "Set-Cookie": ["a=1", "b=2"] });
    response.write(`${request.method} `);
    request.pipe(response);
  });
  const answer = await createBoundedFetch(LIMITS)(url, {
    method: "POST",
    headers: new Headers({ "Content-Type": "application/x-www-form-urlencoded" }),
    body: new URLSearchParams({ code: "ä" }),
  });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get("x-kind"), "application/x-www-form-urlencoded");
  assert.deepEqual(answer.headers.getSetCookie(), ["a=1", "b=2"]);
  assert.equal(await answer.text(), "POST code=%C3%A4");
});

test("nobody is followed anywhere", async (t) => {
  let asked = 0;
  const url = await serve(t, (_request, response) => {
    asked += 1;
    response.writeHead(302, { Location: "/elsewhere" }).end();
  });
  const answer = await createBoundedFetch(LIMITS)(url, { method: "GET", headers: {} });
  assert.equal(answer.status, 302);
  assert.equal(asked, 1);
});

test("an answer without a body is one", async (t) => {
  const url = await serve(t, (_request, response) => void response.writeHead(204).end());
  assert.equal((await createBoundedFetch(LIMITS)(url, { method: "GET", headers: {} })).status, 204);
});

for (const [sentence, answer, said] of [
  ["says nothing", () => {}, /silent for 50 ms/u],
  [
    "never ends",
    (_request, response) => {
      const drip = setInterval(() => response.write("."), 10);
      response.once("close", () => clearInterval(drip));
    },
    /not complete after 200 ms/u,
  ],
  ["is too long", (_request, response) => void response.end("x".repeat(1_001)), /longer than 1000 bytes/u],
  ["breaks off", (_request, response) => response.destroy(), /hang up|reset/u],
] as const satisfies readonly (readonly [string, RequestListener, RegExp])[]) {
  test(`who ${sentence} is given up`, async (t) => {
    const url = await serve(t, answer);
    const bounded = createBoundedFetch({ ...LIMITS, silenceTimeoutMs: 50, wholeTimeoutMs: 200 });
    await assert.rejects(bounded(url, { method: "GET", headers: {} }), said);
  });
}

test("other schemes are asked nothing", async () => {
  await assert.rejects(
    createBoundedFetch(LIMITS)("file:///etc/passwd", { method: "GET", headers: {} }),
    /file: is neither/u,
  );
});
