// Pages know no way of signing in by name: what they offer follows from what the authenticator says of itself.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ApprovalChanges, buildApproval } from "../../../test/kit/web/build-approval.ts";
import { readText } from "../../../test/kit/web/read-text.ts";
import { startTestServer } from "../../../test/kit/web/start-test-server.ts";
import type { Authenticators, SignIn } from "../../auth/authenticator.ts";
import { readAccess } from "../../approvals/access/access-rules.ts";
import { ok } from "../../std/result.ts";

const PAGE = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";
const CHALLENGE = 'Bearer realm="test"';
const ADVICE = "Send the header X-Person.";

/** Signs in whom a header names. */
function signInBy(signIn: SignIn): Authenticators {
  const principalOf = (headers: Headers) => {
    const name = headers.get("x-person");
    if (name === null) return undefined;
    return { issuer: "company", subject: `id-of-${name}`, name, email: `${name}@a.example`, groups: [] };
  };
  return {
    pages: {
      signIn,
      advice: ADVICE,
      authenticate: async ({ headers }) => {
        const principal = principalOf(headers);
        return ok({ id: "session", ...(principal && { principal }) });
      },
    },
    api: {
      challenge: CHALLENGE,
      advice: ADVICE,
      query: {},
      authenticate: async ({ headers }) => ok(principalOf(headers)),
    },
  };
}

const NAMED = readAccess({}, { namesProve: true });

async function open(signIn: SignIn, path: string, person?: string): Promise<string> {
  const votes = [
    {
      by: "john",
      issuer: "company",
      subject: "id-of-john",
      decision: "approve",
      comment: "",
      time: "2026-11-24T13:52:10Z",
      via: "web",
      stage: 1,
    },
  ] as const;
  const approvals = [buildApproval({ strategy: "MULTI", votes })];
  const { app } = startTestServer(approvals, { authenticators: signInBy(signIn), access: NAMED });
  const response = await app.request(path, { headers: person === undefined ? {} : { "X-Person": person } });
  assert.equal(response.headers.get("set-cookie"), null);
  return await response.text();
}

const LOGIN: SignIn = { kind: "login", href: "/login/company" };
const PROXY: SignIn = { kind: "proxy" };
const NONE: SignIn = { kind: "none" };
const PATHS = ["/", PAGE, `${PAGE}/receipt`, "/api", "/nothing"];

describe("where people log in", () => {
  it("every page leads nobody to the login, and back", async () => {
    for (const path of PATHS) {
      const link = `<a href="/login/company?next=${encodeURIComponent(path)}">Sign in</a>`;
      assert.ok((await open(LOGIN, path)).includes(link), path);
    }
  });

  it("the inbox and an approval say what it is for, and show nothing before", async () => {
    assert.match(await open(LOGIN, "/"), /To see what waits for you, sign in\./u);
    const page = await open(LOGIN, PAGE);
    assert.match(page, /To see this page, sign in\./u);
    assert.doesNotMatch(page, /2\.14\.0/u);
  });

  it("somebody may continue as somebody else", async () => {
    const html = await open(LOGIN, PAGE, "eve");
    assert.match(html, /<bdi>eve<\/bdi><\/span> <a href="\/me">Account<\/a>/u);
    assert.match(html, /, or <a href="\/login\/company\?next=[^"]+">continue as somebody else<\/a>/u);
  });
});

describe("where a proxy signs people in", () => {
  it("no page offers what it cannot do", async () => {
    for (const path of PATHS) {
      for (const person of [undefined, "eve"]) {
        const html = await open(PROXY, path, person);
        assert.doesNotMatch(html, /\?next=|Sign in<|Say who you are|somebody else|>Change</u, path);
      }
    }
  });

  it("the inbox and an approval say whom to ask", async () => {
    assert.match(await open(PROXY, "/"), /To see what waits for you, you must be signed in before you come/u);
    assert.match(await open(PROXY, PAGE), /To see this page, you must be signed in before you come here\./u);
  });
});

