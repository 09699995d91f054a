import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { inspect } from "node:util";
import { FakeTimers, settle } from "../../test/kit/fake-timers.ts";
import type { Timers } from "../std/timers.ts";
import { HttpKubeApi, type HttpKubeApiOptions, type RequestReport } from "./http-kube-api.ts";
import type { KubeObject, Resource, WatchEvent } from "./kube-api.ts";
import type { Credential } from "./kube-connection.ts";
import { KubeError, KubeUnavailableError, isConflict, isExpired, isNotFound } from "./kube-error.ts";
import { ServerContact } from "./server-contact.ts";
import { type Reply, ScriptedServer } from "./testing/scripted-server.ts";
import { until } from "../../test/kit/until.ts";

const THINGS: Resource = {
  group: "example.com",
  version: "v1",
  plural: "things",
  kind: "Thing",
  namespaced: true,
};
const CONFIG_MAPS: Resource = {
  group: "",
  version: "v1",
  plural: "configmaps",
  kind: "ConfigMap",
  namespaced: true,
};
const REF = { namespace: "a", name: "one" };

function thing(resourceVersion = "1", name = "one"): KubeObject {
  return {
    apiVersion: "example.com/v1",
    kind: "Thing",
    metadata: { namespace: "a", name, uid: "u1", resourceVersion },
  };
}

function status(code: number, reason: string): object {
  return { kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message: `said ${reason}` };
}

/** Waits no time, and says how long it was asked to. */
function recordWaits(): { readonly timers: Timers; readonly waits: number[] } {
  const waits: number[] = [];
  const timers: Timers = {
    after(delayMs, callback) {
      waits.push(delayMs);
      setImmediate(callback);
      return () => {};
    },
  };
  return { timers, waits };
}

let server: ScriptedServer;
const clients: HttpKubeApi[] = [];

function connect(options: HttpKubeApiOptions = {}): HttpKubeApi {
  const api = new HttpKubeApi(server.connection, {
    timers: recordWaits().timers,
    random: () => 1,
    ...options,
  });
  clients.push(api);
  return api;
}

beforeEach(async () => {
  server = await ScriptedServer.start();
});
afterEach(async () => {
  for (const api of clients.splice(0)) api.close();
  await server.close();
});

const answer =
  (code: number, body: unknown, headers?: Readonly<Record<string, string>>): Reply =>
  (exchange) =>
    exchange.answer(code, body, headers);
const drop: Reply = (exchange) => exchange.drop();
const silence: Reply = () => {};
const cutShort: Reply = (exchange) => {
  exchange.begin();
  exchange.chunk("{");
  exchange.end();
};
const stream =
  (...chunks: readonly (string | Buffer)[]): Reply =>
  async (exchange) => {
    exchange.begin();
    for (const chunk of chunks) {
      exchange.chunk(chunk);
      await settle();
    }
  };
const streamAndEnd =
  (...chunks: readonly (string | Buffer)[]): Reply =>
  async (exchange, request) => {
    await stream(...chunks)(exchange, request);
    exchange.end();
  };
const line = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;

async function collect(
  api: HttpKubeApi,
  signal = new AbortController().signal,
): Promise<WatchEvent<KubeObject>[]> {
  const events: WatchEvent<KubeObject>[] = [];
  for await (const event of api.watch(THINGS, { resourceVersion: "1", signal })) events.push(event);
  return events;
}

