// Whoever could not be signed in does what the page or the answer says, to the letter, and is known then.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { OAuth2Server } from "oauth2-mock-server";

import type { Settings } from "../../src/config/settings.ts";
import { makeAccount, requestToken } from "../kit/request-token.ts";
import { startLoginWorld } from "../kit/start-login.ts";
import { ask, BASE_URL, startProduct } from "../kit/start-product.ts";
import { type VisitedPage, Visitor } from "../kit/web/visitor.ts";

/** Of the demo's people. */
const MARY = "100";
const HEADERS = { name: "X-Forwarded-User", groups: "X-Forwarded-Groups" };
const SECRET_HEADER = "X-Proxy-Secret";
const SECRET = "s".repeat(40);
const HOUR_S = 3_600;

/** Where the page's own link of that text leads. */
function linkOf({ text, url }: VisitedPage, label: string): URL {
  const [, href = ""] = new RegExp(`href="([^"]+)">${label}</a>`, "u").exec(text) ?? [];
  assert.notEqual(href, "", `${label} is a link of: ${text}`);
  return new URL(href.replaceAll("&amp;", "&"), url);
}

describe("at a provider", () => {
  it("trying again leads in, once it answers, once one says yes, and in the browser in which one began", async (t) => {
    const world = await startLoginWorld(t, { awayAtFirst: true });
    const visitor = new Visitor();
    const away = await visitor.open(`${world.replicas[0]?.baseUrl}/sign-in?next=/me`);
    assert.match(away.text, /does not answer, .* Try again in a while\./u);
    await world.bring();

    const there = await visitor.open(linkOf(away, "Try again"));
    const declined = await visitor.submit(there, there.url.pathname, { cancel: "yes" });
    assert.match(declined.text, /did not let you in here, or you did not want it to\./u);

    const again = await visitor.open(linkOf(declined, "Try again"));
    const { url: callback } = await visitor.signInAs(again, MARY, ({ pathname }) =>
      pathname.endsWith("/callback"),
    );
    const elsewhere = new Visitor();
    const stray = await elsewhere.open(callback);
    assert.match(stray.text, /was not begun in this browser, .* Sign in again\./u);
    const signedIn = await elsewhere.signInAs(await elsewhere.open(linkOf(stray, "Try again")), MARY);
    assert.match((await elsewhere.open(new URL("/me", signedIn.url))).text, /Who you are here/u);
    assert.equal((await visitor.open(callback)).url.pathname, "/me", "and the first browser goes on");
  });
});

type ProxySettings = NonNullable<Settings["auth"]["proxy"]>;
type Sent = Readonly<Record<string, string>>;

/** The product behind a proxy; who adds what a proxy adds is known. */
async function startBehindProxy(t: Parameters<typeof startProduct>[0], proof: ProxySettings["proof"]) {
  const proxy: ProxySettings = { from: ["127.0.0.1"], proof, headers: HEADERS };
  const product = await startProduct(t, { auth: { modes: ["proxy"], proxy }, proxySecrets: [SECRET] });
  await ask(product, "asks", { approvers: ["mary"] });
  return async (headers: Sent, host = new URL(BASE_URL).host): Promise<VisitedPage> => {
    const url = new URL("/approvals/default/asks", product.url);
    const answer = await new Visitor().request(url, { headers: { host, ...headers } });
    return { url, status: answer.status, text: await answer.text() };
  };
}

const VOTE_FORM = /<form class="vote"/u;

describe("behind a proxy", () => {
  it("the address that is named leads through it", async (t) => {
    const open = await startBehindProxy(t, { secret: { header: SECRET_HEADER, valueFile: "in the test" } });
    const past = await open({ [HEADERS.name]: "mary" });
    assert.equal(past.status, 400);
    const [, address = ""] =
      /Nothing was changed\. Open (\S+), which leads through the proxy/u.exec(past.text) ?? [];
    const through = { [HEADERS.name]: "mary", [SECRET_HEADER]: SECRET };
    assert.match((await open(through, new URL(address).host)).text, VOTE_FORM);
  });

  it("the page is there again with the token that the proxy has renewed", async (t) => {
    const provider = new OAuth2Server();
    await provider.issuer.keys.generate("RS256");
    await provider.start(0, "127.0.0.1");
    t.after(() => provider.stop());
    const issuer = provider.issuer.url ?? "";
    const claims = { name: "preferred_username", email: "email", groups: "groups" };
    const open = await startBehindProxy(t, {
      idToken: { issuer, audience: "proxy", header: "Authorization", claims },
    });
    const openUntil = async (exp: number): Promise<VisitedPage> => {
      const says = { sub: "17", aud: "proxy", preferred_username: "mary", exp };
      const token = await provider.issuer.buildToken({
        scopesOrTransform: (_header, payload) => Object.assign(payload, says),
      });
      return await open({ Authorization: `Bearer ${token}` });
    };
    const nowS = Math.floor(Date.now() / 1_000);
    assert.match((await openUntil(nowS - HOUR_S)).text, /Nothing was changed\. Open the page again; /u);
    assert.match((await openUntil(nowS + HOUR_S)).text, VOTE_FORM);
  });
});

it("a program makes the token that it is told to make, and sends it where it is told to", async (t) => {
  const product = await startProduct(t, { auth: "kubernetes" });
  const robot = { namespace: "default", name: "robot" };
  await makeAccount(product.connection, robot);
  const list = `${product.url}/api/v1/approvals`;
  const { detail } = (await (await fetch(list)).json()) as { readonly detail: string };
  const advice =
    /Send the header (\w+): (\w+) TOKEN\. Make one with: kubectl create token SERVICEACCOUNT --audience=(\S+)$/u;
  const [, header = "", scheme = "", audience = ""] = advice.exec(detail) ?? [];
  const token = await requestToken(product.connection, robot, [audience]);
  assert.equal((await fetch(list, { headers: { [header]: `${scheme} ${token}` } })).status, 200);
});
