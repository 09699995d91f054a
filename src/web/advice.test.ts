// What a refusal advises is done here to the letter, as its reader would, and works. What a pipeline is told is followed in
// `objects/dialects/automatiko/refusals.test.ts`.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildApproval, PAGE, REF } from "../../test/kit/web/build-approval.ts";
import { away } from "../../test/kit/web/memory-approvals.ts";
import { readText } from "../../test/kit/web/read-text.ts";
import { sendLink, type Sent } from "../../test/kit/web/send-link.ts";
import { startTestServer, type TestServer } from "../../test/kit/web/start-test-server.ts";
import { readHiddenFields, TestBrowser } from "../../test/kit/web/test-browser.ts";

const VOTES = `${PAGE}/votes`;
const APPROVE = { decision: "approve", comment: "" } as const;

interface OpenForm extends TestServer {
  readonly browser: TestBrowser;
  readonly fields: Readonly<Record<string, string>>;
}

/** The form as mary has it open. */
async function openForm(): Promise<OpenForm> {
  const server = startTestServer([buildApproval()]);
  const browser = new TestBrowser(server.app);
  const page = await (await browser.get(`${PAGE}?user=mary`)).text();
  return { ...server, browser, fields: { ...readHiddenFields(page, VOTES), ...APPROVE } };
}

/** Sends the form that stands in the answer to an earlier one. */
async function sendAgain(
  { browser }: OpenForm,
  answer: Response,
  comment: string,
): Promise<{ readonly status: number; readonly to: string | null }> {
  const again = { ...readHiddenFields(await answer.text(), VOTES), ...APPROVE, comment };
  const { status, headers } = await browser.post(VOTES, again);
  return { status, to: headers.get("location") };
}

const RECORDED = { status: 303, to: `${PAGE}/receipt` } as const;