describe("requests", () => {
  test("whole objects of a kind that refuses unknown fields are written with strict validation", async () => {
    server.otherwise = answer(200, thing("2"));
    const [api, strict] = [connect(), { ...THINGS, refusesUnknownFields: true } as const];
    await api.create(strict, thing());
    await api.update(strict, thing());
    await api.updateStatus(strict, thing());
    await api.patch(strict, REF, { type: "merge", body: { a: 1 } });
    const collection = "/apis/example.com/v1/namespaces/a/things";
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      [
        `${collection}?fieldValidation=Strict`,
        `${collection}/one?fieldValidation=Strict`,
        `${collection}/one/status?fieldValidation=Strict`,
        `${collection}/one`,
      ],
    );
  });

  test("each verb has its method, path and body, and carries the token", async () => {
    server.otherwise = answer(200, thing("2"));
    const api = connect();
    await api.get(THINGS, REF);
    await api.create(THINGS, thing());
    await api.update(THINGS, thing());
    await api.updateStatus(THINGS, thing());
    await api.patch(THINGS, REF, { type: "merge", body: { a: 1 } });
    await api.patch(THINGS, REF, { type: "json", body: [], subresource: "status" });
    await api.patch(THINGS, REF, { type: "apply", body: {}, fieldManager: "me", force: true });
    await api.delete(THINGS, REF, { uid: "u1", propagationPolicy: "Background" });
    const collection = "/apis/example.com/v1/namespaces/a/things";
    assert.deepEqual(
      server.requests.map(({ method, path, headers }) => [method, path, headers["content-type"]]),
      [
        ["GET", `${collection}/one`, undefined],
        ["POST", collection, "application/json"],
        ["PUT", `${collection}/one`, "application/json"],
        ["PUT", `${collection}/one/status`, "application/json"],
        ["PATCH", `${collection}/one`, "application/merge-patch+json"],
        ["PATCH", `${collection}/one/status`, "application/json-patch+json"],
        ["PATCH", `${collection}/one?fieldManager=me&force=true`, "application/apply-patch+yaml"],
        ["DELETE", `${collection}/one`, "application/json"],
      ],
    );
    assert.deepEqual(
      new Set(server.requests.map(({ headers }) => headers["authorization"])),
      new Set(["Bearer a-token"]),
    );
    assert.deepEqual(JSON.parse(server.requests.at(-1)?.body ?? ""), {
      kind: "DeleteOptions",
      apiVersion: "v1",
      propagationPolicy: "Background",
      preconditions: { uid: "u1" },
    });
    assert.ok(server.accepted <= 2, `connections are kept: ${server.accepted} for 8 requests`);
  });

  test("a list says what to select and where to go on, and names the kind that built-in items leave out", async () => {
    const metadata = { name: "c", namespace: "a" };
    const body = { metadata: { resourceVersion: "9", continue: "t2" }, items: [{ metadata }] };
    server.script.push(answer(200, body));
    const list = await connect().list(CONFIG_MAPS, {
      labelSelector: "x in (1,2)",
      limit: 500,
      continue: "t1",
    });
    assert.deepEqual(list, {
      metadata: { resourceVersion: "9", continue: "t2" },
      items: [{ apiVersion: "v1", kind: "ConfigMap", metadata }],
      length: JSON.stringify(body).length,
    });
    const url = new URL(server.requests[0]?.path ?? "", server.url);
    assert.equal(url.pathname, "/api/v1/configmaps");
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      labelSelector: "x in (1,2)",
      limit: "500",
      continue: "t1",
    });
  });

  test("a name that would make another path is refused before anything is sent", async () => {
    const api = connect();
    await assert.rejects(api.get(THINGS, { namespace: "a", name: "" }), TypeError);
    await assert.rejects(api.get(THINGS, { namespace: "..", name: "x" }), TypeError);
    await assert.rejects(api.delete(THINGS, { name: "x" }), /needs a namespace/u);
    await assert.rejects(api.get(THINGS, { namespace: "a", name: "b/../../c?d" }), TypeError);
    assert.deepEqual(server.requests, []);
  });

  test("a server below a path keeps it", async () => {
    server.script.push(answer(200, thing()));
    const api = new HttpKubeApi({ ...server.connection, server: `${server.url}/k8s/c1/` });
    clients.push(api);
    await api.get(THINGS, REF);
    assert.equal(server.requests[0]?.path, "/k8s/c1/apis/example.com/v1/namespaces/a/things/one");
  });

  test("every HTTP request is reported once", async () => {
    const reports: RequestReport[] = [];
    server.script.push(answer(503, "away"), answer(200, thing()), answer(409, status(409, "Conflict")));
    const api = connect({ onRequest: (report) => reports.push(report) });
    await api.get(THINGS, REF);
    await assert.rejects(api.updateStatus(THINGS, thing()));
    assert.deepEqual(
      reports.map(({ verb, subresource, code }) => [verb, subresource, code]),
      [
        ["get", undefined, 503],
        ["get", undefined, 200],
        ["update", "status", 409],
      ],
    );
    assert.ok(reports.every(({ durationMs }) => durationMs > 0));
  });
});

