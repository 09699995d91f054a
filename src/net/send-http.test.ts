import assert from "node:assert/strict";
import { type Server, createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { createServer as createHttpsServer } from "node:https";
import { after, before, test } from "node:test";
import { generate } from "selfsigned";
import { openAgent, sendHttp } from "./send-http.ts";

/** Takes connections and says nothing, so no TLS handshake on it is ever done. */
let mute: Server;

before(async () => {
  mute = createServer(() => {});
  mute.listen(0, "127.0.0.1");
  await once(mute, "listening");
});
after(() => mute.close());

function ask(scheme: "http" | "https", limits: { connectTimeoutMs: number; silenceTimeoutMs: number }) {
  const { port } = mute.address() as AddressInfo;
  const agent = openAgent(scheme === "https" ? {} : undefined, {});
  return sendHttp({
    agent,
    url: new URL(`${scheme}://127.0.0.1:${port}/`),
    method: "DELETE",
    headers: {},
    body: "{}",
    signal: new AbortController().signal,
    mayFallSilent: true,
    ...limits,
  });
}

test("a handshake that is never done ends with the limit, and nothing was sent", async () => {
  const outcome = await ask("https", { connectTimeoutMs: 30, silenceTimeoutMs: 10_000 });
  assert.ok(outcome.kind === "neverSent");
  assert.match(outcome.error.message, /not connected after 30 ms/u);
});

test("a connection that is made and then silent ends with its own limit, and the request may have been sent", async () => {
  const outcome = await ask("http", { connectTimeoutMs: 10_000, silenceTimeoutMs: 30 });
  assert.ok(outcome.kind === "unanswered");
  assert.match(outcome.error.message, /silent for 30 ms/u);
});

test("a server that switches to another protocol has not answered", { timeout: 5_000 }, async (t) => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () =>
      socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const outcome = await sendHttp({
    agent: openAgent(undefined, {}),
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    method: "PUT",
    headers: {},
    body: "{}",
    signal: AbortSignal.timeout(2_000),
    connectTimeoutMs: 1_000,
    silenceTimeoutMs: 1_000,
    mayFallSilent: false,
  });
  assert.ok(outcome.kind === "unanswered");
  assert.match(outcome.error.message, /closed without an answer/u);
});

test("a signal that was aborted before ends the request before it is sent", async () => {
  const agent = openAgent(undefined, {});
  const exchange = {
    agent,
    url: new URL("http://127.0.0.1:9/"),
    method: "GET",
    headers: {},
    body: undefined,
  };
  const outcome = await sendHttp({
    ...exchange,
    signal: AbortSignal.abort(new Error("stopped")),
    connectTimeoutMs: 1_000,
    silenceTimeoutMs: 1_000,
    mayFallSilent: false,
  });
  assert.ok(outcome.kind === "neverSent");
  assert.equal(outcome.error.message, "stopped");
});

test("a header that cannot be written is never sent", async () => {
  const outcome = await sendHttp({
    agent: openAgent(undefined, {}),
    url: new URL("http://127.0.0.1:9/"),
    method: "GET",
    headers: { authorization: "Bearer two\nlines" },
    body: undefined,
    signal: new AbortController().signal,
    connectTimeoutMs: 1_000,
    silenceTimeoutMs: 1_000,
    mayFallSilent: false,
  });
  assert.ok(outcome.kind === "neverSent");
  assert.match(outcome.error.message, /authorization/u);
});

test("a connection that was made for a request that was taken back serves the next one", async (t) => {
  const { cert, private: key } = await generate([{ name: "commonName", value: "kube" }], { keyType: "ec" });
  const server = createHttpsServer({ cert, key }, (_, response) => {
    // Longer than it may take to connect.
    setTimeout(() => response.end("late"), 150);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const agent = openAgent({ rejectUnauthorized: false }, { keepAlive: true });
  t.after(() => {
    agent.destroy();
    server.close();
  });
  const exchange = {
    agent,
    url: new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    method: "GET",
    headers: {},
    body: undefined,
    connectTimeoutMs: 100,
    silenceTimeoutMs: 5_000,
    mayFallSilent: false,
  };
  const secured = once(server, "secureConnection");
  const takenBack = await sendHttp({ ...exchange, signal: AbortSignal.abort(new Error("taken back")) });
  assert.equal(takenBack.kind, "neverSent");
  await secured;
  await new Promise((resolve) => setTimeout(resolve, 20));
  const outcome = await sendHttp({ ...exchange, signal: new AbortController().signal });
  assert.ok(outcome.kind === "answered");
  assert.equal(outcome.answer.statusCode, 200);
});
