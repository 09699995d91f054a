// The description is held against the answers: every status that is described is provoked, and its body validated.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { keyOfFirst, makeNotice, makeNoticeRecord } from "../../../test/kit/make-notice.ts";
import { buildApproval, REF } from "../../../test/kit/web/build-approval.ts";
import { away, awayFromWrite } from "../../../test/kit/web/memory-approvals.ts";
import { startTestServer, TEST_KEYS, type TestServer } from "../../../test/kit/web/start-test-server.ts";
import { createOpenMode } from "../../auth/authenticators/open-mode.ts";
import { readAccess } from "../../approvals/access/access-rules.ts";
import { refuse } from "../../std/result.ts";

interface Described {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

type Content = Readonly<Record<string, { readonly schema: object; readonly example?: unknown }>>;

interface Bounds {
  readonly maxLength?: number;
  readonly "x-maxBytes"?: number;
}

interface VoteSchema extends Bounds {
  readonly properties: Readonly<Record<string, Bounds>>;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly schema: Bounds }[];
  readonly requestBody?: { readonly description?: string; readonly content: Content };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly content?: Content;
        readonly headers?: Readonly<Record<string, object>>;
      }
    >
  >;
}

const LIST = "/api/v1/approvals";
const ONE = "/api/v1/approvals/{namespace}/{name}";
const VOTES = "/api/v1/approvals/{namespace}/{name}/votes";
const NOTICES = "/api/v1/approvals/{namespace}/{name}/notices";
const CANCEL = "/api/v1/approvals/{namespace}/{name}/cancel";

async function readDescription(): Promise<Described> {
  const response = await startTestServer().app.request("/api/openapi.json");
  assert.equal(response.status, 200);
  return (await response.json()) as Described;
}

const described = await readDescription();
/** The schema with absolute references, and closed: a field that is sent and not described is a fault here. */
function close(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("$ref" in value) return { $ref: String(value.$ref).replace(/^#/u, "openapi.json#") };
    if (!("properties" in value) || !("type" in value)) return value;
    return { additionalProperties: false, ...value };
  }) as object;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: "openapi.json", components: close(described.components) });

function validate(schema: object, value: unknown): void {
  const check = ajv.compile(close(schema));
  assert.ok(check(value), JSON.stringify(check.errors));
}

const provoked = new Set<string>();

function fillIn(path: string): string {
  return path
    .replace("{namespace}", "shop-prod")
    .replace("{name}", "release-shop-web-x7k2p-approve-production");
}

/** Sends the request and validates the answer by the schema of its own status. */
async function expectAnswer(
  { app }: TestServer,
  method: "get" | "post",
  {
    path,
    query = "",
    init = {},
  }: { readonly path: string; readonly query?: string; readonly init?: RequestInit },
): Promise<number> {
  const address = fillIn(path);
  const response = await app.request(`${address}${query}`, { method: method.toUpperCase(), ...init });
  const { status } = response;
  const answer = described.paths[path]?.[method]?.responses[String(status)];
  assert.ok(answer, `${method} ${path} answered ${status}, which is not described`);
  if (answer.content !== undefined) {
    const content = answer.content[response.headers.get("content-type") ?? ""];
    assert.ok(content, `${method} ${path} ${status} has the content type that is described`);
    validate(content.schema, await response.json());
  }
  for (const name of Object.keys(answer.headers ?? {})) {
    assert.ok(response.headers.has(name), `${method} ${path} ${status} has the header ${name}`);
  }
  provoked.add(`${method} ${path} ${status}`);
  return status;
}

