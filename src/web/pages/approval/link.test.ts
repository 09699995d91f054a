// What somebody gets who came by a link: one approval, and a vote where that is switched on; whatever else is tried, 0 votes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { makeNotice, makeNoticeRecord } from "../../../../test/kit/make-notice.ts";
import { buildApproval, PAGE, REF } from "../../../../test/kit/web/build-approval.ts";
import { readText } from "../../../../test/kit/web/read-text.ts";
import { ORIGIN, type Sent, sendLink } from "../../../../test/kit/web/send-link.ts";
import { TEST_KEYS } from "../../../../test/kit/web/start-test-server.ts";
import { readHiddenFields } from "../../../../test/kit/web/test-browser.ts";
import type { SentLink } from "../../../auth/authenticators/link.ts";
import { makeCsrfToken } from "../../../auth/csrf.ts";
import { fixedKeys } from "../../../auth/signing-keys.ts";

const VOTES = `${PAGE}/votes`;

const pathOf = ({ url }: SentLink): string => url.slice(ORIGIN.length);

/** As a person does it: opens the link, reads, types the code. */
async function voteBy(
  { browser, sent }: Pick<Sent, "browser" | "sent">,
  { code = sent.code, decision = "approve" } = {},
): Promise<Response> {
  await browser.get(pathOf(sent));
  return await browser.submit(PAGE, VOTES, { comment: "Fine.", code, decision });
}

function votesOn({ approvals }: Pick<Sent, "approvals">): number {
  return approvals.find(REF)?.votes.length ?? 0;
}

describe("a link that is opened", () => {
  it("is exchanged at once: a cookie, a clean address, nothing kept and nothing told to others", async () => {
    const { browser, sent, lines } = sendLink();
    const response = await browser.get(pathOf(sent));
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), PAGE);
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(response.headers.get("referrer-policy"), "no-referrer");
    assert.match(response.headers.get("set-cookie") ?? "", /^countersign-link=.*; HttpOnly; SameSite=Lax/u);
    const page = await browser.get(PAGE);
    const token = new URL(sent.url).searchParams.get("link") ?? "";
    const html = await page.text();
    assert.ok(!html.includes(token) && !html.includes(sent.code), "neither link nor code is in the page");
    assert.match(html, /<bdi>mary<\/bdi>/u);
    assert.ok(lines.length > 0 && lines.every((line) => !line.includes(token) && !line.includes(sent.code)));
  });

  it("is in no log line when it is refused, either", async () => {
    const { app, sent, lines, clock } = sendLink();
    clock.nowMs += 25 * 3_600_000;
    for (const path of [
      pathOf(sent),
      pathOf(sent).replace("?", "/?"),
      pathOf(sent).replace("shop-prod", "x"),
    ]) {
      assert.notEqual((await app.request(path)).status, 200);
    }
    const token = new URL(sent.url).searchParams.get("link") ?? "";
    assert.ok(lines.length > 0 && lines.every((line) => !line.includes(token)));
  });

  it("shows that approval and no other, no list, and no count of others", async () => {
    const made = sendLink();
    made.approvals.put(buildApproval({ name: "other", title: "Another one" }));
    await made.browser.get(pathOf(made.sent));
    assert.match(await readText(await made.browser.get(PAGE)), /Release shop-web 2\.14\.0/u);
    assert.doesNotMatch(await readText(await made.browser.get(PAGE)), /Inbox \d/u);
    assert.doesNotMatch(
      await readText(await made.browser.get(`${PAGE}/receipt`)),
      /Another one|else waits for you|more waits? for you/u,
    );
    for (const path of ["/", PAGE.replace(REF.name, "other"), `/api/v1${PAGE}`, "/api/v1/approvals"]) {
      assert.doesNotMatch(
        await readText(await made.browser.get(path)),
        /mary|Another one|Release shop-web/u,
        path,
      );
    }
  });

  it("does not take the place of who is signed in", async () => {
    const { app, sent } = sendLink();
    const response = await app.request(pathOf(sent), { headers: { "X-Person": "john" } });
    assert.deepEqual([response.status, response.headers.get("set-cookie")], [303, null]);
    const cookie = pathOf(sent).replace(/^.*\?link=/u, "countersign-link=");
    const page = await app.request(PAGE, { headers: { "X-Person": "john", cookie } });
    const text = await readText(page);
    assert.match(text, /You, john/u);
    assert.doesNotMatch(text, /You, mary|Code from your message/u);
  });

  for (const [what, changes, later, told] of [
    ["has expired", {}, 24 * 3_600_000, "This link has expired."],
    ["is for another attempt", { attempt: 2 }, 0, "This link is for attempt 2"],
    ["is for another of that name", { uid: "uid-1" }, 0, "The approval that this link was for is gone."],
  ] as const) {
    it(`and ${what} shows nothing, and says so`, async () => {
      const { browser, sent, clock } = sendLink(changes);
      clock.nowMs += later;
      const response = await browser.get(pathOf(sent));
      assert.deepEqual([response.status, response.headers.get("set-cookie")], [403, null]);
      const text = await readText(response);
      assert.ok(text.includes(told), text);
      assert.doesNotMatch(text, /Release shop-web/u);
    });
  }

  it("cancels nothing", async () => {
    const { browser, sent } = sendLink();
    await browser.get(pathOf(sent));
    const page = await (await browser.get(PAGE)).text();
    for (const response of [
      await browser.get(`${PAGE}/cancel`),
      await browser.post(`${PAGE}/cancel`, { ...readHiddenFields(page, VOTES), reason: "x" }),
    ]) {
      assert.equal(response.status, 403);
      assert.match(await readText(response), /The link is not good for this/u);
    }
  });
});

