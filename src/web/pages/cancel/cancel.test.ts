// Cancelling on the pages: who is offered it, what the form says, and what comes of it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { buildApproval, PAGE, REF, TEST_NOW_MS } from "../../../../test/kit/web/build-approval.ts";
import { away, awayFromWrite } from "../../../../test/kit/web/memory-approvals.ts";
import { readText } from "../../../../test/kit/web/read-text.ts";
import { startTestServer, type TestServer } from "../../../../test/kit/web/start-test-server.ts";
import { readHiddenFields, TestBrowser } from "../../../../test/kit/web/test-browser.ts";
import { createFakeLogin, FAKE_PROVIDERS } from "../../../../test/kit/web/fake-login.ts";
import type { PageAuthenticator } from "../../../auth/authenticator.ts";
import { ok } from "../../../std/result.ts";
import { readAccess } from "../../../approvals/access/access-rules.ts";

const CANCEL = `${PAGE}/cancel`;
const access = readAccess({ cancel: { users: ["ines"] } }, { namesProve: false });

function start(): TestServer & { readonly ines: TestBrowser } {
  const server = startTestServer([buildApproval()], { access });
  return { ...server, ines: new TestBrowser(server.app) };
}

async function send(browser: TestBrowser, reason: string): Promise<Response> {
  await browser.get("/?user=ines");
  return await browser.submit(CANCEL, CANCEL, { reason });
}

