import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { generate } from "selfsigned";

import { answer, breakOff, drop, hang, stall, startFakeSink } from "../../test/kit/fake-sink.ts";
import { createPost, type Post, type PostOptions } from "./post.ts";

const SECRET = "/services/T0/B0/hush";

/** Names that the tests resolve, and no others: nothing here asks the system. */
function resolveAs(
  addresses: Readonly<Record<string, readonly string[]>>,
): NonNullable<PostOptions["resolve"]> {
  return async (host) =>
    (addresses[host] ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
}

const LIMITS = { connectTimeoutMs: 2_000, silenceTimeoutMs: 300, wholeTimeoutMs: 600, mostBytes: 1_000 };

const postInside = createPost({
  allowPrivate: true,
  limits: LIMITS,
  resolve: resolveAs({ "hooks.test": ["127.0.0.1"], "chat.test": ["127.0.0.2"] }),
});

function send(post: Post, url: string, more: { readonly ca?: string; readonly signal?: AbortSignal } = {}) {
  const signal = new AbortController().signal;
  return post({
    url,
    headers: { "content-type": "application/json" },
    body: '{"text":"ä"}',
    signal,
    ...more,
  });
}

test("a message is posted as it is, and its answer read", async (t) => {
  const sink = await startFakeSink(t, answer(201, "taken", { "Retry-After": "7", "X-Twice": "a" }));
  const outcome = await send(postInside, `http://hooks.test:${sink.port}${SECRET}?key=1`);
  assert.equal(outcome.kind, "answered");
  assert.deepEqual(
    outcome.kind === "answered" && [outcome.status, outcome.body, outcome.headers["retry-after"]],
    [201, "taken", "7"],
  );
  const [{ method, path, headers, body } = assert.fail("nothing came")] = sink.received;
  assert.deepEqual([method, path, body], ["POST", `${SECRET}?key=1`, '{"text":"ä"}']);
  assert.equal(headers.host, `hooks.test:${sink.port}`);
  assert.equal(headers["content-type"], "application/json");
  assert.equal(headers["content-length"], "13");
});

test("a redirect is an answer, and nobody is asked there", async (t) => {
  const elsewhere = await startFakeSink(t, answer(200, "ok"));
  for (const status of [301, 302, 303, 307, 308]) {
    const sink = await startFakeSink(t, answer(status, "", { Location: elsewhere.url }));
    const outcome = await send(postInside, sink.url);
    assert.equal(outcome.kind === "answered" && outcome.status, status);
  }
  assert.equal(elsewhere.connections(), 0);
});

test("the connection goes to the address that was checked, whatever the name leads to by then", async (t) => {
  const good = await startFakeSink(t, answer(200, "good"));
  const trap = await startFakeSink(t, answer(200, "trap"), { host: "127.0.0.9", port: good.port });
  let asked = 0;
  const post = createPost({
    allowPrivate: true,
    limits: LIMITS,
    resolve: async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "127.0.0.9", family: 4 }];
    },
  });
  const outcome = await send(post, `http://rebinding.test:${good.port}/`);
  assert.equal(outcome.kind === "answered" && outcome.body, "good");
  assert.equal(asked, 1);
  assert.equal(trap.connections(), 0);
});

test("one address that is refused is enough", async (t) => {
  const trap = await startFakeSink(t, answer(200));
  const post = createPost({
    allowPrivate: true,
    resolve: resolveAs({ "mixed.test": ["127.0.0.1", "0.0.0.0"] }),
    limits: LIMITS,
  });
  const outcome = await send(post, `https://mixed.test:${trap.port}/`);
  assert.deepEqual(outcome, {
    kind: "neverSent",
    error: `mixed.test:${trap.port} is at 0.0.0.0, which is reserved.`,
  });
  assert.equal(trap.connections(), 0);
});

test("plain HTTP is refused where others could read it", async () => {
  const post = createPost({ allowPrivate: true, resolve: resolveAs({ "public.test": ["2fff:ffff::1"] }) });
  const outcome = await send(post, "http://public.test/");
  assert.ok(outcome.kind === "neverSent");
  assert.match(outcome.error, /use https/u);
});

for (const [sentence, url, said] of [
  ["not a URL", "hooks.slack.com/services", /not a URL/u],
  ["another scheme", "file:///etc/passwd", /file: is not https:/u],
  ["a user in it", "https://user:hush@hooks.test/", /has a user/u],
  ["a name without an address", "https://nowhere.test/hush", /nowhere\.test has no address/u],
] as const) {
  test(`a URL that is ${sentence} is sent nothing, and told without its secrets`, async () => {
    const outcome = await send(postInside, url);
    assert.ok(outcome.kind === "neverSent");
    assert.match(outcome.error, said);
    assert.doesNotMatch(outcome.error, /hush|services/u);
  });
}

