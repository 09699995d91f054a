// Programs with a token of Kubernetes, before the whole product: who they are is what the API server says, or nothing.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ask, startProduct, type TestProduct, vote } from "../kit/start-product.ts";
import { makeAccount, requestToken } from "../kit/request-token.ts";

const ROBOT = { namespace: "default", name: "robot" };
const NAME = "system:serviceaccount:default:robot";

interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly votes?: readonly unknown[];
}

async function voteWith(product: TestProduct, name: string, token?: string): Promise<Response> {
  const url = `${product.url}/api/v1/approvals/default/${name}/votes`;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { "content-type": "application/json", ...authorization };
  return await fetch(url, { method: "POST", headers, body: '{"decision":"approve"}' });
}

test("a token for us votes in its account's name; any other is 401, and votes for nobody", async (t) => {
  const product = await startProduct(t, { auth: "kubernetes" });
  const { connection } = product;
  await makeAccount(connection, ROBOT);
  await ask(product, "asks", { approvers: [NAME] });

  for (const token of [
    await requestToken(connection, ROBOT, []),
    await requestToken(connection, ROBOT, ["somebody-else"]),
    "guessed",
    "",
  ]) {
    const refused = await voteWith(product, "asks", token);
    assert.equal(refused.status, 401);
    assert.equal(refused.headers.get("www-authenticate"), 'Bearer realm="countersign"');
    const list = await fetch(`${product.url}/api/v1/approvals`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(list.status, 401, "not even reading is done as nobody");
  }
  assert.equal((await voteWith(product, "asks")).status, 401);
  assert.equal((await vote(product, "asks", NAME)).status, 401, "a claim in the query is no name");

  const token = await requestToken(connection, ROBOT, ["countersign"]);
  const voted = await voteWith(product, "asks", token);
  assert.equal(voted.status, 201, await voted.clone().text());
  const { votes } = (await voted.json()) as {
    readonly votes: readonly Readonly<Record<string, string>>[];
  };
  assert.deepEqual(
    votes.map(({ by, issuer, via }) => ({ by, issuer, via })),
    [{ by: NAME, issuer: "kubernetes", via: "api" }],
  );
});

test("while the API server is away, a token that was just good still is, and of another nothing is known", async (t) => {
  const product = await startProduct(t, { auth: "kubernetes" });
  const { connection, kube } = product;
  await makeAccount(connection, ROBOT);
  await ask(product, "asks", { approvers: [NAME] });
  const [known, other] = [
    await requestToken(connection, ROBOT, ["countersign"]),
    await requestToken(connection, ROBOT, ["countersign"]),
  ];
  const list = async (token: string): Promise<Response> =>
    await fetch(`${product.url}/api/v1/approvals`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await list(known)).status, 200);
  kube.setFaults(({ resource }) => (resource === "tokenreviews" ? { refuse: { code: 503 } } : undefined));
  assert.equal((await list(known)).status, 200);
  const answer = await list(other);
  assert.equal(answer.status, 503);
  const { type, detail } = (await answer.json()) as Problem;
  assert.match(type, /#unavailable$/u);
  assert.match(
    detail,
    /^The cluster's API server does not answer\. So it is not known whose token it is\. Nothing/u,
  );
  assert.equal((await voteWith(product, "asks", other)).status, 503);
  kube.setFaults(undefined);
  assert.equal((await voteWith(product, "asks", other)).status, 201);
});

test("the description of the API says that it takes bearer tokens", async (t) => {
  const { url } = await startProduct(t, { auth: "kubernetes" });
  const described = (await (await fetch(`${url}/api/openapi.json`)).json()) as {
    readonly security: unknown;
    readonly components: { readonly securitySchemes: unknown };
  };
  assert.deepEqual(described.security, [{ bearer: [] }]);
  assert.deepEqual(described.components.securitySchemes, { bearer: { type: "http", scheme: "bearer" } });
});

test("without a name nothing is shown, on pages or by the API, whatever the browser sends", async (t) => {
  const product = await startProduct(t, { auth: "kubernetes" });
  await makeAccount(product.connection, ROBOT);
  await ask(product, "asks", { approvers: [NAME] });
  const authorization = `Bearer ${await requestToken(product.connection, ROBOT, ["countersign"])}`;
  const page = await fetch(`${product.url}/approvals/default/asks`, { headers: { authorization } });
  assert.equal(page.status, 401);
  assert.equal(page.headers.get("set-cookie"), null);
  const html = await page.text();
  assert.match(html, /use the API: nobody can sign in on these pages/u);
  assert.doesNotMatch(html, /<form class="vote"|Open mode|robot/u);
  const program = await fetch(`${product.url}/api/v1/approvals/default/asks`);
  assert.equal(program.status, 401);
  assert.doesNotMatch(await program.text(), /robot/u);
});
