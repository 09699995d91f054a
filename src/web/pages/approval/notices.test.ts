// What people see of messages on the page of an approval: who was told, by which way, and what an admin can do about it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keyOfFirst, makeNotice, makeNoticeRecord } from "../../../../test/kit/make-notice.ts";
import { type ApprovalChanges, buildApproval, PAGE, REF } from "../../../../test/kit/web/build-approval.ts";
import { away, awayFromWrite } from "../../../../test/kit/web/memory-approvals.ts";
import { readText } from "../../../../test/kit/web/read-text.ts";
import { startTestServer } from "../../../../test/kit/web/start-test-server.ts";
import { readHiddenFields, TestBrowser } from "../../../../test/kit/web/test-browser.ts";
import { readAccess } from "../../../approvals/access/access-rules.ts";
import type { NoticeRecord } from "../../../objects/approval/notice.ts";

const NOTICES = `${PAGE}/notices`;
const ACCESS = readAccess({ admins: { users: ["ada"] } }, { namesProve: false });

function start(changes: ApprovalChanges) {
  const sample = buildApproval(changes);
  const server = startTestServer([sample], { access: ACCESS });
  const key = (changes.notices ?? []).length > 0 ? keyOfFirst(sample.task, "request") : "";
  return { ...server, key, browser: new TestBrowser(server.app) };
}

async function openPage(notices: readonly NoticeRecord[], user = "mary", more: ApprovalChanges = {}) {
  const { browser } = start({ notices, ...more });
  return await readText(await browser.get(`${PAGE}?user=${user}`));
}

function mailTo(position: number, request: Parameters<typeof makeNotice>[0] = {}): NoticeRecord {
  const recipient = `person-${position}@northlight.example`;
  return makeNoticeRecord({ recipient, assignees: [position], request: makeNotice(request) });
}

describe("whoever is asked stands with what became of their mail:", () => {
  for (const [sentence, request, said] of [
    ["sent", {}, "john named, told by mail 13:44"],
    ["about to be sent", { state: "waiting", tries: 0 }, "john named, about to be told by mail"],
    ["being sent", { state: "sending" }, "john named, being told by mail"],
    [
      "refused, and to be tried again",
      { state: "waiting", tries: 2, error: "450 try later", nextTry: "2026-11-24T14:07:00Z" },
      "john named, could not be told by mail : 450 try later ; next try 14:07",
    ],
    [
      "given up",
      { state: "failed", error: "550 no such mailbox" },
      "john named, could not be told by mail : 550 no such mailbox",
    ],
    ["perhaps sent", { state: "unknown" }, "john named, may have been told by mail 13:44"],
  ] as const) {
    it(sentence, async () => {
      const text = await openPage([mailTo(0, request)], "ada");
      assert.ok(text.includes(said), text);
    });
  }

  it("to several addresses of a group, how many", async () => {
    const notices = [0, 1, 2].map((number) => ({
      ...mailTo(0, number === 2 ? { state: "failed" } : {}),
      recipient: `dba-${number}@northlight.example`,
    }));
    const text = await openPage(notices, "eve", { groups: ["dba"] });
    assert.match(text, /Anyone in dba group, 2 of 3 addresses told 13:44/u);
  });

  it("also once it is decided, then of the outcome", async () => {
    const outcome = makeNotice({ time: "2026-11-24T13:53:00Z" });
    const text = await openPage([{ ...mailTo(0), outcome }], "eve", { votes: [{ by: "mary" }] });
    assert.match(text, /Who was asked .*john did not vote, told by mail 13:53/u);
    assert.match(text, /Who was told Mail: request told 13:44 Mail: outcome told 13:53/u);
  });
});

