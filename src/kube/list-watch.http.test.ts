// The copy of a collection over the real client and real sockets, against a server that misbehaves.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { silentLogger } from "../std/logger.ts";
import { type Timers, systemTimers } from "../std/timers.ts";
import { HttpKubeApi } from "./http-kube-api.ts";
import type { Resource } from "./kube-api.ts";
import { ListWatch } from "./list-watch.ts";
import { type Exchange, ScriptedServer } from "./testing/scripted-server.ts";
import { until } from "../../test/kit/until.ts";

const THINGS: Resource = {
  group: "example.com",
  version: "v1",
  plural: "things",
  kind: "Thing",
  namespaced: true,
};
/** A second takes 5 ms. */
const hasty: Timers = { after: (delayMs, callback) => systemTimers.after(delayMs / 200, callback) };

let server: ScriptedServer;
let api: HttpKubeApi;
let copy: ListWatch<string>;
/** What the watches get, one after the other; the last one stays open. */
let watches: ((exchange: Exchange) => void)[];
let listed: { readonly version: number; readonly names: readonly string[] };

beforeEach(async () => {
  server = await ScriptedServer.start();
  listed = { version: 10, names: ["one"] };
  watches = [];
  server.otherwise = (exchange, { path }) => {
    if (!path.includes("watch=true")) return exchange.answer(200, answerList());
    const serve = watches.shift();
    if (serve === undefined) exchange.begin();
    else serve(exchange);
  };
  api = new HttpKubeApi(server.connection, { timers: hasty });
  copy = new ListWatch<string>({
    api,
    resource: THINGS,
    keep: ({ metadata }) => metadata.name,
    logger: silentLogger,
    timers: hasty,
  });
});
afterEach(async () => {
  await copy.stop();
  await until("no socket of a watch is left", () => server.open <= 1);
  api.close();
  await server.close();
});

function answerList(): object {
  const { version, names } = listed;
  return { metadata: { resourceVersion: String(version) }, items: names.map((name) => thing(name, version)) };
}

function thing(name: string, version: number): object {
  const metadata = { name, namespace: "a", uid: name, resourceVersion: String(version) };
  return { apiVersion: "example.com/v1", kind: "Thing", metadata };
}

const added = (name: string, version: number): string =>
  `${JSON.stringify({ type: "ADDED", object: thing(name, version) })}\n`;
const expired = { kind: "Status", code: 410, reason: "Expired", message: "too old" };

const watchedFrom = (): (string | null)[] =>
  server.requests
    .filter(({ path }) => path.includes("watch=true"))
    .map(({ path }) => new URL(path, server.url).searchParams.get("resourceVersion"));
const lists = (): number => server.requests.filter(({ path }) => !path.includes("watch=true")).length;
const has = (name: string): boolean => copy.get({ namespace: "a", name }) !== undefined;

type Failure = (exchange: Exchange) => void;
const afterTwo =
  (fail: Failure): Failure =>
  (exchange) => {
    exchange.begin();
    exchange.chunk(added("two", 11));
    setTimeout(() => fail(exchange), 10);
  };
const sendThree: Failure = (exchange) => {
  exchange.begin();
  exchange.chunk(added("three", 12));
};

const resumed: Readonly<Record<string, Failure>> = {
  "a closed socket": (exchange) => exchange.drop(),
  "a garbage line": (exchange) => exchange.chunk("<html>\n"),
  "half a line": (exchange) => {
    exchange.chunk(added("half", 12).slice(0, 40));
    exchange.end();
  },
  "a silent, half-open socket": () => {},
};
for (const [name, fail] of Object.entries(resumed)) {
  test(`after ${name} the watch goes on where it was`, async () => {
    watches.push(afterTwo(fail), sendThree);
    await copy.start();
    await until("three is heard of", () => has("three"));
    assert.ok(has("one") && has("two") && !has("half"));
    assert.deepEqual(watchedFrom().slice(0, 2), ["10", "11"]);
    assert.equal(lists(), 1);
  });
}

const relisted: Readonly<Record<string, Failure>> = {
  "410 as an event": (exchange) => exchange.chunk(`${JSON.stringify({ type: "ERROR", object: expired })}\n`),
  "410 as a status": (exchange) => {
    exchange.end();
    watches.unshift((next) => next.answer(410, expired));
  },
  "500 as an event": (exchange) =>
    exchange.chunk(`${JSON.stringify({ type: "ERROR", object: { ...expired, code: 500 } })}\n`),
  "429 with Retry-After": (exchange) => {
    exchange.end();
    watches.unshift((next) => next.answer(429, { ...expired, code: 429 }, { "retry-after": "2" }));
  },
};
for (const [name, fail] of Object.entries(relisted)) {
  test(`after ${name} the collection is listed again, and what went is gone`, async () => {
    watches.push(
      afterTwo((exchange) => {
        listed = { version: 20, names: ["two", "four"] };
        fail(exchange);
      }),
    );
    await copy.start();
    await until("the second list is in", () => has("four"));
    assert.ok(has("two") && !has("one"));
    assert.equal(lists(), 2);
    await until("the watch follows", () => watchedFrom().at(-1) === "20");
  });
}

test("a server that is restarted is found again", async () => {
  await copy.start();
  await until("the watch is open", () => watchedFrom().length === 1);
  watches.push(sendThree);
  server.dropAll();
  await until("three is heard of", () => has("three"));
  assert.equal(lists(), 1);
});