describe("a link of an admin", () => {
  it("shows no more than another's: no addresses, no answers of servers, no programs, nothing to send again", async () => {
    const failed = makeNotice({ state: "failed", error: "550 refused by relay.internal" });
    const { browser, sent } = sendLink({
      admins: ["mary"],
      notices: [
        makeNoticeRecord({ recipient: "john@home.example", assignees: [0], request: failed }),
        makeNoticeRecord({ channel: "webhook/audit" }),
      ],
    });
    await browser.get(pathOf(sent));
    const page = await (await browser.get(PAGE)).text();
    assert.match(page, /could not be told/u);
    assert.doesNotMatch(page, /home\.example|relay\.internal|audit|\/notices"/u);
    const { token = "" } = readHiddenFields(page, VOTES);
    assert.notEqual(token, "");
    const again = await browser.post(`${PAGE}/notices`, { token, notice: "0".repeat(64) });
    assert.ok([403, 404].includes(again.status), String(again.status));
  });
});

describe("a vote by a link", () => {
  it("is taken with the code, and says on record how it came", async () => {
    const made = sendLink();
    const response = await voteBy(made);
    assert.equal(response.headers.get("location"), `${PAGE}/receipt`);
    const [vote] = made.approvals.find(REF)?.votes ?? [];
    assert.deepEqual([vote?.by, vote?.issuer, vote?.via], ["mary", "link", "link"]);
    const receipt = await readText(await made.browser.get(`${PAGE}/receipt`));
    assert.match(receipt, /Vote Approve with a link and its code, known by a link that was sent By mary/u);
  });

  const NOT_SWITCHED_ON = { decide: false };
  for (const [what, changes] of [
    ["where it is not switched on", NOT_SWITCHED_ON],
    ["for four eyes", { strategy: "FOUR_EYES" }],
    ["for a quorum", { strategy: "QUORUM", approvalsRequired: 2 }],
  ] as const) {
    it(`is not taken ${what}, whether or not there is a form for it`, async () => {
      const made = sendLink(changes);
      await made.browser.get(pathOf(made.sent));
      const page = await (await made.browser.get(PAGE)).text();
      assert.doesNotMatch(page, /Code from your message/u);
      assert.match(page, /To vote, sign in\./u);
      const response = await withForm(made).post(made.sent.code);
      assert.equal(response.status, 403);
      assert.equal(votesOn(made), 0);
    });
  }

  for (const [what, code] of [
    ["without a code", ""],
    ["with a wrong one", "ABCD-EFGH"],
    ["with the code of another link", undefined],
  ] as const) {
    it(`is not taken ${what}, and the comment is given back`, async () => {
      const made = sendLink();
      const response = await voteBy(made, { code: code ?? sendLink().sent.code });
      assert.equal(response.status, 400);
      const text = await readText(response);
      assert.match(text, /This is not the code from the message.*Your comment is kept/u);
      assert.match(text, /Fine\./u);
      assert.equal(votesOn(made), 0);
      assert.equal((await voteBy(made)).status, 303, "and the right one is taken afterwards");
      assert.equal(votesOn(made), 1);
    });
  }

  it("is one, however often the link is used, and whatever it says the second time", async () => {
    const made = sendLink({ strategy: "MULTI" });
    await voteBy(made);
    assert.equal(votesOn(made), 1);
    const page = await made.browser.get(PAGE);
    assert.match(await readText(page), /You have voted/u);
    for (const decision of ["approve", "reject"]) {
      await withForm(made).post(made.sent.code, { decision });
      assert.equal(votesOn(made), 1);
      assert.equal(made.approvals.find(REF)?.votes[0]?.decision, "approve");
    }
  });

  it("is not taken in the next attempt, neither from the form that was open nor again", async () => {
    const made = sendLink({ strategy: "MULTI", retries: 2 });
    await voteBy(made);
    const earlier = made.approvals.find(REF)?.votes ?? [];
    assert.equal(earlier.length, 1);
    made.approvals.put(
      buildApproval({
        strategy: "MULTI",
        retries: 2,
        earlierAttempts: [[{ by: "mary", issuer: "link", via: "link" }]],
      }),
    );
    const response = await withForm(made).post(made.sent.code);
    assert.equal(response.status, 403);
    assert.equal(votesOn(made), 0, "of attempt 2");
  });

  it("is not taken after the decision", async () => {
    const made = sendLink({ votes: [{ by: "john" }] });
    const response = await withForm(made).post(made.sent.code);
    assert.equal(response.status, 409);
    assert.equal(votesOn(made), 1);
  });

  it("is not taken after the link has expired, with the form still open", async () => {
    const made = sendLink();
    await made.browser.get(pathOf(made.sent));
    const fields = readHiddenFields(await (await made.browser.get(PAGE)).text(), VOTES);
    made.clock.nowMs += 24 * 3_600_000;
    const response = await made.browser.post(VOTES, {
      ...fields,
      decision: "approve",
      comment: "x",
      code: made.sent.code,
    });
    assert.equal(response.status, 403);
    assert.equal(votesOn(made), 0);
  });

  it("is not taken from whom the approval does not ask", async () => {
    const made = sendLink({ recipient: "eve" });
    const response = await withForm(made).post(made.sent.code);
    assert.equal(response.status, 403);
    assert.equal(votesOn(made), 0);
  });

  it("is not taken with a cookie of which a byte is changed, on the very form", async () => {
    const made = sendLink();
    await made.browser.get(pathOf(made.sent));
    const fields = readHiddenFields(await (await made.browser.get(PAGE)).text(), VOTES);
    const cookie = made.browser.cookie ?? "";
    const body = new URLSearchParams({
      ...fields,
      decision: "approve",
      comment: "",
      code: made.sent.code,
    }).toString();
    for (let at = "countersign-link=".length; at < cookie.length; at += 1) {
      const changed = cookie.slice(0, at) + (cookie[at] === "A" ? "B" : "A") + cookie.slice(at + 1);
      const response = await made.app.request(VOTES, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: ORIGIN, cookie: changed },
        body,
      });
      assert.equal(response.status, 403, `byte ${at}`);
    }
    assert.equal(votesOn(made), 0);
  });

  it("is taken after the keys were rotated, while the old one is there, and not when it is gone", async () => {
    const [old, next] = [new Uint8Array(32).fill(7), new Uint8Array(32).fill(8)];
    const { sent } = sendLink();
    const uid = buildApproval().task.metadata.uid ?? "";
    const both = sendLink({ keys: fixedKeys(next, old), uid });
    assert.equal((await voteBy({ ...both, sent })).status, 303);
    assert.equal(votesOn(both), 1);
    const without = sendLink({ keys: fixedKeys(next), uid });
    assert.equal((await without.browser.get(pathOf(sent))).status, 403);
    assert.equal(votesOn(without), 0);
  });
});

/** Sends the vote's form with this link's cookie, as if the page had given one. */
function withForm(made: Sent) {
  return {
    post: async (code: string, { decision = "approve" } = {}): Promise<Response> => {
      const { browser, sent, approvals } = made;
      await browser.get(pathOf(sent));
      const token = tokenOf(sent);
      const digest = approvals.find(REF)?.digest ?? "";
      return await browser.post(VOTES, { token, digest, decision, comment: "Fine.", code });
    },
  };
}

/** The token that a form of this link's session carries. */
function tokenOf(sent: SentLink): string {
  const [text = ""] = (new URL(sent.url).searchParams.get("link") ?? "").split(".");
  const { id } = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as { readonly id: string };
  return makeCsrfToken(TEST_KEYS, id);
}