describe("where nobody signs in on pages", () => {
  it("no page offers it, and the inbox and an approval name the API", async () => {
    for (const path of PATHS) {
      assert.doesNotMatch(await open(NONE, path), /\?next=|Sign in<|Say who you are|>Change</u, path);
    }
    assert.match(
      await open(NONE, "/"),
      /To see what waits for you, use the API: nobody can sign in on these pages/u,
    );
    assert.match(
      await open(NONE, PAGE),
      /To see this page, use the API: nobody can sign in on these pages\./u,
    );
  });
});

describe("where names are proven", () => {
  for (const signIn of [LOGIN, PROXY, NONE]) {
    it(`no page warns of claims, and nobody can make one (${signIn.kind})`, async () => {
      for (const path of PATHS) {
        for (const person of [undefined, "mary"]) {
          const html = await open(signIn, path, person);
          assert.doesNotMatch(html, /claim|class="banner"|action="\/identity"/iu, path);
        }
      }
      assert.match(await open(signIn, "/identity"), /There is nothing at this address/u);
    });
  }

  it("a program that says in its query who it is gets told that this is no such key", async () => {
    for (const path of ["/api/v1/approvals", `/api/v1${PAGE}`]) {
      const { status, detail } = JSON.parse(await open(LOGIN, `${path}?user=mary`, "mary")) as {
        readonly status: number;
        readonly detail: string;
      };
      assert.equal(status, 400);
      assert.match(detail, /^The query key `user` is not known\./u);
    }
  });

  it("a program that is nobody is told by which scheme it signs in, and how", async () => {
    const { app } = startTestServer([buildApproval()], { authenticators: signInBy(LOGIN) });
    const response = await app.request(`/api/v1${PAGE}/votes`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ decision: "approve" }),
    });
    assert.equal(response.status, 401);
    assert.equal(response.headers.get("www-authenticate"), CHALLENGE);
    assert.match(
      await response.text(),
      /nobody is signed in\. Nothing was changed\. Send the header X-Person\."/u,
    );
  });

  it("a vote says who vouched for the name, and is its voter's own", async () => {
    assert.match(await open(LOGIN, PAGE, "mary"), /approved, on the web, signed in with company/u);
    assert.match(await open(LOGIN, PAGE, "john"), /You have voted/u);
  });
});

describe("who is known by an e-mail address", () => {
  const asked = (approvers: readonly string[], votes: ApprovalChanges["votes"] = []) =>
    startTestServer([buildApproval({ strategy: "MULTI", approvers, votes })], {
      authenticators: signInBy(LOGIN),
    });
  const mary = { "X-Person": "mary" };

  it("is asked by it, and is told so", async () => {
    const { app } = asked(["mary@a.example", "john"]);
    const text = await readText(await app.request(PAGE, { headers: mary }));
    assert.match(text, /You, mary@a\.example named/u);
    assert.match(text, /Waits for You and john/u);
  });

  it("and is not asked is told as whom they are known, by which means, and what differs", async () => {
    const { app } = asked(["mary@b.example"]);
    const text = await readText(await app.request(PAGE, { headers: mary }));
    assert.match(text, /You are known as mary mary@a\.example signed in with company Your groups none/u);
    assert.match(text, /and your e-mail address is mary@a\.example: they differ in the domain\./u);
  });

  it("finds name, address and means on the receipt, and is not waited for any more", async () => {
    const vote = { by: "mary", issuer: "company", subject: "id-of-mary", email: "mary@a.example" };
    const { app } = asked(["mary@a.example", "john"], [vote]);
    const receipt = await readText(await app.request(`${PAGE}/receipt`, { headers: mary }));
    assert.match(receipt, /Vote Approve on the web, signed in with company By mary mary@a\.example When/u);
    assert.match(receipt, /Who is asked .* You, mary@a\.example approved john has not voted/u);
    const page = await readText(await app.request(PAGE, { headers: mary }));
    assert.match(page, /Waits for john/u);
  });
});
