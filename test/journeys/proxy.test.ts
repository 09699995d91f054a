// Mode `proxy` through the whole product: people and programs are whom the proxy says, by each of its proofs, and nobody else.
import assert from "node:assert/strict";
import { type IncomingMessage, request, type RequestOptions } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";

import { OAuth2Server } from "oauth2-mock-server";

import { makeFolder } from "../kit/make-folder.ts";
import type { Settings } from "../../src/config/settings.ts";
import type { ApprovalTask, RecordedVote } from "../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { ask, BASE_URL, startProduct, type TestProduct } from "../kit/start-product.ts";
import { readHiddenFields } from "../kit/web/test-browser.ts";

type ProxySettings = NonNullable<Settings["auth"]["proxy"]>;
type Headers = Readonly<Record<string, string>>;

interface Sent extends Pick<
  RequestOptions,
  "hostname" | "port" | "socketPath" | "path" | "method" | "localAddress"
> {
  readonly headers: Headers;
}

const HEADERS = { name: "X-Forwarded-User", email: "X-Forwarded-Email", groups: "X-Forwarded-Groups" };
const SECRET_HEADER = "X-Proxy-Secret";
const [OLD, NEW] = ["o".repeat(40), "n".repeat(40)];
const LOCAL = ["127.0.0.1"];
const BY_SECRET: ProxySettings = {
  from: LOCAL,
  proof: { secret: { header: SECRET_HEADER, valueFile: "in the test" } },
  headers: HEADERS,
};

function auth(proxy: ProxySettings): {
  readonly modes: Settings["auth"]["modes"];
  readonly proxy: ProxySettings;
} {
  return { modes: ["proxy"], proxy };
}

function as(name: string, groups = "", secret = OLD): Headers {
  return {
    [HEADERS.name]: name,
    ...(groups !== "" && { [HEADERS.groups]: groups }),
    [SECRET_HEADER]: secret,
  };
}

async function send(
  options: Sent,
  body = "",
): Promise<{ readonly answer: IncomingMessage; readonly page: string }> {
  const headers = {
    host: new URL(BASE_URL).host,
    ...options.headers,
    "content-length": Buffer.byteLength(body),
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ ...options, headers, agent: false }, resolve)
      .once("error", reject)
      .end(body);
  });
  return { answer, page: await text(answer) };
}

function at({ url }: TestProduct, path: string, headers: Headers): Sent {
  const { hostname, port } = new URL(url);
  return { hostname, port, path, headers };
}

async function votesOn({ api }: TestProduct, name: string): Promise<readonly RecordedVote[]> {
  const task = await api.get<ApprovalTask>(APPROVAL_TASKS, { namespace: "default", name });
  return task.status?.votes ?? [];
}

async function voteByApi(product: TestProduct, name: string, headers: Headers): Promise<number> {
  const path = `/api/v1/approvals/default/${name}/votes`;
  const options = {
    ...at(product, path, { "content-type": "application/json", ...headers }),
    method: "POST",
  };
  return (await send(options, JSON.stringify({ decision: "approve" }))).answer.statusCode ?? 0;
}

test("people vote on pages and programs by the API as whom the proxy says", async (t) => {
  const product = await startProduct(t, { auth: auth(BY_SECRET), proxySecrets: [OLD] });
  await ask(product, "asks", { strategy: "MULTI", groups: ["dev", "ops"] });
  const path = "/approvals/default/asks";
  const { answer, page } = await send(at(product, path, as("mary", "dev")));
  assert.match(page, /<bdi>mary<\/bdi>/u);
  const cookie = answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const form = new URLSearchParams({
    ...readHiddenFields(page, `${path}/votes`),
    decision: "approve",
  }).toString();
  const post = async (headers: Headers): Promise<number | undefined> => {
    const sent = {
      "content-type": "application/x-www-form-urlencoded",
      origin: BASE_URL,
      cookie,
      ...headers,
    };
    return (await send({ ...at(product, `${path}/votes`, sent), method: "POST" }, form)).answer.statusCode;
  };
  assert.equal(await post(as("john", "dev")), 403, "a form is of the account that opened it");
  assert.equal(await post({ [SECRET_HEADER]: OLD }), 403, "and of nobody else");
  assert.equal(await post(as("mary", "dev")), 303);
  assert.equal(await voteByApi(product, "asks", as("robot", "ops")), 201);
  assert.deepEqual(
    (await votesOn(product, "asks")).map(({ by, issuer, via }) => ({ by, issuer, via })),
    [
      { by: "mary", issuer: "proxy", via: "web" },
      { by: "robot", issuer: "proxy", via: "api" },
    ],
  );
});

