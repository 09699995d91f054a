// Programs that show an ID token of a provider, made for the client that is set up for programs.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test, type TestContext } from "node:test";

import { DEMO_CLI_CLIENT, DEMO_CLIENT } from "../../sandbox/demo/provider/demo-provider.ts";
import { LOGIN_SECRET, type LoginWorld, startLoginWorld } from "../kit/start-login.ts";
import { ask } from "../kit/start-product.ts";
import { Visitor } from "../kit/web/visitor.ts";

const MARY = "100";

type Tokens = Readonly<Record<"id_token" | "access_token", string>>;

/** As a command line gets them: by code and PKCE, in a browser. */
async function getTokens({ providers, replicas }: LoginWorld, clientId: string): Promise<Tokens> {
  const [issuer, redirectUri] = [providers[0]?.issuer, `${replicas[0]?.baseUrl}/sign-in/provider-1/callback`];
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile email groups",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const visitor = new Visitor();
  const there = await visitor.open(`${issuer}/auth?${query.toString()}`);
  const { url } = await visitor.signInAs(there, MARY, ({ pathname }) => pathname.endsWith("/callback"));
  const basic = Buffer.from(`${clientId}:${LOGIN_SECRET.replaceAll(" ", "+")}`).toString("base64");
  const isOwn = clientId === DEMO_CLIENT;
  const answer = await fetch(`${issuer}/token`, {
    method: "POST",
    headers: isOwn ? { Authorization: `Basic ${basic}` } : {},
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: url.searchParams.get("code") ?? "",
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...(isOwn ? {} : { client_id: clientId }),
    }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as Tokens;
}

async function start(t: TestContext, saysAll = true) {
  const world = await startLoginWorld(t, { saysAll });
  await ask(world.cluster, "release", { approvers: ["mary"] });
  const url = `${world.replicas[0]?.baseUrl}/api/v1/approvals/default/release`;
  const vote = async (token: string): Promise<Response> =>
    await fetch(`${url}/votes`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ decision: "approve" }),
    });
  return { world, vote };
}

test("a program votes as whom its token names", async (t) => {
  const { world, vote } = await start(t);
  const { id_token: token } = await getTokens(world, DEMO_CLI_CLIENT);
  const answer = await vote(token);
  assert.equal(answer.status, 201, await answer.clone().text());
  const { votes } = (await answer.json()) as {
    readonly votes: readonly Readonly<Record<string, string>>[];
  };
  assert.deepEqual(
    votes.map(({ by, issuer, via }) => ({ by, issuer, via })),
    [{ by: "mary", issuer: world.providers[0]?.issuer, via: "api" }],
  );
});

test("a token of the pages' own client, an access token, and one that is not whole are 401, and nobody's vote", async (t) => {
  const { world, vote } = await start(t);
  const own = await getTokens(world, DEMO_CLIENT);
  const cli = await getTokens(world, DEMO_CLI_CLIENT);
  for (const token of [
    own.id_token,
    own.access_token,
    cli.access_token,
    cli.id_token.slice(0, -2),
    `${cli.id_token}A`,
  ]) {
    const answer = await vote(token);
    assert.equal(answer.status, 401, await answer.text());
    assert.equal(answer.headers.get("www-authenticate"), 'Bearer realm="countersign"');
  }
});

test("a token that names nobody is 401, and says which claim is missing", async (t) => {
  const { world, vote } = await start(t, false);
  const answer = await vote((await getTokens(world, DEMO_CLI_CLIENT)).id_token);
  assert.equal(answer.status, 401);
  assert.match(await answer.text(), /no claim preferred_username/u);
});