describe("on a page, it helps", () => {
  it("to read a request that has changed, and to vote again", async () => {
    const form = await openForm();
    form.approvals.put(buildApproval({ title: "Another question" }));
    const answer = await form.browser.post(VOTES, form.fields);
    assert.match(await readText(answer.clone()), /Read it again, then vote\./u);
    assert.deepEqual(await sendAgain(form, answer, ""), RECORDED);
  });

  for (const [what, comment] of [
    ["letters", "x".repeat(2_311)],
    ["characters that take more room", "日本<&".repeat(700)],
  ] as const) {
    it(`to shorten a comment of ${what} by as much as it is too long, and by no less`, async () => {
      const form = await openForm();
      const answer = await form.browser.post(VOTES, { ...form.fields, comment });
      const said = /The comment is (?<surplus>\d+) characters too long.* Shorten it\./u;
      const surplus = Number(said.exec(await readText(answer.clone()))?.groups?.["surplus"]);
      const characters = Array.from(comment);
      const still = characters.slice(0, characters.length - surplus + 1).join("");
      assert.equal((await sendAgain(form, answer.clone(), still)).status, 400);
      const shortened = characters.slice(0, characters.length - surplus).join("");
      assert.deepEqual(await sendAgain(form, answer, shortened), RECORDED);
    });
  }

  it("to open the page again when the form belongs to another session", async () => {
    const { browser, fields } = await openForm();
    await browser.get("/?user=john");
    const answer = await browser.post(VOTES, fields);
    assert.match(
      await readText(answer),
      /Open the page again, check which name it shows, and send the form from/u,
    );
    assert.match(await readText(await browser.get(PAGE)), /You say you are john/u);
    assert.equal((await browser.submit(PAGE, VOTES, APPROVE)).headers.get("location"), RECORDED.to);
  });

  it("to open the approval when a form was made up", async () => {
    const { browser, fields } = await openForm();
    const answer = await browser.post(VOTES, { ...fields, colour: "red" });
    assert.match(await readText(answer), /Open the approval's page and vote there\./u);
    assert.equal((await browser.submit(PAGE, VOTES, APPROVE)).headers.get("location"), RECORDED.to);
  });

  it("to try again when the API server did not answer", async () => {
    const form = await openForm();
    form.approvals.fail(away);
    const answer = await form.browser.post(VOTES, { ...form.fields, comment: "Go." });
    assert.match(
      await readText(answer.clone()),
      /does not answer\. Try again in a moment\. Your comment is kept/u,
    );
    form.approvals.fail(undefined);
    assert.deepEqual(await sendAgain(form, answer, "Go."), RECORDED);
  });

  it("to write %2B where a + became a blank", async () => {
    const { app } = startTestServer([buildApproval({ approvers: ["mary+ops@a.example"] })]);
    const [asWritten, asAdvised] = await Promise.all(
      ["mary+ops@a.example", "mary%2Bops@a.example"].map(async (user) => app.request(`${PAGE}?user=${user}`)),
    );
    assert.match(await readText(asWritten as Response), /write %2B there/u);
    assert.match(await (asAdvised as Response).text(), /<form class="vote"/u);
  });

  it("to open the address that the page of a foreign host name gives", async () => {
    const { app } = startTestServer([], { baseUrl: "https://approvals.example" });
    const refused = await app.request("/", { headers: { host: "elsewhere.example" } });
    const [, origin = ""] = /Open (https:\S+),/u.exec(await readText(refused)) ?? [];
    assert.equal((await app.request("/", { headers: { host: new URL(origin).host } })).status, 200);
  });

  it("to start where the page of an address that is not there says", async () => {
    const { app } = startTestServer();
    const [, start = ""] = /Start at (http:\S+)\./u.exec(await readText(await app.request("/nothing"))) ?? [];
    assert.equal((await app.request(start)).status, 200);
  });
});

describe("of a link, it helps", () => {
  /** Opens the address that was sent, less this many characters at its end. */
  const follow = async ({ browser, sent }: Sent, cut = 0): Promise<Response> => {
    const { pathname, search } = new URL(sent.url);
    return await browser.get(pathname + search.slice(0, search.length - cut));
  };

  /** Signed in, by way of the inbox. */
  const openSignedIn = async ({ app }: Sent): Promise<string> => {
    const headers = { "X-Person": "mary" };
    const [, path = ""] =
      /href="(\/approvals\/[^"]+)"/u.exec(await (await app.request("/", { headers })).text()) ?? [];
    return await (await app.request(path, { headers })).text();
  };

  it("to copy all of it where a mail program has cut it off", async () => {
    const made = sendLink();
    assert.match(await readText(await follow(made, 20)), /may have cut it off: copy all of it\./u);
    assert.equal((await follow(made)).headers.get("location"), PAGE);
    assert.match(await (await made.browser.get(PAGE)).text(), /<form class="vote"/u);
  });

  for (const [what, changes, laterMs] of [
    ["has expired", {}, 24 * 3_600_000],
    ["is for an attempt before", { attempt: 2 }, 0],
  ] as const) {
    it(`to open the approval from the inbox where it ${what}`, async () => {
      const made = sendLink(changes);
      made.clock.nowMs += laterMs;
      assert.match(
        await readText(await follow(made)),
        /Open the approval without it, from the inbox, and sign in if you are asked to\./u,
      );
      assert.match(await openSignedIn(made), /<form class="vote"/u);
    });
  }

  it("to sign in where several people have to agree", async () => {
    const made = sendLink({ strategy: "FOUR_EYES" });
    await follow(made);
    const page = await made.browser.get(PAGE);
    assert.match(await readText(page), /so you cannot vote with it\. To vote, sign in\./u);
    assert.match(await openSignedIn(made), /<form class="vote"/u);
  });
});