describe("the way to cancel", () => {
  it("is shown to who may, on the approval's page and on its own", async () => {
    const { app } = start();
    assert.match(await (await app.request(`${PAGE}?user=ines`)).text(), new RegExp(`href="${CANCEL}"`, "u"));
    const form = await app.request(`${CANCEL}?user=ines`);
    assert.equal(form.status, 200);
    const text = await readText(form);
    assert.match(text, /Cancel this approval\?.*Release shop-web 2\.14\.0 to production.*Waits for/u);
    assert.match(text, /Nobody can vote any more, no other attempt begins, and it cannot be taken back/u);
  });

  it("is shown to nobody else, voters among them", async () => {
    const { app, approvals } = start();
    for (const query of ["", "?user=mary", "?user=eve"]) {
      assert.doesNotMatch(await (await app.request(`${PAGE}${query}`)).text(), /\/cancel"/u, query);
    }
    const refused = await app.request(`${CANCEL}?user=mary`);
    assert.equal(refused.status, 403);
    assert.match(await readText(refused), /You may see this approval, but not cancel it/u);
    assert.equal((await app.request(CANCEL)).status, 401);
    assert.equal(approvals.find(REF)?.state, "pending");
  });

  it("leads to what was decided once it has ended", async () => {
    const { app, approvals } = start();
    approvals.put(buildApproval({ votes: [{ by: "mary" }] }));
    const answer = await app.request(`${CANCEL}?user=ines`);
    assert.deepEqual([answer.status, answer.headers.get("location")], [303, PAGE]);
    assert.doesNotMatch(await (await app.request(`${PAGE}?user=ines`)).text(), /\/cancel"/u);
  });

  it("is not there for an approval that is not there", async () => {
    const { app } = start();
    const answer = await app.request("/approvals/shop-prod/other/cancel?user=ines");
    assert.equal(answer.status, 404);
  });
});

describe("a cancellation", () => {
  it("leads to the receipt, which says who did it, why and how", async () => {
    const { ines, approvals } = start();
    const answer = await send(ines, "wrong\nversion");
    assert.deepEqual([answer.status, answer.headers.get("location")], [303, `${PAGE}/receipt`]);
    const receipt = await readText(await ines.get(`${PAGE}/receipt`));
    assert.match(receipt, /No vote is needed any more/u);
    assert.match(receipt, /Cancelled by ines: “wrong version”\./u);
    assert.match(receipt, /Cancelled by ines , on the web, name claimed in open mode Because wrong version/u);
    assert.equal(approvals.find(REF)?.cancellation?.via, "web");
  });

  it("is in the history, for who has the page open and for who comes later", async () => {
    const { app, ines } = start();
    await send(ines, "wrong version");
    const page = await readText(await app.request(`${PAGE}?user=mary`));
    assert.match(page, /What happened .*Cancelled by ines: “wrong version”\./u);
    assert.doesNotMatch(page, /class="vote"/u);
  });

  it("sent twice is one, and leads to the receipt both times", async () => {
    const { ines, app } = start();
    await ines.get("/?user=ines");
    const fields = readHiddenFields(await (await ines.get(CANCEL)).text(), CANCEL);
    for (let time = 0; time < 2; time += 1) {
      const answer = await ines.post(CANCEL, { ...fields, reason: "wrong version" });
      assert.equal(answer.headers.get("location"), `${PAGE}/receipt`);
    }
    assert.equal((await app.request(`${PAGE}?user=ines`)).status, 200);
  });

  it("without a reason, or with one that is too long, gives the form back with what was typed", async () => {
    const { ines, approvals } = start();
    const long = "x".repeat(401);
    for (const [reason, fault] of [
      [" ", /The reason is empty\. Say why/u],
      [long, /The reason is 1 character too long/u],
    ] as const) {
      const answer = await send(ines, reason);
      assert.equal(answer.status, 400);
      const html = await answer.text();
      assert.match(html, fault);
      assert.match(html, /aria-invalid="true"/u);
      if (reason === long) assert.ok(html.includes(long));
    }
    assert.equal(approvals.find(REF)?.state, "pending");
  });

  it("that the API server does not take says what is certain, and keeps the reason", async () => {
    const { ines, approvals } = start();
    for (const [fault, words] of [
      [away, /The approval was not cancelled\. The cluster(?:'|&#39;)s API server does not answer/u],
      [awayFromWrite(), /It is not known whether the approval is cancelled/u],
    ] as const) {
      approvals.fail(fault);
      const answer = await send(ines, "wrong version");
      assert.equal(answer.status, 503);
      const html = await answer.text();
      assert.match(html, words);
      assert.match(html, />\nwrong version<\/textarea>/u);
      approvals.fail(undefined);
    }
  });

  it("of something that was decided meanwhile says so, and keeps the reason", async () => {
    const { ines, approvals } = start();
    await ines.get("/?user=ines");
    const fields = readHiddenFields(await (await ines.get(CANCEL)).text(), CANCEL);
    approvals.put(buildApproval({ votes: [{ by: "mary" }] }));
    const answer = await ines.post(CANCEL, { ...fields, reason: "keep me" });
    assert.equal(answer.status, 409);
    const text = await readText(answer);
    assert.match(text, /It is decided: Approved by mary\. The approval was not cancelled/u);
    assert.match(text, /What you wrote keep me/u);
  });
});

describe("the form", () => {
  it("is refused without its token, from another site, and with fields of its sender", async () => {
    const { ines, approvals } = start();
    await ines.get("/?user=ines");
    const digest = approvals.find(REF)?.digest ?? "";
    const plain = await ines.post(CANCEL, { digest, reason: "no token" });
    assert.equal(plain.status, 403);
    assert.match(await readText(plain), /What you wrote no token/u);
    const page = await (await ines.get(CANCEL)).text();
    const token = /name="token" value="(?<token>[^"]+)"/u.exec(page)?.groups?.["token"] ?? "";
    const foreign = { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };
    assert.equal((await ines.post(CANCEL, { token, digest, reason: "x" }, foreign)).status, 403);
    assert.equal((await ines.post(CANCEL, { token, digest, reason: "x", by: "ada" })).status, 400);
    assert.equal((await ines.post(CANCEL, { token, reason: "x" })).status, 400);
    assert.equal(approvals.find(REF)?.state, "pending");
  });
});

describe("a cancellation by somebody whom the provider has not named for a while", () => {
  const ines = { issuer: "company", subject: "id-of-ines", name: "ines", groups: [] };
  const [provider] = FAKE_PROVIDERS;
  assert.ok(provider !== undefined);
  const { authenticators } = createFakeLogin(ines);
  const TIMES = { signedInMs: TEST_NOW_MS, endsMs: TEST_NOW_MS + 3_600_000, leftOut: 0 };
  let isStale = true;
  const pages: PageAuthenticator = {
    ...authenticators.pages,
    authenticate: async () => ok({ id: "session", principal: ines, login: { provider, isStale, ...TIMES } }),
  };

  it("waits until it has, and the reason is kept", async () => {
    const { app, approvals } = startTestServer([buildApproval()], {
      access,
      authenticators: { ...authenticators, pages },
    });
    const browser = new TestBrowser(app);
    const fields = readHiddenFields(await (await browser.get(CANCEL)).text(), CANCEL);
    const held = await browser.post(CANCEL, { ...fields, reason: "wrong version" });
    assert.equal(held.status, 403);
    const drafts = held.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    assert.match(
      await readText(held),
      /Cancelling counts only if Company login has recently said who you are/u,
    );
    assert.equal(approvals.find(REF)?.state, "pending");

    isStale = false;
    const again = await app.request(CANCEL, { headers: { Cookie: drafts.join("; ") } });
    const html = await again.text();
    assert.match(html, />\nwrong version<\/textarea>/u);
    assert.doesNotMatch(html, /aria-invalid/u);
    const kept = readHiddenFields(html, CANCEL);
    assert.equal(kept["operation"], fields["operation"]);
    const done = await browser.post(CANCEL, { ...kept, reason: "wrong version" });
    assert.equal(done.headers.get("location"), `${PAGE}/receipt`);
  });
});
