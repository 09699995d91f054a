import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildApproval } from "../../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../../test/kit/web/start-test-server.ts";
import { TestBrowser } from "../../../test/kit/web/test-browser.ts";

const PAGE = "/approvals/shop-prod/release-shop-web-x7k2p-approve-production";

describe("the way of an approver through the pages", () => {
  it("leads from the inbox over the approval to the receipt", async () => {
    const { app, approvals } = startTestServer([buildApproval()]);
    const browser = new TestBrowser(app);
    const inbox = await (await browser.get("/?user=mary")).text();
    assert.match(inbox, /1 approval waits for you/u);
    assert.ok(inbox.includes(`href="${PAGE}"`));

    const answer = await browser.submit(PAGE, `${PAGE}/votes`, { decision: "approve", comment: "go\r\nnow" });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get("location"), `${PAGE}/receipt`);
    assert.equal(approvals.castVotes[0]?.comment, "go\nnow");
    assert.equal(approvals.castVotes[0]?.via, "web");

    const receipt = await (await browser.get(`${PAGE}/receipt`)).text();
    assert.match(receipt, /Your vote is recorded; the approval is decided/u);
    assert.match(receipt, /Read back from the cluster at/u);
    const decided = await (await browser.get(PAGE)).text();
    assert.match(decided, /Results given to the pipeline/u);
    assert.doesNotMatch(decided, /<form class="vote"/u);
  });

  it("asks for a name first, and comes back to where one was", async () => {
    const { app } = startTestServer([buildApproval()]);
    const browser = new TestBrowser(app);
    const page = await (await browser.get(PAGE)).text();
    assert.match(page, /Say who you are/u);
    const answer = await browser.submit(`/identity?next=${encodeURIComponent(PAGE)}`, "/identity", {
      user: "mary",
      groups: "managers, security",
    });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get("location"), PAGE);
    assert.match(await (await browser.get(PAGE)).text(), /<form class="vote"/u);
  });

  it("takes one of those whom the page asks by one tap, in no group", async () => {
    const other = buildApproval({ name: "other", approvers: ["anna"], groups: [] });
    const { app } = startTestServer([other, buildApproval({ approvers: ["zoe", "mary"] })]);
    const browser = new TestBrowser(app);
    await browser.get("/?user=eve&group=managers");
    const page = await (await browser.get(`/identity?next=${encodeURIComponent(PAGE)}`)).text();
    const names = Array.from(
      page.matchAll(/name="as" value="(?<name>[^"]*)"/gu),
      ({ groups }) => groups?.["name"],
    );
    assert.deepEqual(names, ["zoe", "mary", "anna"], "whom the page asks comes first");
    const answer = await browser.submit(`/identity?next=${encodeURIComponent(PAGE)}`, "/identity", {
      as: "zoe",
      groups: "managers",
    });
    assert.equal(answer.headers.get("location"), PAGE);
    const asked = await (await browser.get(PAGE)).text();
    assert.match(asked, /<form class="vote"/u);
    assert.match(asked, /You say you are <bdi>zoe<\/bdi><\/a><\/p>/u);
  });
});