test("who has left a group is not asked for it any more, whatever the browser remembers", async (t) => {
  const product = await startProduct(t, { auth: auth(BY_SECRET), proxySecrets: [OLD] });
  await ask(product, "asks", { groups: ["ops"] });
  const path = "/approvals/default/asks";
  const { answer, page } = await send(at(product, path, as("mary", "ops")));
  const cookie = answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const form = new URLSearchParams({
    ...readHiddenFields(page, `${path}/votes`),
    decision: "approve",
  }).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    origin: BASE_URL,
    cookie,
    ...as("mary", "dev"),
  };
  const late = await send({ ...at(product, `${path}/votes`, headers), method: "POST" }, form);
  assert.equal(late.answer.statusCode, 403);
  assert.deepEqual(await votesOn(product, "asks"), []);
});

test("a request that says nobody takes nobody's session away", async (t) => {
  const product = await startProduct(t, { auth: auth(BY_SECRET), proxySecrets: [OLD] });
  const { answer } = await send(at(product, "/", as("mary")));
  const cookie = answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  assert.notEqual(cookie, "");
  for (const headers of [{ cookie }, {}]) {
    const nobody = await send(at(product, "/", headers));
    assert.equal(nobody.answer.headers["set-cookie"], undefined);
  }
});

test("a page of another site cannot vote with what the proxy adds by itself", async (t) => {
  const product = await startProduct(t, { auth: auth(BY_SECRET), proxySecrets: [OLD] });
  await ask(product, "asks", { approvers: ["mary"] });
  for (const [headers, status] of [
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "content-type": "text/plain" }, 415],
    [{ "content-type": "application/x-www-form-urlencoded" }, 415],
  ] as const) {
    assert.equal(
      await voteByApi(product, "asks", { ...as("mary"), ...headers }),
      status,
      JSON.stringify(headers),
    );
  }
  assert.deepEqual(await votesOn(product, "asks"), []);
  assert.equal(await voteByApi(product, "asks", as("mary")), 201);
});

test("the secret is replaced while people work: the old one counts until it is taken away", async (t) => {
  const secrets = [OLD];
  const product = await startProduct(t, { auth: auth(BY_SECRET), proxySecrets: secrets });
  const status = async (secret: string): Promise<number | undefined> =>
    (await send(at(product, "/", as("mary", "", secret)))).answer.statusCode;
  assert.deepEqual([await status(OLD), await status(NEW)], [200, 400]);
  secrets.unshift(NEW);
  assert.deepEqual([await status(OLD), await status(NEW)], [200, 200]);
  secrets.pop();
  assert.deepEqual([await status(OLD), await status(NEW)], [400, 200]);
});