interface Call {
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A vote of mary by the API, unless something differs; `body` may be text. */
async function vote(
  { app }: TestServer,
  { query = "?user=mary", body = { decision: "approve" }, headers = {} }: Call = {},
): Promise<{ readonly status: number; readonly detail: string }> {
  const answer = await app.request(`/api/v1${VOTES}${query}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const { detail = "" } = (await answer.json()) as { readonly detail?: string };
  return { status: answer.status, detail };
}

describe("a program that does what it is told is served:", () => {
  for (const [advice, refused, followed] of [
    [/add \?user=NAME, and &group=NAME for each group\.$/u, { query: "" }, {}],
    [/add `user`\.$/u, { query: "?group=dba" }, { query: "?group=dba&user=mary" }],
    [/`user` more than once\. Give one\.$/u, { query: "?user=mary&user=john" }, {}],
    [/Send application\/json\.$/u, { headers: { "Content-Type": "text/plain" } }, {}],
    [
      /`colour` is not known\. Leave it out or correct its name/u,
      { body: { decision: "approve", colour: "red" } },
      {},
    ],
    [
      /Send one JSON object with each field once/u,
      { body: '{"decision":"approve","decision":"approve"}' },
      { body: '{"decision":"approve"}' },
    ],
    [/Send one JSON object/u, { body: "[]" }, { body: '{"decision":"approve"}' }],
    [
      /Send a UUID, or leave it out\./u,
      { headers: { "Idempotency-Key": "not a key" } },
      { headers: { "Idempotency-Key": "0f7d3e0c-3b0e-4f4e-9a58-0d6b6f0c7c11" } },
    ],
    [/Send a UUID, or leave it out\./u, { headers: { "Idempotency-Key": "not a key" } }, {}],
    [
      /Shorten the comment: at most 2,000 characters are allowed\.$/u,
      { body: { decision: "approve", comment: "x".repeat(70_000) } },
      { body: { decision: "approve", comment: "x".repeat(2_000) } },
    ],
    [
      /Type it again instead of pasting it\./u,
      { body: { decision: "approve", comment: "Go\u0000" } },
      { body: { decision: "approve", comment: "Go" } },
    ],
    [
      /Open http:\/\/localhost itself and do it there\.$/u,
      { headers: { Origin: "https://evil.example" } },
      { headers: { Origin: "http://localhost" } },
    ],
  ] as const satisfies readonly (readonly [RegExp, Call, Call])[]) {
    it(advice.source.slice(0, 60), async () => {
      const server = startTestServer([buildApproval()]);
      const answer = await vote(server, refused);
      assert.ok(answer.status >= 400 && answer.status < 500, String(answer.status));
      assert.match(answer.detail, advice);
      assert.equal((await vote(server, followed)).status, 201);
    });
  }

  it("reads a request that has changed, and votes on that", async () => {
    const server = startTestServer([buildApproval()]);
    const { status, detail } = await vote(server, { body: { decision: "approve", digest: "sha256:0" } });
    assert.equal(status, 409);
    assert.match(detail, /Read it again, then vote\./u);
    const read = (await (await server.app.request(`/api/v1${PAGE}`)).json()) as { readonly digest: string };
    assert.equal((await vote(server, { body: { decision: "approve", digest: read.digest } })).status, 201);
  });

  it("looks for an approval that is not there in the list that is named", async () => {
    const { app } = startTestServer([buildApproval()]);
    const { detail } = (await (await app.request("/api/v1/approvals/shop-prod/gone")).json()) as {
      readonly detail: string;
    };
    const [, list = ""] = /Look for it at (\/\S+)\./u.exec(detail) ?? [];
    const { items } = (await (await app.request(list)).json()) as {
      readonly items: { readonly name: string }[];
    };
    assert.deepEqual(
      items.map(({ name }) => name),
      [REF.name],
    );
  });

  it("starts a list again without a cursor that is not valid", async () => {
    const { app } = startTestServer([buildApproval()]);
    const answer = await app.request("/api/v1/approvals?cursor=x");
    assert.match(((await answer.json()) as { readonly detail: string }).detail, /Start again without it\./u);
    assert.equal((await app.request("/api/v1/approvals")).status, 200);
  });

  it("finds all addresses where an address that is not there says", async () => {
    const { app } = startTestServer();
    const { detail } = (await (await app.request("/api/v1/nothing")).json()) as { readonly detail: string };
    const addresses = Array.from(detail.matchAll(/http:[^\s,]+[^\s,.]/gu), ([address]) => address);
    assert.equal(addresses.length, 2);
    for (const address of addresses) assert.equal((await app.request(address)).status, 200, address);
  });

  it("uses one of the methods that an address takes", async () => {
    const { app } = startTestServer([buildApproval()]);
    const answer = await app.request("/api/v1/approvals", { method: "DELETE" });
    const { detail } = (await answer.json()) as { readonly detail: string };
    const [, first = "", second = ""] = /Use (\w+) or (\w+)\.$/u.exec(detail) ?? [];
    for (const method of [first, second]) {
      assert.equal((await app.request("/api/v1/approvals", { method })).status, 200, method);
    }
  });
});