describe("refusals", () => {
  test("a Status is a KubeError with its code, reason and message", async () => {
    server.script.push(answer(404, status(404, "NotFound")), answer(409, status(409, "Conflict")));
    const api = connect();
    await assert.rejects(
      api.get(THINGS, REF),
      (error) => isNotFound(error) && /said NotFound/u.test(String(error)),
    );
    await assert.rejects(api.update(THINGS, thing()), isConflict);
    assert.equal(server.requests.length, 2);
  });

  test("a body that is not of Kubernetes is a KubeError too, on one line", async () => {
    server.script.push(answer(403, "<html>\r\n<b>no\u0007</b>"));
    await assert.rejects(connect().get(THINGS, REF), (error) => {
      assert.ok(error instanceof KubeError);
      assert.equal(
        error.message,
        "403 Forbidden: the answer does not come from Kubernetes: <html> <b>no </b>",
      );
      return true;
    });
  });

  test("an answer of 200 that is not JSON is no answer", async () => {
    server.otherwise = answer(200, "<html>sign in</html>");
    await assert.rejects(connect().update(THINGS, thing()), (error) => {
      assert.ok(error instanceof KubeUnavailableError);
      assert.match(error.message, /^PUT http:.*\/things\/one: no answer: the answer is not JSON$/u);
      return true;
    });
  });

  test("an answer of 200 that is JSON, and not an object of Kubernetes, is no answer", async () => {
    for (const body of [null, [], {}, '"ok"', 1, { metadata: null }, { kind: "Status", status: "Failure" }]) {
      server.otherwise = answer(200, body);
      await assert.rejects(connect().updateStatus(THINGS, thing()), (error) => {
        assert.ok(error instanceof KubeUnavailableError && error.sent, JSON.stringify(body));
        assert.match(error.message, /no answer: the answer is not an object of Kubernetes$/u);
        return true;
      });
    }
  });

  test("an answer longer than the bound is not taken into memory", async () => {
    server.otherwise = answer(200, { filler: "x".repeat(5000) });
    await assert.rejects(
      connect({ maxAnswerBytes: 1000 }).create(THINGS, thing()),
      /longer than 1000 bytes/u,
    );
  });
});