for (const [sentence, answering, said] of [
  ["says nothing", hang, /silent for 300 ms/u],
  ["takes it all and is gone", drop, /hang up|reset/u],
] as const) {
  test(`whether a server that ${sentence} has taken it is not known`, async (t) => {
    const sink = await startFakeSink(t, answering);
    const outcome = await send(postInside, `${sink.url}${SECRET}`);
    assert.ok(outcome.kind === "unanswered", outcome.kind);
    assert.match(outcome.error, said);
    assert.doesNotMatch(outcome.error, /hush/u);
    assert.equal(sink.received.length, 1);
  });
}

for (const [sentence, answering, said] of [
  ["breaks off", breakOff(429, { "Retry-After": "7" }), /aborted/u],
  ["stalls", stall(429, { "Retry-After": "7" }), /silent for 300 ms/u],
] as const) {
  test(`an answer that ${sentence} is told with its status, and with why there is no more of it`, async (t) => {
    const sink = await startFakeSink(t, answering);
    const outcome = await send(postInside, `${sink.url}${SECRET}`);
    assert.ok(outcome.kind === "answered", outcome.kind);
    assert.deepEqual([outcome.status, outcome.body, outcome.headers["retry-after"]], [429, "ok", "7"]);
    assert.match(outcome.brokenOff ?? "", said);
    assert.doesNotMatch(outcome.brokenOff ?? "", /hush/u);
  });
}

test("an answer that drips is given up in the end", async (t) => {
  const sink = await startFakeSink(t, (response) => {
    const drip = setInterval(() => response.write("."), 20);
    response.once("close", () => clearInterval(drip));
  });
  const outcome = await send(postInside, sink.url);
  assert.ok(outcome.kind === "answered");
  assert.match(outcome.brokenOff ?? "", /not complete after 600 ms/u);
});

test("of a long answer the beginning is read", async (t) => {
  const sink = await startFakeSink(t, (response) => {
    response.writeHead(200);
    const more = (): void => void (response.write("x".repeat(500)) && setImmediate(more));
    more();
  });
  const outcome = await send(postInside, sink.url);
  assert.equal(outcome.kind === "answered" && outcome.body.length, 1_000);
});

test("nobody there: nothing was sent", async (t) => {
  const sink = await startFakeSink(t, answer(200), { host: "127.0.0.2" });
  const outcome = await send(postInside, `http://hooks.test:${sink.port}${SECRET}`);
  assert.ok(outcome.kind === "neverSent", outcome.kind);
  assert.match(outcome.error, /^hooks\.test:\d+: .*ECONNREFUSED/u);
  assert.doesNotMatch(outcome.error, /hush/u);
});

test("who waits no longer for a name is not kept waiting", async () => {
  const waiting = new AbortController();
  const post = createPost({
    allowPrivate: true,
    resolve: async () => await new Promise<never>(() => {}),
  });
  const sent = send(post, "https://slow.test/hush", { signal: waiting.signal });
  waiting.abort(new Error("stopped"));
  assert.deepEqual(await sent, { kind: "neverSent", error: "slow.test cannot be resolved: stopped." });
});

async function makeCertificate(name: string): Promise<{ readonly cert: string; readonly key: string }> {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }],
  });
  return { cert, key };
}

async function startHttps(t: TestContext, name: string) {
  const tls = await makeCertificate(name);
  return { tls, sink: await startFakeSink(t, answer(200, "ok"), { tls }) };
}

test("the certificate has to be of the host's name, by somebody who is trusted", async (t) => {
  const { tls, sink } = await startHttps(t, "hooks.test");
  const url = `https://hooks.test:${sink.port}${SECRET}`;
  const trusted = await send(postInside, url, { ca: tls.cert });
  assert.equal(trusted.kind === "answered" && trusted.status, 200);
  const unknown = await send(postInside, url);
  assert.ok(unknown.kind === "neverSent", unknown.kind);
  assert.match(unknown.error, /self-signed|self signed/u);
  const other = await startHttps(t, "other.test");
  const wrongName = await send(postInside, `https://hooks.test:${other.sink.port}/`, { ca: other.tls.cert });
  assert.ok(wrongName.kind === "neverSent", wrongName.kind);
  assert.match(wrongName.error, /altnames/u);
  assert.equal(other.sink.received.length, 0);
});
