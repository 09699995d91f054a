import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { describe, it } from "node:test";
import { readAccess } from "../../approvals/access/access-rules.ts";
import type { AuthenticationRequest, Authenticators, Refusal } from "../../auth/authenticator.ts";
import type { Principal } from "../../auth/principal.ts";
import { ok, refuse, type Result } from "../../std/result.ts";
import { silentLogger } from "../../std/logger.ts";
import { buildApproval, REF } from "../../../test/kit/web/build-approval.ts";
import { createFakeLogin } from "../../../test/kit/web/fake-login.ts";
import { startTestServer } from "../../../test/kit/web/start-test-server.ts";
import { readHiddenFields, TestBrowser } from "../../../test/kit/web/test-browser.ts";
import type { Limit } from "./report-limits.ts";
import { findForwarders } from "./find-sender.ts";

const LIST = "/api/v1/approvals";
const PAGE = `/approvals/${REF.namespace}/${REF.name}`;
const HANNA = "Hanna Lindqvist";
const PER_PERSON = 20;
const PER_ADDRESS = 60;

/** Where `Bearer NAME` is that person, `Bearer unknown-…` nobody, and the API server is asked who. */
function proveByToken(asked: string[]): Authenticators {
  const authenticate = async ({
    headers,
    mayAsk,
  }: AuthenticationRequest): Promise<Result<Principal | undefined, Refusal>> => {
    const name = headers.get("authorization")?.replace("Bearer ", "");
    if (name === undefined) return ok(undefined);
    if (!name.startsWith("unknown")) return ok({ issuer: "kubernetes", subject: name, name, groups: [] });
    if (mayAsk?.() === false) return refuse({ kind: "unasked", message: "Too many." });
    asked.push(name);
    return refuse({ kind: "unproven", message: "Nobody's." });
  };
  const { authenticators } = createFakeLogin({ issuer: "id", subject: "1", name: "nobody", groups: [] });
  const { pages } = authenticators;
  const recognize: typeof pages.authenticate = async (request) => {
    asked.push("page");
    return await pages.authenticate(request);
  };
  return {
    pages: { ...pages, authenticate: recognize },
    api: { ...authenticators.api, authenticate },
  };
}

function start({ open = false, forwardedBy = [] as readonly string[] } = {}) {
  const asked: string[] = [];
  const limited: Limit[] = [];
  const lines: object[] = [];
  const server = startTestServer([buildApproval({ approvers: [HANNA] })], {
    ...(!open && { authenticators: proveByToken(asked), access: readAccess({}, { namesProve: true }) }),
    limits: {
      perPerson: PER_PERSON,
      perAddress: PER_ADDRESS,
      connections: 10,
      isForwarder: findForwarders({ forwardedBy, overSocket: false }),
      onLimited: (limit) => void limited.push(limit),
    },
    logger: { ...silentLogger, warn: (fields) => void lines.push(fields) },
  });
  const send = async (path: string, init: RequestInit = {}, peer = "192.0.2.1"): Promise<Response> => {
    const incoming = { socket: { remoteAddress: peer }, rawHeaders: [] } as unknown as IncomingMessage;
    return await server.app.request(path, init, { incoming });
  };
  /** How many of so many are answered with 429. */
  const countLimited = async (number: number, ...args: Parameters<typeof send>): Promise<number> => {
    let count = 0;
    for (let time = 0; time < number; time += 1) if ((await send(...args)).status === 429) count += 1;
    return count;
  };
  return { ...server, send, countLimited, asked, limited, lines };
}

function as(name: string, more: Readonly<Record<string, string>> = {}): RequestInit {
  return { headers: { authorization: `Bearer ${name}`, ...more } };
}