describe("trying again", () => {
  test("a read is tried again after a reset, a 500 and a 429, and waits as long as the server says", async () => {
    const { timers, waits } = recordWaits();
    server.script.push(
      drop,
      answer(500, "x"),
      answer(429, status(429, "TooManyRequests"), { "retry-after": "3" }),
    );
    server.script.push(answer(200, thing("7")));
    const got = await connect({ timers }).get(THINGS, REF);
    assert.equal(got.metadata.resourceVersion, "7");
    assert.deepEqual(waits, [100, 200, 3000]);
  });

  test("Retry-After may be a date", async () => {
    const { timers, waits } = recordWaits();
    const date = "Tue, 24 Nov 2026 13:44:31 GMT";
    server.script.push(answer(503, "", { "retry-after": date }), answer(200, thing()));
    await connect({ timers, clock: { now: () => Date.parse(date) - 4000 } }).get(THINGS, REF);
    assert.deepEqual(waits, [4000]);
  });

  test("a wait that is longer than anybody stays is left to the caller", async () => {
    server.otherwise = answer(429, status(429, "TooManyRequests"), { "retry-after": "86400" });
    await assert.rejects(connect().get(THINGS, REF), (error) => {
      assert.ok(error instanceof KubeError);
      assert.equal(error.status.retryAfterMs, 300_000);
      return true;
    });
    assert.equal(server.requests.length, 1);
  });

  test("a read gives up after four tries", async () => {
    server.otherwise = answer(500, status(500, "InternalError"));
    await assert.rejects(connect().list(THINGS), KubeError);
    assert.equal(server.requests.length, 4);
  });

  test("a write whose answer was lost is not repeated", async () => {
    for (const lost of [drop, answer(500, "x"), answer(503, "x")]) {
      server.requests.length = 0;
      server.script.push(lost);
      await assert.rejects(
        connect().updateStatus(THINGS, thing()),
        (error) => !(error instanceof KubeUnavailableError) || error.sent,
      );
      assert.equal(server.requests.length, 1);
    }
  });

  test("a write is repeated when a limit refused it", async () => {
    server.script.push(
      answer(429, status(429, "TooManyRequests"), { "retry-after": "1" }),
      answer(201, thing("5")),
    );
    assert.equal((await connect().create(THINGS, thing())).metadata.resourceVersion, "5");
  });

  test("a write that could not even connect is repeated, and says that nothing was sent", async () => {
    const { timers, waits } = recordWaits();
    const api = connect({ timers });
    await server.close();
    await assert.rejects(api.create(THINGS, thing()), (error) => {
      assert.ok(error instanceof KubeUnavailableError);
      assert.equal(error.sent, false);
      assert.match(error.message, /ECONNREFUSED/u);
      assert.ok(error.cause instanceof Error);
      return true;
    });
    assert.equal(waits.length, 3);
    server = await ScriptedServer.start();
  });
});

describe("contact with the server", () => {
  const begin = async (api: HttpKubeApi): Promise<void> => {
    const watch = api.watch(THINGS, { resourceVersion: "1", signal: new AbortController().signal });
    await watch[Symbol.asyncIterator]().next();
  };
  const ways: readonly (readonly [string, Reply, (api: HttpKubeApi) => Promise<unknown>])[] = [
    ["a read", answer(200, thing()), (api) => api.get(THINGS, REF)],
    ["a write", answer(201, thing()), (api) => api.create(THINGS, thing())],
    ["a refusal", answer(422, status(422, "Invalid")), (api) => api.create(THINGS, thing())],
    ["a watch that begins", stream(line("ADDED", thing("2"))), begin],
  ];

  for (const [how, reply, ask] of ways) {
    test(`${how} shows that the server is back`, async () => {
      const time = new FakeTimers();
      const contact = new ServerContact(time);
      let returns = 0;
      contact.onReturn(() => (returns += 1));
      const api = connect({ contact });
      server.script.push(drop);
      await assert.rejects(api.update(THINGS, thing()));
      await time.advance(20_000);
      server.script.push(cutShort);
      await assert.rejects(api.update(THINGS, thing()), "an answer that breaks off is none");
      assert.equal(returns, 0);
      server.script.push(reply);
      await ask(api).catch(() => {});
      assert.equal(returns, 1);
    });
  }
});

