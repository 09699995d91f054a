// Modes × settings × people × namespaces × states × routes, each cell against an oracle that shares no code with the product;
// and what one may not see is answered as if it were not there, to the letter.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { readAccess } from "../src/approvals/access/access-rules.ts";
import type { Authenticators, SignIn } from "../src/auth/authenticator.ts";
import { makeCsrfToken } from "../src/auth/csrf.ts";
import type { Principal } from "../src/auth/principal.ts";
import { computeDigest } from "../src/objects/approval/request-digest.ts";
import { ok, refuse } from "../src/std/result.ts";
import {
  type Cell,
  expect,
  MODES,
  type Mode,
  type Route,
  ROUTES,
  type Setting,
  SETTINGS,
} from "./access-matrix/oracle.ts";
import {
  APPROVALS,
  NAMESPACES,
  nameOf,
  PEOPLE,
  type Person,
  STATES,
  titleOf,
} from "./access-matrix/people.ts";
import { keyOfFirst } from "./kit/make-notice.ts";
import { startTestServer, TEST_KEYS, type TestServer } from "./kit/web/start-test-server.ts";

const SIGN_INS: Readonly<Record<Mode, SignIn>> = {
  open: { kind: "claim", claim: () => refuse("not here") },
  login: { kind: "login", href: "/login" },
  proxy: { kind: "proxy" },
  kubernetes: { kind: "none" },
};

function toPrincipal({ name, groups, issuer = "company" }: Person): Principal {
  return { issuer, subject: `id-of-${name}`, name, groups };
}

/** Whoever a header says: how a name is proven is the business of other tests. */
function authenticators(mode: Mode): Authenticators {
  const principalOf = (headers: Headers): Principal | undefined => {
    const person = PEOPLE[headers.get("x-person") ?? ""];
    return person && toPrincipal(person);
  };
  return {
    pages: {
      signIn: SIGN_INS[mode],
      advice: "Sign in.",
      authenticate: async ({ headers }) => {
        const principal = mode === "kubernetes" ? undefined : principalOf(headers);
        return ok({ id: "session", ...(principal && { principal }) });
      },
    },
    api: {
      challenge: "Bearer",
      advice: "Send a token.",
      query: {},
      authenticate: async ({ headers }) => ok(principalOf(headers)),
    },
  };
}

function start(mode: Mode, setting: Setting): TestServer {
  const samples = NAMESPACES.flatMap((namespace) => STATES.map((state) => APPROVALS[namespace][state]));
  const access = readAccess(SETTINGS[setting], { namesProve: mode !== "open" });
  return startTestServer(samples, { access, authenticators: authenticators(mode) });
}

interface Asked {
  readonly namespace: string;
  readonly name: string;
  readonly digest: string;
  /** Of its one message. */
  readonly key: string;
}

const TOKEN = makeCsrfToken(TEST_KEYS, "session");

function form(fields: Readonly<Record<string, string>>): RequestInit {
  const headers = { "Content-Type": "application/x-www-form-urlencoded", Origin: "http://localhost" };
  return {
    method: "POST",
    headers,
    body: new URLSearchParams({ token: TOKEN, ...fields }).toString(),
  };
}

function json(body: object): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

function requestOf(
  route: Route,
  { namespace, name, digest, key }: Asked,
): readonly [path: string, init?: RequestInit] {
  const page = `/approvals/${namespace}/${name}`;
  const list = "/api/v1/approvals";
  switch (route) {
    case "page":
      return [page];
    case "receipt":
      return [`${page}/receipt`];
    case "address of votes":
      return [`${page}/votes`];
    case "page to cancel":
      return [`${page}/cancel`];
    case "vote by form":
      return [`${page}/votes`, form({ operation: "op", digest, decision: "approve", comment: "" })];
    case "cancel by form":
      return [`${page}/cancel`, form({ operation: "op", digest, reason: "not now" })];
    case "sending again by form":
      return [`${page}/notices`, form({ notice: key })];
    case "API, sending again":
      return [`/api/v1${page}/notices`, json({ key })];
    case "inbox":
      return ["/"];
    case "API, one":
      return [`/api/v1${page}`];
    case "API, address of votes":
      return [`/api/v1${page}/votes`];
    case "API, vote":
      return [`/api/v1${page}/votes`, json({ decision: "approve" })];
    case "API, cancel":
      return [`/api/v1${page}/cancel`, json({ reason: "not now" })];
    case "API, list":
      return [list];
    case "API, list by deadline":
      return [`${list}?order=deadline`];
    case "API, list of a namespace":
      return [`${list}?namespace=${namespace}`];
    case "API, list of what waits":
      return [`${list}?waitsFor=me`];
  }
}

async function send(
  { app }: TestServer,
  who: string,
  [path, init]: readonly [string, RequestInit?],
): Promise<Response> {
  const headers = new Headers(init?.headers);
  headers.set("X-Person", who);
  return await app.request(path, { ...init, headers });
}

/** All of an answer, with the name of the approval taken out. */
async function tellAll(response: Response, name: string): Promise<string> {
  const headers = [...response.headers].filter(([header]) => header !== "etag");
  return JSON.stringify([response.status, headers, (await response.text()).replaceAll(name, "NAME")]);
}

let cells = 0;
for (const mode of MODES) {
  for (const setting of Object.keys(SETTINGS) as Setting[]) {
    describe(`in mode ${mode}, ${setting}`, () => {
      const server = start(mode, setting);
      for (const [who, person] of Object.entries(PEOPLE)) {
        for (const namespace of NAMESPACES) {
          for (const state of STATES) {
            test(`${who}: what is ${state} in ${namespace}`, async () => {
              cells += ROUTES.length;
              await tryAll(server, who, { mode, setting, person, namespace, state });
            });
          }
        }
      }
    });
  }
}

async function tryAll(server: TestServer, who: string, cell: Cell): Promise<void> {
  const { namespace, state } = cell;
  const sample = APPROVALS[namespace][state];
  const name = nameOf(namespace, state);
  const digest = computeDigest(sample.task.spec);
  const key = keyOfFirst(sample.task, state === "pending" ? "request" : "outcome");
  // As long as the other one.
  const missing = `x${name.slice(1)}`;
  for (const route of ROUTES) {
    const response = await send(server, who, requestOf(route, { namespace, name, digest, key }));
    const { status, isListed } = expect(route, cell);
    assert.equal(response.status, status, `${route}: ${await response.clone().text()}`);
    if (isListed !== undefined) {
      const text = await response.clone().text();
      const isThere = text.includes(titleOf(namespace, state));
      assert.equal(isThere, isListed, route);
    }
    if (status === 404) {
      const nothing = await send(server, who, requestOf(route, { namespace, name: missing, digest, key }));
      assert.equal(await tellAll(response, name), await tellAll(nothing, missing), route);
    }
    if (status === 201 || status === 202 || (status === 303 && route.endsWith("by form")))
      server.approvals.put(sample);
  }
}

test("there are as many cells as are worth the name", { concurrency: false }, () => {
  assert.ok(cells >= 4_000, `${cells} cells`);
});