describe("the limit of a person", () => {
  it("refuses with a problem that says when to come again, and keeps that word", async () => {
    const { send, countLimited, clock, limited } = start();
    assert.equal(await countLimited(PER_PERSON, LIST, as("mary")), 0);
    const refused = await send(LIST, as("mary"));
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get("retry-after"), "3");
    const problem = (await refused.json()) as { type: string; detail: string };
    assert.match(problem.type, /#too-many-requests$/u);
    assert.equal(
      problem.detail,
      "You have sent more than the 20 requests a minute that are answered. Nothing was changed. Try again in 3 seconds.",
    );
    assert.deepEqual(limited, ["person"]);
    clock.nowMs += 3_000;
    assert.equal((await send(LIST, as("mary"))).status, 200);
    assert.equal((await send(LIST, as("mary"))).status, 429);
  });

  it("holds up nobody else, not even from the same address", async () => {
    const { send, countLimited } = start();
    assert.equal(await countLimited(500, LIST, as("noisy")), 480);
    assert.equal(await countLimited(PER_PERSON, LIST, as("mary")), 0);
    assert.equal(await countLimited(500, LIST), 500 - PER_ADDRESS);
    assert.equal((await send(LIST, as("bob"))).status, 200);
  });

  it("is one for pages and API, from wherever they come", async () => {
    const { send, countLimited } = start();
    for (let number = 0; number < PER_PERSON; number += 1) {
      assert.equal((await send(LIST, as("mary"), `192.0.2.${number}`)).status, 200);
    }
    assert.equal(await countLimited(5, LIST, as("mary"), "198.51.100.1"), 5);
  });
});