function voteOf(body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

const TOLD = makeNoticeRecord({
  recipient: "mary@northlight.example",
  assignees: [1],
  request: makeNotice({ state: "waiting", error: "450 later", nextTry: "2026-11-24T14:07:00Z" }),
});

const SAMPLES = [
  buildApproval(),
  buildApproval({ notices: [TOLD] }),
  buildApproval({ pipelineRun: null, deadline: null }),
  buildApproval({ strategy: "QUORUM", approvalsRequired: 2, approvers: ["b"], groups: ["a"] }),
  buildApproval({
    strategy: "FOUR_EYES",
    votes: [{ by: "john", via: "api" }, { by: "mary" }],
    runParameters: [{ name: "x", value: { deep: [1, null, "y"] } }],
  }),
];

describe("/api/openapi.json", () => {
  it("is OpenAPI 3.1, and each of its references leads somewhere", () => {
    assert.match(described.openapi, /^3\.1\.\d+$/u);
    const references = JSON.stringify(described).matchAll(
      /"\$ref":"#\/components\/schemas\/(?<name>[^"]+)"/gu,
    );
    for (const { groups } of references) assert.ok(described.components.schemas[groups?.["name"] ?? ""]);
    assert.deepEqual(Object.keys(described.paths).toSorted(), [CANCEL, LIST, NOTICES, ONE, VOTES].toSorted());
  });

  it("describes the lists as they are answered", async () => {
    for (const sample of SAMPLES) {
      const server = startTestServer([sample]);
      assert.equal(await expectAnswer(server, "get", { path: LIST }), 200);
      assert.equal(await expectAnswer(server, "get", { path: ONE }), 200);
    }
    assert.equal(await expectAnswer(startTestServer(), "get", { path: LIST, query: "?limit=0" }), 400);
    assert.equal(await expectAnswer(startTestServer(), "get", { path: LIST, query: "?waitsFor=me" }), 401);
  });

  it("describes what is answered when nothing is new", async () => {
    const server = startTestServer([buildApproval()]);
    for (const path of [LIST, ONE]) {
      const asked = await server.app.request(fillIn(path));
      const init = { headers: { "If-None-Match": asked.headers.get("etag") ?? "" } };
      assert.equal(await expectAnswer(server, "get", { path, init }), 304);
    }
  });

  it("shows examples that are what it describes", () => {
    const bodies = Object.values(described.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ requestBody, responses }) =>
        [requestBody, ...Object.values(responses)].flatMap((each) => Object.values(each?.content ?? {})),
      ),
    );
    assert.ok(bodies.length > 15);
    for (const { schema, example } of bodies) {
      assert.ok(example, JSON.stringify(schema));
      validate(schema, example);
    }
  });

  it("says how much it takes", () => {
    const { parameters = [], requestBody } = described.paths[VOTES]?.["post"] ?? {};
    const longest = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema.maxLength]));
    assert.deepEqual(longest, {
      namespace: 63,
      name: 253,
      user: 253,
      group: undefined,
      "idempotency-key": 64,
    });
    assert.match(requestBody?.description ?? "", /65,536 bytes/u);
    const { VoteRequest } = described.components.schemas as Record<string, VoteSchema>;
    assert.equal(VoteRequest?.["x-maxBytes"], 65_536);
    assert.deepEqual(
      [VoteRequest.properties["comment"]?.maxLength, VoteRequest.properties["comment"]?.["x-maxBytes"]],
      [2_000, 4_096],
    );
    assert.equal(VoteRequest.properties["digest"]?.maxLength, 71);
  });

  it("describes the refusals to read", async () => {
    const server = startTestServer();
    assert.equal(await expectAnswer(server, "get", { path: ONE }), 404);
    assert.equal(await expectAnswer(server, "get", { path: ONE, query: "?x=1" }), 400);
    server.approvals.fresh = { lastContactMs: undefined, live: false };
    assert.equal(await expectAnswer(server, "get", { path: LIST }), 503);
    assert.equal(await expectAnswer(server, "get", { path: ONE }), 503);
  });

  it("describes what who cannot prove a name gets, to read as well", async () => {
    const { pages, api } = createOpenMode({ keys: TEST_KEYS, baseUrl: new URL("http://localhost") });
    const unproven = refuse({ kind: "unproven", message: "The token has ended." } as const);
    const authenticators = { pages, api: { ...api, authenticate: async () => unproven } };
    const server = startTestServer([buildApproval()], { authenticators });
    for (const path of [LIST, ONE, VOTES]) assert.equal(await expectAnswer(server, "get", { path }), 401);
    const unchecked = refuse({ kind: "unchecked", message: "It is away." } as const);
    const away = { pages, api: { ...api, authenticate: async () => unchecked } };
    const other = startTestServer([buildApproval()], { authenticators: away });
    for (const path of [ONE, VOTES]) assert.equal(await expectAnswer(other, "get", { path }), 503);
    assert.equal(
      await expectAnswer(other, "post", { path: VOTES, init: voteOf({ decision: "approve" }) }),
      503,
    );
  });

  it("describes what who asks too often gets, wherever they ask", async () => {
    const no = { isForwarder: () => false, onLimited: () => undefined };
    const limits = { ...no, perPerson: 1, perAddress: 1, connections: 1 };
    const server = startTestServer([buildApproval()], { limits });
    await server.app.request(LIST);
    for (const [path, methods] of Object.entries(described.paths)) {
      for (const method of ["get", "post"] as const) {
        if (method in methods) assert.equal(await expectAnswer(server, method, { path }), 429);
      }
    }
  });

  it("describes the way from the votes to the approval", async () => {
    const server = startTestServer([buildApproval()]);
    assert.equal(await expectAnswer(server, "get", { path: VOTES }), 303);
    assert.equal(await expectAnswer(server, "get", { path: VOTES, query: "?x=1" }), 400);
    const odd = await server.app.request("/api/v1/approvals/NO/name/votes");
    assert.equal(odd.status, 404);
    provoked.add(`get ${VOTES} 404`);
  });

  it("describes the vote and each of its refusals", async () => {
    const server = startTestServer([buildApproval()]);
    const vote = (query: string, init: RequestInit): Promise<number> =>
      expectAnswer(server, "post", { path: VOTES, query, init });
    assert.equal(await vote("", voteOf({ decision: "approve" })), 401);
    assert.equal(await vote("?user=eve", voteOf({ decision: "approve" })), 403);
    assert.equal(
      await vote("?user=mary", voteOf({ decision: "approve" }, { Origin: "https://evil.example" })),
      403,
    );
    assert.equal(await vote("?user=mary", voteOf({ decision: "maybe" })), 400);
    assert.equal(await vote("?user=mary", voteOf({ decision: "approve", comment: "x".repeat(66_000) })), 413);
    assert.equal(
      await vote("?user=mary", voteOf({ decision: "approve" }, { "Content-Type": "text/plain" })),
      415,
    );
    assert.equal(await vote("?user=mary", voteOf({ decision: "approve", digest: "other" })), 409);
    assert.equal(await vote("?user=mary", voteOf({ decision: "approve", attempt: 2 })), 409);
    assert.equal(await vote("?user=mary", voteOf({ decision: "approve", attempt: 0 })), 400);
    server.approvals.fail(away);
    assert.equal(await vote("?user=mary", voteOf({ decision: "approve" })), 503);
    server.approvals.fail(undefined);
    assert.equal(await vote("?user=mary", voteOf({ decision: "approve", comment: "go" })), 201);
    assert.equal(await vote("?user=john", voteOf({ decision: "approve" })), 409);
    const named = { "Idempotency-Key": "7f1c" };
    server.approvals.put(buildApproval());
    assert.equal(await vote("?user=mary", voteOf({ decision: "approve" }, named)), 201);
    assert.equal(await vote("?user=mary", voteOf({ decision: "approve" }, named)), 200);
    assert.equal(await vote("?user=mary", voteOf({ decision: "reject" }, named)), 422);
    assert.equal(
      await expectAnswer(startTestServer(), "post", {
        path: VOTES,
        query: "?user=mary",
        init: voteOf({ decision: "approve" }),
      }),
      404,
    );
  });

  it("describes the cancellation and each of its refusals", async () => {
    const access = readAccess({ cancel: { users: ["ines"] } }, { namesProve: false });
    const server = startTestServer([buildApproval()], { access });
    const cancel = (query: string, init: RequestInit): Promise<number> =>
      expectAnswer(server, "post", { path: CANCEL, query, init });
    const why = (headers: Readonly<Record<string, string>> = {}, more: object = {}): RequestInit =>
      voteOf({ reason: "wrong version", ...more }, headers);
    assert.equal(await cancel("", why()), 401);
    assert.equal(await cancel("?user=mary", why()), 403);
    assert.equal(await cancel("?user=ines", why({ Origin: "https://evil.example" })), 403);
    assert.equal(await cancel("?user=ines", voteOf({})), 400);
    assert.equal(await cancel("?user=ines", why({}, { reason: " " })), 400);
    assert.equal(await cancel("?user=ines", why({}, { reason: "x".repeat(66_000) })), 413);
    assert.equal(await cancel("?user=ines", why({ "Content-Type": "text/plain" })), 415);
    assert.equal(await cancel("?user=ines", why({}, { digest: "other" })), 409);
    server.approvals.fail(away);
    assert.equal(await cancel("?user=ines", why()), 503);
    server.approvals.fail(awayFromWrite());
    assert.equal(await cancel("?user=ines", why()), 503);
    server.approvals.fail(undefined);
    const named = { "Idempotency-Key": "7f1c" };
    assert.equal(await cancel("?user=ines", why(named)), 201);
    assert.equal(await cancel("?user=ines", why(named)), 200);
    assert.equal(await cancel("?user=ines", why(named, { reason: "other" })), 422);
    assert.equal(await cancel("?user=ines", why()), 409);
    const nothing = { path: CANCEL, query: "?user=ines", init: why() };
    assert.equal(await expectAnswer(startTestServer(), "post", nothing), 404);
  });

  it("describes the sending again and each of its refusals", async () => {
    const access = readAccess({ admins: { users: ["ada"] } }, { namesProve: false });
    const sample = buildApproval({ notices: [TOLD] });
    const key = keyOfFirst(sample.task, "request");
    const server = startTestServer([sample], { access });
    const send = (query: string, init: RequestInit): Promise<number> =>
      expectAnswer(server, "post", { path: NOTICES, query, init });
    const again = (headers: Readonly<Record<string, string>> = {}, more: object = {}): RequestInit =>
      voteOf({ key, ...more }, headers);
    assert.equal(await expectAnswer(server, "get", { path: ONE, query: "?user=ada" }), 200);
    assert.equal(await send("", again()), 401);
    assert.equal(await send("?user=mary", again()), 404);
    assert.equal(await send("?user=ada", again({ Origin: "https://evil.example" })), 403);
    assert.equal(await send("?user=ada", again({}, { key: "x".repeat(65) })), 400);
    assert.equal(await send("?user=ada", again({}, { key: "x".repeat(66_000) })), 413);
    assert.equal(await send("?user=ada", again({ "Content-Type": "text/plain" })), 415);
    assert.equal(await send("?user=ada", again({}, { key: "none" })), 409);
    server.approvals.fail(away);
    assert.equal(await send("?user=ada", again()), 503);
    server.approvals.fail(awayFromWrite());
    assert.equal(await send("?user=ada", again()), 503);
    server.approvals.fail(undefined);
    assert.equal(await send("?user=ada", again()), 202);
    assert.equal(await send("?user=ada", again()), 202, "the same request sends nothing twice");
    assert.equal(server.approvals.find(REF)?.notices[0]?.round, 2);
  });

  after(() => {
    const all = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((status) => `${method} ${path} ${status}`),
      ),
    );
    assert.deepEqual([...provoked].toSorted(), all.toSorted(), "every answer that is described was provoked");
  });
});
