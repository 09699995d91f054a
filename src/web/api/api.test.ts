import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KubeError } from "../../kube/kube-error.ts";
import { buildApproval, PAGE, REF } from "../../../test/kit/web/build-approval.ts";
import { viewOf, away, awayFromWrite, type MemoryApprovals } from "../../../test/kit/web/memory-approvals.ts";
import { startTestServer, type TestServer } from "../../../test/kit/web/start-test-server.ts";
import { TestBrowser } from "../../../test/kit/web/test-browser.ts";

const VOTES = `/api/v1${PAGE}/votes`;

async function postVote(
  { app }: TestServer,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{
  status: number;
  type: string | null;
  connection: string | null;
  json: Record<string, unknown>;
}> {
  const response = await app.request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const json = (await response.json()) as Record<string, unknown>;
  const { headers: answered } = response;
  return {
    status: response.status,
    type: answered.get("content-type"),
    connection: answered.get("connection"),
    json,
  };
}

async function getJson(
  { app }: TestServer,
  path: string,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await app.request(path);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

describe("GET /api/v1/approvals", () => {
  it("answers a page and the cursor of the next", async () => {
    const server = startTestServer([
      buildApproval({ name: "a" }),
      buildApproval({ name: "b" }),
      buildApproval({ name: "c" }),
    ]);
    const first = await getJson(server, "/api/v1/approvals?limit=2");
    assert.equal(first.status, 200);
    const items = first.json["items"] as { name: string }[];
    assert.deepEqual(
      items.map(({ name }) => name),
      ["a", "b"],
    );
    const second = await getJson(server, `/api/v1/approvals?limit=2&cursor=${String(first.json["next"])}`);
    assert.equal((second.json["items"] as unknown[]).length, 1);
    assert.equal(second.json["next"], null);
  });

  it("says how many there are on all pages", async () => {
    const server = startTestServer(["a", "b", "c"].map((name) => buildApproval({ name })));
    for (const [query, total] of [
      ["limit=1", 3],
      ["limit=1&state=pending&namespace=shop-prod", 3],
      ["state=approved", 0],
    ] as const) {
      assert.equal((await getJson(server, `/api/v1/approvals?${query}`)).json["total"], total, query);
    }
  });

  it("lists by deadline, and what waits for the caller", async () => {
    const server = startTestServer([
      buildApproval({ name: "a", deadline: "2026-11-24T18:00:00Z" }),
      buildApproval({ name: "b", deadline: "2026-11-24T15:00:00Z" }),
      buildApproval({ name: "c", deadline: "2026-11-24T16:00:00Z", approvers: ["ann"] }),
    ]);
    for (const [query, names] of [
      ["order=name", "abc"],
      ["order=deadline", "bca"],
      ["order=deadline&waitsFor=me&user=mary", "ba"],
      ["waitsFor=me&user=ann", "c"],
      ["waitsFor=me&user=eve", ""],
    ] as const) {
      const { json } = await getJson(server, `/api/v1/approvals?${query}`);
      const found = (json["items"] as { name: string }[]).map(({ name }) => name).join("");
      assert.equal(found, names, query);
      assert.equal(json["total"], names.length);
    }
  });

  it("asks who calls when it is to list what waits for them", async () => {
    const response = await startTestServer().app.request("/api/v1/approvals?waitsFor=me");
    assert.equal(response.status, 401);
    assert.equal(response.headers.get("www-authenticate"), 'Countersign-Claim query="user"');
    const { detail } = (await response.json()) as { readonly detail: string };
    assert.match(detail, /^A list of what waits for you needs a name, and nobody is signed in\./u);
  });

  it("filters by each of its keys", async () => {
    const server = startTestServer([
      buildApproval({ name: "a" }),
      buildApproval({
        name: "b",
        namespace: "payments",
        pipelineRun: "other-run",
        task: "other-task",
        approvers: ["ann"],
        votes: [{ by: "ann" }],
      }),
      buildApproval({ name: "c", groups: ["dba"] }),
    ]);
    for (const [query, name] of [
      ["state=approved", "b"],
      ["namespace=payments", "b"],
      ["pipelineRun=other-run", "b"],
      ["task=other-task", "b"],
      ["assignee=ann", "b"],
      ["assigneeGroup=dba", "c"],
    ] as const) {
      const { json } = await getJson(server, `/api/v1/approvals?${query}`);
      const names = (json["items"] as { name: string }[]).map(({ name }) => name);
      assert.deepEqual(names, [name], query);
    }
  });

  it("takes user and group as identity, not as filters", async () => {
    const server = startTestServer([buildApproval()]);
    const { json } = await getJson(server, "/api/v1/approvals?user=stranger&group=a&group=b");
    assert.equal((json["items"] as unknown[]).length, 1);
  });

  for (const [query, field] of [
    ["stat=pending", "stat"],
    ["state=open", "state"],
    ["state=pending&state=approved", "state"],
    ["waitsFor=mary", "waitsFor"],
    ["order=title", "order"],
    ["limit=0", "limit"],
    ["limit=501", "limit"],
    ["limit=ten", "limit"],
    ["namespace=", "namespace"],
    ["cursor=nonsense", "cursor"],
  ] as const) {
    it(`refuses ?${query} and names the key`, async () => {
      const { status, json } = await getJson(startTestServer(), `/api/v1/approvals?${query}`);
      assert.equal(status, 400);
      assert.equal(json["field"], field);
      assert.match(String(json["detail"]), new RegExp(`\`${field}\``, "u"));
    });
  }

  it("refuses an identity that cannot be one", async () => {
    for (const query of ["user=", "user=a&user=b", "group=a", "user=a%00b", `user=${"x".repeat(254)}`]) {
      const { status } = await getJson(startTestServer(), `/api/v1/approvals?${query}`);
      assert.equal(status, 400, query);
    }
  });
});

describe("GET /api/v1/approvals/{namespace}/{name}", () => {
  it("answers the approval with the run's parameters", async () => {
    const server = startTestServer([buildApproval()]);
    const { status, json } = await getJson(server, `/api/v1${PAGE}`);
    assert.equal(status, 200);
    assert.deepEqual(json, server.approvals.find(REF));
    assert.deepEqual(json["runParameters"], viewOf(buildApproval()).runParameters);
  });

  it("answers 404 as a problem document", async () => {
    const { app } = startTestServer();
    const response = await app.request("/api/v1/approvals/shop-prod/nothing");
    assert.equal(response.status, 404);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    const problem = (await response.json()) as Record<string, unknown>;
    assert.equal(problem["type"], "http://localhost/api#not-found");
    assert.equal(problem["status"], 404);
    assert.equal(problem["instance"], "/api/v1/approvals/shop-prod/nothing");
    assert.match(String(problem["detail"]), /"nothing".*"shop-prod"/u);
  });
});

/** An API server that takes no votes. */
function refuseToWrite(code: number, reason: string): Parameters<MemoryApprovals["fail"]>[0] {
  return (step) => {
    if (step === "write") throw new KubeError({ code, reason, message: "no" });
  };
}

describe("POST /api/v1/approvals/{namespace}/{name}/votes", () => {
  it("records the vote and answers 201 with the approval as it now stands", async () => {
    const server = startTestServer([buildApproval()]);
    const { status, json } = await postVote(server, `${VOTES}?user=mary&group=managers`, {
      decision: "approve",
      comment: "go",
    });
    assert.equal(status, 201);
    assert.equal(json["state"], "approved");
    assert.deepEqual(server.approvals.castVotes, [
      {
        ref: { namespace: "shop-prod", name: "release-shop-web-x7k2p-approve-production" },
        voter: { issuer: "open", subject: "mary", name: "mary", groups: ["managers"] },
        decision: "approve",
        comment: "go",
        via: "api",
      },
    ]);
  });

  it("takes a vote without a comment, and one with the digest that was shown", async () => {
    const { digest } = viewOf(buildApproval());
    const server = startTestServer([buildApproval()]);
    const { status } = await postVote(server, `${VOTES}?user=mary`, { decision: "reject", digest });
    assert.equal(status, 201);
    assert.equal(server.approvals.castVotes[0]?.comment, "");
    assert.equal(server.approvals.castVotes[0]?.digest, digest);
  });

  const refusals: readonly (readonly [
    sentence: string,
    query: string,
    body: unknown,
    status: number,
    member: object,
  ])[] = [
    ["nobody is signed in", "", { decision: "approve" }, 401, {}],
    ["the approval asks others", "?user=eve", { decision: "approve" }, 403, { reason: "NotEntitled" }],
    [
      "the digest is another",
      "?user=mary",
      { decision: "approve", digest: "sha256:0" },
      409,
      { reason: "RequestChanged" },
    ],
    [
      "the comment is too long",
      "?user=mary",
      { decision: "approve", comment: "x".repeat(2001) },
      400,
      { field: "comment" },
    ],
    ["the decision is missing", "?user=mary", {}, 400, { field: "decision" }],
    ["the decision is neither", "?user=mary", { decision: "yes" }, 400, { field: "decision" }],
    ["a field is unknown", "?user=mary", { decision: "approve", user: "john" }, 400, { field: "user" }],
    ["the comment is no text", "?user=mary", { decision: "approve", comment: 7 }, 400, { field: "comment" }],
    ["the body is an array", "?user=mary", [], 400, {}],
    ["the body is no JSON", "?user=mary", "{", 400, {}],
    ["a key is there twice", "?user=mary", '{"decision":"approve","decision":"reject"}', 400, {}],
    [
      "a key is there twice, once escaped",
      "?user=mary",
      String.raw`{"decision":"approve","decisio\u006e":"reject"}`,
      400,
      {},
    ],
    ["a key reaches into prototypes", "?user=mary", '{"decision":"approve","__proto__":{"x":1}}', 400, {}],
  ];
  for (const [sentence, query, body, status, member] of refusals) {
    it(`refuses with ${status} when ${sentence}`, async () => {
      const server = startTestServer([buildApproval()]);
      const answer = await postVote(server, `${VOTES}${query}`, body);
      assert.equal(answer.status, status, JSON.stringify(answer.json));
      assert.equal(answer.type, "application/problem+json");
      assert.equal(answer.json["status"], status);
      for (const [key, value] of Object.entries(member)) assert.equal(answer.json[key], value);
      assert.equal(server.approvals.find(REF)?.votes.length, 0);
    });
  }

  it("tells a stranger as whom they are known, and by which means", async () => {
    const { json } = await postVote(startTestServer([buildApproval()]), `${VOTES}?user=eve`, {
      decision: "approve",
    });
    assert.match(String(json["detail"]), /You are known as eve, in no group\..*name claimed in open mode\./u);
  });

  it("refuses keys that reach into prototypes, however deep, and names them", async () => {
    for (const [key, body] of [
      ["__proto__", '{"decision":"approve","__proto__":{"x":1}}'],
      ["constructor", '{"decision":"approve","constructor":1}'],
      ["prototype", '{"decision":"approve","comment":{"a":[{"prototype":1}]}}'],
    ] as const) {
      const { status, json } = await postVote(startTestServer([buildApproval()]), `${VOTES}?user=mary`, body);
      assert.equal(status, 400);
      assert.match(String(json["detail"]), new RegExp(`has the key "${key}", which is not a field`, "u"));
    }
  });

  it("refuses a second vote and one after the decision with 409, and shows the approval", async () => {
    const server = startTestServer([buildApproval({ strategy: "MULTI" })]);
    await postVote(server, `${VOTES}?user=mary`, { decision: "approve" });
    const second = await postVote(server, `${VOTES}?user=mary`, { decision: "reject" });
    assert.equal(second.status, 409);
    assert.equal(second.json["reason"], "AlreadyVoted");
    assert.equal((second.json["approval"] as { votes: unknown[] }).votes.length, 1);
    await postVote(server, `${VOTES}?user=john`, { decision: "reject" });
    const late = await postVote(server, `${VOTES}?user=peter`, { decision: "approve" });
    assert.equal(late.status, 409);
    assert.equal(late.json["reason"], "AlreadyDecided");
  });

  it("says with 503 that it is not known whether the vote is recorded when the API server is away", async () => {
    const server = startTestServer([buildApproval()]);
    server.approvals.fail(awayFromWrite());
    const { status, json } = await postVote(server, `${VOTES}?user=mary`, { decision: "approve" });
    assert.equal(status, 503);
    assert.match(String(json["type"]), /#vote-not-known$/u);
  });

  it("says with 503 and why that the vote is certainly not recorded, and when to try again", async () => {
    const held = Promise.withResolvers<void>();
    for (const [reason, after, because, fault] of [
      ["ApiServerAway", "5", /does not answer/u, away],
      ["ApiServerRefuses", "60", /403 Forbidden/u, refuseToWrite(403, "Forbidden")],
      ["Overtaken", "1", /Others kept writing to the approval/u, refuseToWrite(409, "Conflict")],
      ["TooManyWaiting", "2", /Too many votes are waiting/u, () => held.promise],
    ] as const) {
      const server = startTestServer([buildApproval()]);
      server.approvals.fail(fault);
      const vote = async (): Promise<Response> =>
        await server.app.request(`${VOTES}?user=mary`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: '{"decision":"approve"}',
        });
      const before = reason === "TooManyWaiting" ? Array.from({ length: 17 }, vote) : [];
      const response = await vote();
      held.resolve();
      await Promise.all(before);
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), after);
      const json = (await response.json()) as Record<string, unknown>;
      assert.match(String(json["type"]), /#vote-not-recorded$/u);
      assert.equal(json["reason"], reason);
      assert.match(String(json["detail"]), /^The vote was not recorded\. /u);
      assert.match(String(json["detail"]), because);
    }
  });

  it("answers the same Idempotency-Key with the recorded vote, and refuses another vote under it", async () => {
    const server = startTestServer([buildApproval()]);
    const send = (body: unknown, key = "7f1c") =>
      postVote(server, `${VOTES}?user=mary`, body, { "Idempotency-Key": key });
    assert.equal((await send({ decision: "approve" })).status, 201);
    const again = await send({ decision: "approve" });
    assert.equal(again.status, 200);
    assert.equal(again.json["state"], "approved");
    assert.equal((await send({ decision: "approve" }, '"7f1c"')).status, 200, "quotes are the header's own");
    const other = await send({ decision: "reject" });
    assert.equal(other.status, 422);
    assert.match(String(other.json["type"]), /#operation-reused$/u);
    assert.deepEqual(
      server.approvals.castVotes.map(({ operation }) => operation),
      ["7f1c", "7f1c", "7f1c", "7f1c"],
    );
  });

  it("refuses a body beyond 64 KiB, and one of another type", async () => {
    const server = startTestServer([buildApproval()]);
    const large = await postVote(server, `${VOTES}?user=mary`, {
      decision: "approve",
      comment: "x".repeat(66_000),
    });
    assert.equal(large.status, 413);
    // Its body was not read to the end: a client must not send the next request after it.
    assert.equal(large.connection, "close");
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"]) {
      const { status } = await postVote(
        server,
        `${VOTES}?user=mary`,
        { decision: "approve" },
        { "Content-Type": type },
      );
      assert.equal(status, 415, type);
    }
    assert.equal(server.approvals.castVotes.length, 0);
  });

  it("refuses what a page of another site sent, and takes what a program sends", async () => {
    const foreign: readonly Readonly<Record<string, string>>[] = [
      { Origin: "https://evil.example" },
      { Origin: "http://localhost.evil.example" },
      { Origin: "http://localhost:81" },
      { Origin: "null" },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { Origin: "http://localhost", "Sec-Fetch-Site": "cross-site" },
      { Origin: "https://evil.example", "Sec-Fetch-Site": "same-origin" },
    ];
    const server = startTestServer([buildApproval()]);
    for (const headers of foreign) {
      const { status, json } = await postVote(server, `${VOTES}?user=mary`, { decision: "approve" }, headers);
      assert.equal(status, 403, JSON.stringify(headers));
      assert.match(String(json["type"]), /foreign-origin/u);
    }
    assert.equal(server.approvals.castVotes.length, 0);
    const own = await postVote(
      server,
      `${VOTES}?user=mary`,
      { decision: "approve" },
      { Origin: "http://localhost", "Sec-Fetch-Site": "same-origin" },
    );
    assert.equal(own.status, 201);
  });
});

describe("GET /api/v1/approvals/{namespace}/{name}/votes", () => {
  it("leads to the approval, which has its votes", async () => {
    const { app } = startTestServer([buildApproval()]);
    const response = await app.request(VOTES);
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), `/api/v1${PAGE}`);
  });
});