describe("the limit of an address", () => {
  it("counts what is nobody's, on pages, API and its description", async () => {
    for (const path of ["/", LIST, "/api", "/api/openapi.json", "/nothing", PAGE]) {
      const { countLimited, limited } = start();
      assert.equal(await countLimited(PER_ADDRESS + 5, path), 5, path);
      assert.deepEqual(new Set(limited), new Set(["address"]));
    }
  });

  it("counts what is refused before anybody is asked, once each, and then asks nobody who sends it", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    for (const [status, path, init] of [
      [405, "/", { method: "PUT" }],
      [405, LIST, { method: "PUT" }],
      [405, "/livez", { method: "POST" }],
      [404, "/nothing", { method: "POST" }],
      [404, "/api/v1/nothing", { method: "POST" }],
      [403, `${PAGE}/votes`, { method: "POST", headers: { ...form, origin: "https://evil.example" } }],
      [415, `${PAGE}/votes`, { method: "POST", body: "{}", headers: { "content-type": "application/json" } }],
      [413, `${PAGE}/votes`, { method: "POST", body: "x".repeat(66_000) }],
      [400, `${PAGE}/votes`, { method: "POST", body: "a=1&a=2", headers: form }],
      [421, "/", { headers: { host: "evil.example" } }],
      [421, LIST, { headers: { host: "evil.example" } }],
      [308, "/me/", {}],
      [204, "/", { method: "OPTIONS" }],
    ] satisfies readonly (readonly [number, string, RequestInit])[]) {
      const { send, countLimited, asked } = start();
      assert.equal((await send(path, init)).status, status, path);
      assert.equal(await countLimited(PER_ADDRESS - 1, path, init), 0, `${status} ${path}`);
      const before = asked.length;
      assert.equal(await countLimited(5, path, init), 5, `${status} ${path}`);
      assert.equal(asked.length, before, `${status} ${path}`);
      assert.equal((await send(path, init)).headers.get("retry-after"), "1");
      assert.equal((await send(path, init, "192.0.2.2")).status, status);
    }
  });

  it("says also of a body that is not read that the connection cannot be used again", async () => {
    const { countLimited, send } = start();
    await countLimited(PER_ADDRESS, "/", { method: "PUT" });
    const answer = await send(`${PAGE}/votes`, { method: "POST", body: "x".repeat(66_000) });
    assert.equal(answer.status, 429);
    assert.equal(answer.headers.get("connection"), "close");
  });

  it("never counts probes and assets", async () => {
    const { countLimited, send } = start();
    await countLimited(PER_ADDRESS + 1, "/");
    const page = await (await send("/", {}, "192.0.2.2")).text();
    const assets = page.match(/\/assets\/[^"]+/gu) ?? [];
    for (const path of ["/livez", "/readyz", "/q/health/live", "/q/health/ready", ...assets]) {
      assert.equal(await countLimited(PER_ADDRESS * 2, path), 0, path);
    }
  });

  it("lets tokens that are nobody's be asked about so often, and goes on with those that are known", async () => {
    const { countLimited, asked, clock, send } = start();
    for (let number = 0; number < 100; number += 1) await send(LIST, as(`unknown-${number}`));
    assert.equal(asked.length, PER_ADDRESS / 10);
    assert.equal(await countLimited(PER_PERSON, LIST, as("mary")), 0);
    clock.nowMs += 10_000;
    for (let number = 0; number < 100; number += 1) await send(LIST, as(`unknown-${number}`));
    assert.equal(asked.length, PER_ADDRESS / 10 + 1);
    assert.equal((await send(LIST, as("unknown-x"))).headers.get("retry-after"), "10");
    await send(LIST, as("unknown-y"), "192.0.2.9");
    assert.equal(asked.at(-1), "unknown-y");
  });

  it("counts each step of a sign-in for ten", async () => {
    for (const path of ["/sign-in/company", "/sign-in/company/callback?code=1&state=1"]) {
      const { countLimited } = start();
      assert.equal(await countLimited(20, path), 20 - PER_ADDRESS / 10, path);
    }
  });

  it("goes by the address that connects, whatever stands in X-Forwarded-For", async () => {
    const { send } = start();
    const statuses: number[] = [];
    for (let number = 0; number < PER_ADDRESS + 50; number += 1) {
      const headers = { "x-forwarded-for": `198.51.100.${number}` };
      statuses.push((await send(LIST, { headers })).status);
    }
    assert.equal(statuses.filter((status) => status === 429).length, 50);
  });

  it("goes by the last that a proxy has written, so that its clients do not share one", async () => {
    const { countLimited } = start({ forwardedBy: ["10.1.0.0/16"] });
    const from = (text: string): RequestInit => ({ headers: { "x-forwarded-for": text } });
    assert.equal(await countLimited(100, LIST, from("198.51.100.1"), "10.1.0.7"), 40);
    assert.equal(await countLimited(5, LIST, from("203.0.113.5, 198.51.100.1"), "10.1.0.7"), 5);
    assert.equal(await countLimited(5, LIST, from("198.51.100.1, 203.0.113.5"), "10.1.0.7"), 0);
  });

  it("counts a network of IPv6 as one", async () => {
    const { send, countLimited } = start();
    for (let number = 0; number < PER_ADDRESS; number += 1) await send(LIST, {}, `2001:db8:1:2::${number}`);
    assert.equal(await countLimited(5, LIST, {}, "2001:db8:1:2:ffff::1"), 5);
    assert.equal(await countLimited(5, LIST, {}, "2001:db8:1:3::1"), 0);
  });
});

describe("in open mode", () => {
  it("counts for the address whoever somebody says to be, and the name as well", async () => {
    const { send, countLimited } = start({ open: true });
    const statuses: number[] = [];
    for (let number = 0; number < 100; number += 1) {
      statuses.push((await send(`${LIST}?user=invented-${number}`)).status);
    }
    assert.equal(statuses.filter((status) => status === 429).length, 100 - PER_ADDRESS);
    assert.equal(await countLimited(PER_PERSON + 5, `${LIST}?user=mary`, {}, "192.0.2.2"), 5);
  });

  it("gives a vote that is too much its comment back, records nothing, and takes it when it is sent again", async () => {
    const { app, approvals, countLimited, clock } = start({ open: true });
    const browser = new TestBrowser(app);
    await browser.get(`${PAGE}?user=${encodeURIComponent(HANNA)}`);
    const form = await (await browser.get(PAGE)).text();
    const fields = readHiddenFields(form, `${PAGE}/votes`);
    const vote = { ...fields, decision: "approve", comment: "ship it, please" };
    await countLimited(PER_PERSON, `${LIST}?user=${encodeURIComponent(HANNA)}`, {}, "192.0.2.2");
    const refused = await browser.post(`${PAGE}/votes`, vote);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get("retry-after"), "3");
    const page = await refused.text();
    assert.match(page, /Nothing was changed\. Try again in 3 seconds\./u);
    assert.match(page, /What you wrote.*ship it, please/su);
    assert.equal(approvals.find(REF)?.votes.length, 0);
    clock.nowMs += 3_000;
    assert.equal((await browser.post(`${PAGE}/votes`, vote)).status, 303);
    assert.equal(approvals.find(REF)?.votes.length, 1);
  });
});

it("the log says who is limited, once a minute", async () => {
  const { countLimited, lines, limited } = start();
  await countLimited(200, LIST, as("noisy"));
  assert.equal(limited.length, 180);
  assert.deepEqual(lines, [{ limit: "person", who: "noisy", refused: 1 }]);
});