describe("a channel", () => {
  it("stands with its reference and what became of the message", async () => {
    const text = await openPage([makeNoticeRecord({ channel: "slack/releases" })]);
    assert.match(text, /Who was told Slack releases : request told 13:44/u);
  });

  it("that a pipeline names and nobody configured says which key to add, to all", async () => {
    const error = "`mychannel` is not configured; add `channels.slack.mychannel`";
    const skipped = makeNotice({ state: "skipped", tries: 0, error });
    const text = await openPage([makeNoticeRecord({ channel: "slack/mychannel", request: skipped })]);
    assert.ok(text.includes(`Slack mychannel : request not told: ${error}`), text);
  });
});

it("an approval without messages says nothing of them", async () => {
  assert.doesNotMatch(await openPage([]), /told/u);
});

describe("two hundred messages", () => {
  const approvers = Array.from({ length: 100 }, (_, index) => `person-${index}`);
  const notices = approvers.flatMap((_, position) => [
    mailTo(position, position === 7 ? { state: "failed", error: "550 gone" } : {}),
    { ...mailTo(position), recipient: `second-${position}@northlight.example` },
  ]);

  it("are a line for those who are asked, and a list that is closed for admins", async () => {
    const { browser } = start({ notices, approvers });
    const page = await (await browser.get(`${PAGE}?user=eve`)).text();
    assert.doesNotMatch(page, /northlight\.example|<details/u);
    const text = await openPage(notices, "eve", { approvers });
    assert.match(text, /Who was told Mail: request 199 told, 1 could not be told/u);

    const admin = await (await browser.get(`${PAGE}?user=ada`)).text();
    assert.match(admin, /<details id="each-notice"><summary>Each message \(200\)<\/summary>/u);
    assert.match(await openPage(notices, "ada", { approvers }), /When Failed person-7@northlight\.example/u);
  });
});

describe("messages of attempts that timed out", () => {
  const asked: ApprovalChanges = {
    retries: 1,
    earlierAttempts: [[]],
    earlierNotices: { sent: 1_002, failed: 1, unknown: 3, skipped: 0, lost: 2 },
  };
  const said =
    /Attempt 1: timed out .* Messages of earlier attempts: 1,002 were sent, 1 failed, 3 may have arrived, 2 of single votes failed or may have arrived\./u;

  it("are counted for admins, and for nobody else", async () => {
    assert.match(await openPage([], "ada", asked), said);
    for (const user of ["john", "eve"])
      assert.doesNotMatch(await openPage([], user, asked), /Messages of earlier attempts/u);
  });

  it("are in the API, for admins", async () => {
    const { browser } = start(asked);
    const counts = async (user: string): Promise<unknown> => {
      const answer = await browser.get(`/api/v1/approvals/${REF.namespace}/${REF.name}?user=${user}`);
      return ((await answer.json()) as { readonly earlierNotices: unknown }).earlierNotices;
    };
    assert.deepEqual(await counts("ada"), asked.earlierNotices);
    assert.equal(await counts("john"), null);
  });

  it("are not spoken of where there were none", async () => {
    const earlierNotices = { sent: 0, failed: 0, unknown: 0, skipped: 0, lost: 0 };
    assert.doesNotMatch(await openPage([], "ada", { ...asked, earlierNotices }), /Messages of/u);
  });
});