describe("who calls", () => {
  it("is never taken from the cookie of a browser, which comes along unasked", async () => {
    const server = startTestServer([buildApproval()]);
    const browser = new TestBrowser(server.app);
    await browser.get("/?user=mary");
    const cookie = browser.cookie ?? "";
    assert.match(cookie, /^countersign=/u);
    const { status, json } = await postVote(server, VOTES, { decision: "approve" }, { Cookie: cookie });
    assert.match(String(json["type"]), /#not-signed-in$/u);
    assert.equal(status, 401);
    assert.equal(server.approvals.castVotes.length, 0);
  });

  it("is asked for with a challenge that promises no proof, and with what to do", async () => {
    const { app } = startTestServer([buildApproval()]);
    const response = await app.request(VOTES, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ decision: "approve" }),
    });
    assert.equal(response.headers.get("www-authenticate"), 'Countersign-Claim query="user"');
    const { detail } = (await response.json()) as { readonly detail: string };
    assert.match(detail, /In open mode, add \?user=NAME, and &group=NAME for each group\.$/u);
  });

  it("is asked for before the vote is looked at", async () => {
    const { app } = startTestServer([buildApproval()]);
    const response = await app.request(VOTES, { method: "POST", body: "approve" });
    assert.equal(response.status, 401);
  });

  it("is not remembered: no answer sets a cookie", async () => {
    const { app } = startTestServer([buildApproval()]);
    for (const path of ["/api/v1/approvals?user=mary", "/api/v1/approvals", "/api/v1/nothing?user=mary"]) {
      assert.equal((await app.request(path)).headers.get("set-cookie"), null, path);
    }
  });
});

