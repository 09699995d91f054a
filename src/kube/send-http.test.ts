import assert from "node:assert/strict";
import { Agent } from "node:http";
import { type Server, createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Agent as HttpsAgent } from "node:https";
import { after, before, test } from "node:test";
import { NeverSentError, sendHttp } from "./send-http.ts";

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
  const agent = scheme === "https" ? new HttpsAgent() : new Agent();
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
  const asked = ask("https", { connectTimeoutMs: 30, silenceTimeoutMs: 10_000 });
  await assert.rejects(asked, (error) => {
    assert.ok(error instanceof NeverSentError);
    assert.match(error.message, /not connected after 30 ms/u);
    return true;
  });
});

test("a connection that is made and then silent ends with its own limit, and the request may have been sent", async () => {
  const asked = ask("http", { connectTimeoutMs: 10_000, silenceTimeoutMs: 30 });
  await assert.rejects(asked, (error) => {
    assert.ok(!(error instanceof NeverSentError));
    assert.match(String(error), /silent for 30 ms/u);
    return true;
  });
});

test("a signal that was aborted before ends the request before it is sent", async () => {
  const agent = new Agent();
  const exchange = {
    agent,
    url: new URL("http://127.0.0.1:9/"),
    method: "GET",
    headers: {},
    body: undefined,
  };
  const asked = sendHttp({
    ...exchange,
    signal: AbortSignal.abort(new Error("stopped")),
    connectTimeoutMs: 1_000,
    silenceTimeoutMs: 1_000,
    mayFallSilent: false,
  });
  await assert.rejects(asked, (error) => error instanceof NeverSentError && error.message === "stopped");
});