describe("sending again", () => {
  const notices = [mailTo(0, { state: "failed", error: "550 gone" })];

  async function keyOf(browser: TestBrowser): Promise<string> {
    const page = await (await browser.get(`${PAGE}?user=ada`)).text();
    return /name="notice" value="(?<key>[^"]+)"/u.exec(page)?.groups?.["key"] ?? "";
  }

  it("is offered to an admin, and to nobody else", async () => {
    const { browser } = start({ notices });
    assert.match(await keyOf(browser), /^[0-9a-f]{64}$/u);
    for (const query of ["", "?user=john", "?user=eve"]) {
      const page = await (await browser.get(`${PAGE}${query}`)).text();
      if (query !== "") assert.doesNotMatch(page, /\/notices"/u, query);
    }
  });

  it("leads back to the messages, where it waits in its next round, for whom", async () => {
    const { browser, approvals } = start({ notices });
    const notice = await keyOf(browser);
    const answer = await browser.submit(PAGE, NOTICES, { notice });
    assert.deepEqual([answer.status, answer.headers.get("location")], [303, `${PAGE}#notices`]);
    const text = await readText(await browser.get(PAGE));
    assert.match(
      text,
      /Waiting person-0@northlight\.example Mail, request, sent 2 times Sent again for ada \./u,
    );
    const [told] = approvals.find(REF)?.notices ?? [];
    assert.deepEqual([told?.state, told?.round, told?.askedBy], ["waiting", 2, "ada"]);
  });

  it("asked for twice happens once", async () => {
    const { browser, approvals } = start({ notices });
    const notice = await keyOf(browser);
    const fields = readHiddenFields(await (await browser.get(PAGE)).text(), NOTICES);
    for (let time = 0; time < 2; time += 1) {
      assert.equal((await browser.post(NOTICES, { ...fields, notice })).status, 303);
    }
    assert.equal(approvals.find(REF)?.notices[0]?.round, 2);
  });

  for (const [sentence, more, record, said] of [
    ["it is being sent", {}, mailTo(0, { state: "sending" }), /It is being sent at this moment/u],
    ["it is about to be sent", {}, mailTo(0, { state: "waiting", tries: 0 }), /It is about to be sent/u],
    [
      "nobody needs to be asked any more",
      { votes: [{ by: "mary" }] },
      mailTo(0),
      /The approval is decided: nobody is asked for a vote any more/u,
    ],
  ] as const) {
    it(`is refused where ${sentence}`, async () => {
      const { browser, approvals, key } = start({ notices: [record], ...more });
      await browser.get(`${PAGE}?user=ada`);
      const token =
        readHiddenFields(await (await browser.get("/identity")).text(), "/identity")["token"] ?? "";
      const answer = await browser.post(NOTICES, { token, notice: key });
      assert.equal(answer.status, 409);
      assert.match(await readText(answer), said);
      assert.equal(approvals.find(REF)?.notices[0]?.round, 1);
    });
  }

  it("is refused where there is nothing to send, without a token, from another site, and with other fields", async () => {
    const { browser, approvals } = start({ notices });
    const notice = await keyOf(browser);
    const fields = readHiddenFields(await (await browser.get(PAGE)).text(), NOTICES);
    const foreign = { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };
    assert.equal((await browser.post(NOTICES, { ...fields, notice: "0".repeat(64) })).status, 409);
    assert.equal((await browser.post(NOTICES, { ...fields })).status, 400);
    assert.equal((await browser.post(NOTICES, { notice })).status, 403);
    assert.equal((await browser.post(NOTICES, { ...fields, notice }, foreign)).status, 403);
    assert.equal((await browser.post(NOTICES, { ...fields, notice, by: "john" })).status, 400);
    assert.equal(approvals.find(REF)?.notices[0]?.round, 1);
  });

  it("does not exist for who is no admin, also with a form of their own", async () => {
    const { browser, approvals, key: notice } = start({ notices });
    await browser.get(`${PAGE}?user=john`);
    const token = readHiddenFields(await (await browser.get("/identity")).text(), "/identity")["token"] ?? "";
    const answer = await browser.post(NOTICES, { token, notice });
    assert.equal(answer.status, 404);
    assert.equal(approvals.find(REF)?.notices[0]?.round, 1);
  });

  it("that the API server does not take says what is certain", async () => {
    for (const [fault, words] of [
      [away, /The message was not sent again\. The cluster's API server does not answer/u],
      [awayFromWrite(), /It is not known whether the message is sent again/u],
    ] as const) {
      const { browser, approvals } = start({ notices });
      const notice = await keyOf(browser);
      const fields = readHiddenFields(await (await browser.get(PAGE)).text(), NOTICES);
      approvals.fail(fault);
      const answer = await browser.post(NOTICES, { ...fields, notice });
      assert.equal(answer.status, 503);
      assert.match(await readText(answer), words);
    }
  });
});