describe("methods", () => {
  it("answers HEAD like GET without a body, and 405 with Allow to what an address does not have", async () => {
    const { app } = startTestServer([buildApproval()]);
    const head = await app.request("/api/v1/approvals", { method: "HEAD" });
    assert.equal(head.status, 200);
    assert.equal(await head.text(), "");
    for (const [method, path, allow] of [
      ["DELETE", "/api/v1/approvals", "GET, HEAD, OPTIONS"],
      ["PUT", VOTES, "GET, HEAD, POST, OPTIONS"],
      ["POST", "/", "GET, HEAD, OPTIONS"],
      ["PATCH", "/livez", "GET, HEAD, OPTIONS"],
    ] as const) {
      const response = await app.request(path, { method });
      assert.equal(response.status, 405, `${method} ${path}`);
      assert.equal(response.headers.get("allow"), allow);
    }
  });

  it("says in a sentence which methods to use", async () => {
    const { app } = startTestServer();
    const response = await app.request("/api/v1/approvals", { method: "DELETE" });
    const { detail } = (await response.json()) as { readonly detail: string };
    assert.equal(detail, "/api/v1/approvals does not take DELETE. Nothing was changed. Use GET or HEAD.");
  });

  it("answers OPTIONS with the methods, and other sites with no more than that", async () => {
    const { app } = startTestServer();
    for (const [path, allow] of [
      ["/", "GET, HEAD, OPTIONS"],
      ["/api/v1/approvals", "GET, HEAD, OPTIONS"],
      [VOTES, "GET, HEAD, POST, OPTIONS"],
    ] as const) {
      const headers = { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" };
      const response = await app.request(path, { method: "OPTIONS", headers });
      assert.equal(response.status, 204, path);
      assert.equal(response.headers.get("allow"), allow);
      assert.equal(await response.text(), "");
      assert.deepEqual(
        [...response.headers.keys()].filter((name) => name.startsWith("access-control")),
        [],
      );
    }
  });
});