describe("time limits", () => {
  test("a server that accepts and never answers", async () => {
    server.otherwise = silence;
    await assert.rejects(connect({ answerTimeoutMs: 60 }).update(THINGS, thing()), KubeUnavailableError);
    assert.equal(server.requests.length, 1);
  });

  test("a slow list is taken as long as it moves, but not for ever", async () => {
    const trickle: Reply = async (exchange) => {
      exchange.begin();
      for (const part of ['{"metadata":{"resourceVersion":"3"},', '"items":', "[]", "}"]) {
        exchange.chunk(part);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      exchange.end();
    };
    server.otherwise = trickle;
    const list = await connect({ answerTimeoutMs: 80 }).list(THINGS);
    assert.equal(list.metadata.resourceVersion, "3");
    await assert.rejects(
      connect({ requestTimeoutMs: 60 }).patch(THINGS, REF, { type: "merge", body: {} }),
      /60 ms/u,
    );
  });
});

describe("a call that may take so long and no longer", () => {
  test("a read that gets no answer ends in time, though it would be repeated", async () => {
    server.script.push(silence);
    server.otherwise = silence;
    const began = performance.now();
    const call = connect().get(THINGS, REF, { timeoutMs: 80 });
    await assert.rejects(call, (error) => error instanceof KubeUnavailableError);
    assert.ok(performance.now() - began < 2_000);
    assert.equal(server.requests.length, 1);
  });

  test("a wait that goes beyond its end is not begun", async () => {
    server.script.push(answer(429, status(429, "TooManyRequests"), { "retry-after": "5" }));
    const { timers, waits } = recordWaits();
    const call = connect({ timers }).updateStatus(THINGS, thing(), { timeoutMs: 2_000 });
    await assert.rejects(call, /429/u);
    assert.deepEqual(waits, []);
  });
});

describe("credentials", () => {
  test("after a 401 the request is sent once more, with what the source has by then", async () => {
    let token = "old";
    const forgotten: Credential[] = [];
    server.script.push(answer(401, status(401, "Unauthorized")), answer(201, thing("2")));
    const credential = {
      read: () => Promise.resolve({ token }),
      forget(refused: Credential) {
        forgotten.push(refused);
        token = "new";
      },
    };
    const api = new HttpKubeApi({ server: server.url, credential });
    clients.push(api);
    await api.create(THINGS, thing());
    assert.deepEqual(
      server.requests.map(({ headers }) => headers["authorization"]),
      ["Bearer old", "Bearer new"],
    );
    assert.deepEqual(forgotten, [{ token: "old" }]);
  });

  test("a credential that stays refused is an error, not a loop", async () => {
    server.otherwise = answer(401, status(401, "Unauthorized"));
    await assert.rejects(connect().get(THINGS, REF), /401 Unauthorized/u);
    assert.equal(server.requests.length, 1);
  });

  test("no error holds the token, not even when the server says it back", async () => {
    const echo: Reply = (exchange, { headers }) =>
      exchange.answer(403, { ...status(403, "Forbidden"), message: `you sent ${headers["authorization"]}` });
    const failures = [
      echo,
      drop,
      answer(200, "not JSON"),
      answer(500, "x"),
      silence,
      answer(302, "elsewhere"),
    ];
    for (const failure of failures) {
      server.otherwise = failure;
      const credential = { read: () => Promise.resolve({ token: "canary-4711" }), forget: () => {} };
      const api = new HttpKubeApi(
        { server: server.url, credential },
        { answerTimeoutMs: 50, ...recordWaits() },
      );
      clients.push(api);
      for (const ask of [() => api.update(THINGS, thing()), () => collect(api)]) {
        await assert.rejects(ask(), (error) => {
          const shown = inspect(error, { depth: 20, showHidden: true });
          assert.ok(!shown.includes("canary-4711"), shown);
          return true;
        });
      }
    }
    assert.ok(server.requests.every(({ headers }) => headers["authorization"] === "Bearer canary-4711"));
  });
});

describe("watch", () => {
  test("lines may be split anywhere, also inside a character", async () => {
    const bytes = Buffer.from(line("ADDED", thing("2", "grüße-✅")) + line("DELETED", thing("3")));
    for (const size of [1, 7, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      server.script.push((exchange) => {
        exchange.begin();
        for (const chunk of chunks) exchange.chunk(chunk);
        exchange.end();
      });
      assert.deepEqual(await collect(connect()), [
        { type: "ADDED", object: thing("2", "grüße-✅") },
        { type: "DELETED", object: thing("3") },
      ]);
    }
  });

  test("asks for bookmarks and hands them on", async () => {
    server.script.push(streamAndEnd(line("BOOKMARK", { metadata: { resourceVersion: "12" } })));
    assert.deepEqual(await collect(connect()), [{ type: "BOOKMARK", resourceVersion: "12" }]);
    const { searchParams } = new URL(server.requests[0]?.path ?? "", server.url);
    assert.deepEqual(Object.fromEntries(searchParams), {
      watch: "true",
      allowWatchBookmarks: "true",
      resourceVersion: "1",
    });
  });

  test("410 is the same error as a status and as an event", async () => {
    server.script.push(answer(410, status(410, "Expired")));
    await assert.rejects(collect(connect()), isExpired);
    server.script.push(stream(line("ADDED", thing("2")), line("ERROR", status(410, "Expired"))));
    await assert.rejects(collect(connect()), isExpired);
  });

  test("another ERROR line is a KubeError of its own code", async () => {
    server.script.push(stream(line("ERROR", status(500, "InternalError"))));
    await assert.rejects(
      collect(connect()),
      (error) => error instanceof KubeError && error.status.code === 500,
    );
  });

  const broken: readonly (readonly [string, Reply, RegExp])[] = [
    ["a garbage line", stream("{]\n"), /not JSON/u],
    ["a line that is no event", stream('{"type":"ADDED"}\n'), /not an event/u],
    ["an event of an unknown type", stream(line("RENAMED", thing())), /unknown type "RENAMED"/u],
    ["half a line at the end", streamAndEnd('{"type":"ADD'), /middle of a line/u],
    [
      "a closed socket",
      async (exchange, request) => {
        await stream(line("ADDED", thing()))(exchange, request);
        exchange.drop();
      },
      /no answer/u,
    ],
  ];
  for (const [name, reply, message] of broken) {
    test(`${name} is no answer, and leaves no socket behind`, async () => {
      server.script.push(reply);
      await assert.rejects(collect(connect()), (error) => {
        assert.ok(error instanceof KubeUnavailableError);
        assert.match(error.message, message);
        return true;
      });
      // What ended in order may be kept for the next request.
      await until("sockets are closed", () => server.open === (name.startsWith("half") ? 1 : 0));
    });
  }

  test("the signal ends a silent watch at once, without an error and without a socket", async () => {
    server.script.push(stream(line("ADDED", thing("2"))));
    const stop = new AbortController();
    const events = collect(connect(), stop.signal);
    await until("the request has come", () => server.requests.length === 1);
    stop.abort();
    assert.ok((await events).length <= 1);
    await until("sockets are closed", () => server.open === 0);
  });

  test("the signal ends a watch that was never answered", async () => {
    server.script.push(silence);
    const stop = new AbortController();
    const events = collect(connect(), stop.signal);
    await until("the request has come", () => server.requests.length === 1);
    stop.abort();
    assert.deepEqual(await events, []);
    await until("sockets are closed", () => server.open === 0);
  });

  test("leaving the loop closes the socket", async () => {
    server.script.push(stream(line("ADDED", thing("2"))));
    for await (const event of connect().watch(THINGS, {
      resourceVersion: "1",
      signal: new AbortController().signal,
    })) {
      assert.equal(event.type, "ADDED");
      break;
    }
    await until("sockets are closed", () => server.open === 0);
  });

  test("watches that end give their connection on, and do not hold up requests", async () => {
    server.otherwise = (exchange, request) =>
      request.path.includes("watch=true")
        ? streamAndEnd(line("ADDED", thing()))(exchange, request)
        : exchange.answer(200, thing());
    const api = connect({ connections: 1 });
    for (let round = 0; round < 50; round += 1) await collect(api);
    await api.get(THINGS, REF);
    assert.ok(server.accepted <= 3, `connections are kept: ${server.accepted} for 51 requests`);
  });
});