test("from another address than the proxy's it is 400, with the secret too, and never nobody", async (t) => {
  const product = await startProduct(t, {
    auth: auth(BY_SECRET),
    proxySecrets: [OLD],
    listen: { host: "0.0.0.0" },
  });
  await ask(product, "asks", { approvers: ["mary"] });
  for (const [localAddress, status] of [
    ["127.0.0.1", 200],
    ["127.0.0.2", 400],
  ] as const) {
    const { answer, page } = await send({ ...at(product, "/", as("mary")), localAddress });
    assert.equal(answer.statusCode, status, localAddress);
    if (status === 400)
      assert.match(page, /comes from 127\.0\.0\.2, which is not the proxy(?:'|&#39;)s address/u);
  }
  const probes = await fetch(`${product.probeUrl}/approvals/default/asks`);
  assert.equal(probes.status, 404, "the port of probes serves nothing else");
});

test("over a Unix socket nobody but the proxy is there, and no port is open", async (t) => {
  const folder = makeFolder(t);
  const socketPath = join(folder, "socket");
  const proxy: ProxySettings = { proof: "loopback", headers: HEADERS };
  const product = await startProduct(t, { auth: auth(proxy), listen: { socket: socketPath } });
  const { page } = await send({ socketPath, path: "/", headers: { [HEADERS.name]: "mary" } });
  assert.match(page, /<bdi>mary<\/bdi>/u);
  assert.equal((await fetch(`${product.probeUrl}/livez`)).status, 200);
});

test("a program with a token of Kubernetes need not come through the proxy, and cannot use its headers", async (t) => {
  const product = await startProduct(t, {
    auth: { ...auth(BY_SECRET), modes: ["proxy", "kubernetes"] },
    proxySecrets: [OLD],
  });
  const status = async (headers: Headers): Promise<number | undefined> =>
    (await send(at(product, "/api/v1/approvals", headers))).answer.statusCode;
  assert.equal(await status({ authorization: "Bearer x.y.z" }), 401);
  assert.equal(await status({ authorization: "Bearer x.y.z", [HEADERS.name]: "mary" }), 400);
  assert.equal(await status(as("mary")), 200);
});

test("an ID token is believed of the provider alone, for the proxy alone, and while it lasts", async (t) => {
  const provider = new OAuth2Server();
  await provider.issuer.keys.generate("RS256");
  await provider.start(0, "127.0.0.1");
  t.after(() => provider.stop());
  const stranger = new OAuth2Server();
  await stranger.issuer.keys.generate("RS256");
  await stranger.start(0, "127.0.0.1");
  t.after(() => stranger.stop());
  const issuer = provider.issuer.url ?? "";
  const claims = { name: "preferred_username", email: "email", groups: "groups" };
  const proxy: ProxySettings = {
    from: LOCAL,
    proof: { idToken: { issuer, audience: "proxy", header: "Authorization", claims } },
    headers: HEADERS,
  };
  const product = await startProduct(t, { auth: auth(proxy) });
  await ask(product, "asks", { groups: ["ops"] });
  const vote = async (server: OAuth2Server, changes: object = {}): Promise<number> => {
    const token = await server.issuer.buildToken({
      scopesOrTransform: (_header, payload) =>
        Object.assign(
          payload,
          { sub: "17", aud: "proxy", preferred_username: "mary", groups: ["ops"] },
          changes,
        ),
    });
    // Whatever the headers say: the token says who it is.
    return await voteByApi(product, "asks", { authorization: `Bearer ${token}`, [HEADERS.name]: "mallory" });
  };
  const nowS = Math.floor(Date.now() / 1000);
  for (const changes of [
    { aud: "another" },
    { aud: ["proxy", "another"] },
    { azp: "another" },
    { exp: nowS - 120 },
    { iat: nowS + 600 },
    { iss: stranger.issuer.url },
    { sub: "" },
    { preferred_username: undefined },
    { groups: { 0: "ops" } },
    { events: {} },
  ]) {
    assert.equal(await vote(provider, changes), 401, JSON.stringify(changes));
  }
  assert.equal(await vote(stranger), 401);
  assert.equal(await vote(stranger, { iss: issuer }), 401);
  assert.equal(await voteByApi(product, "asks", { [HEADERS.name]: "mary", [HEADERS.groups]: "ops" }), 400);
  assert.deepEqual(await votesOn(product, "asks"), []);
  assert.equal(await vote(provider), 201);
  const [recorded] = await votesOn(product, "asks");
  assert.deepEqual(
    { by: recorded?.by, issuer: recorded?.issuer, subject: recorded?.subject },
    { by: "mary", issuer, subject: "17" },
  );
});
