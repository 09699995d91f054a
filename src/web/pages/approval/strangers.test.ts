// What somebody is told whom an approval does not ask, or who cannot be told from somebody who has voted.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ApprovalChanges, buildApproval, PAGE } from "../../../../test/kit/web/build-approval.ts";
import { readText } from "../../../../test/kit/web/read-text.ts";
import { startTestServer } from "../../../../test/kit/web/start-test-server.ts";
import { readHiddenFields, TestBrowser } from "../../../../test/kit/web/test-browser.ts";

const VOTES = `${PAGE}/votes`;

/** What the page says, what the page after a vote says, and what the API says to a vote. */
async function tell(changes: ApprovalChanges, query: string): Promise<Readonly<Record<string, string>>> {
  const server = startTestServer([buildApproval(changes)]);
  const browser = new TestBrowser(server.app);
  const page = await readText(await browser.get(`${PAGE}${query}`));
  const identity = await (await browser.get("/identity")).text();
  const { token = "" } = readHiddenFields(identity, "/identity");
  const { digest = "" } =
    server.approvals.find({
      namespace: "shop-prod",
      name: "release-shop-web-x7k2p-approve-production",
    }) ?? {};
  const vote = { token, digest, operation: "once", decision: "approve", comment: "" };
  const afterVote = await readText(await browser.post(VOTES, vote));
  const api = await server.app.request(`/api/v1${VOTES}${query}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ decision: "approve" }),
  });
  return { page, afterVote, api: await readText(api) };
}

describe("somebody who is not asked, and nearly is,", () => {
  for (const [difference, changes, query, told] of [
    [
      "case",
      { approvers: ["Mary"] },
      "?user=mary",
      "Mary is asked, and you are mary: they differ in upper and lower case.",
    ],
    [
      "a leading slash",
      { groups: ["/dba"] },
      "?user=ines&group=dba&group=ops",
      "The group /dba is asked, and you are in dba: they differ in the / at the beginning.",
    ],
    [
      "a domain",
      { approvers: ["mary@northlight.example"] },
      "?user=mary",
      "mary@northlight.example is asked, and you are mary: they differ in the domain.",
    ],
    [
      "a + that the address turned into a blank",
      { approvers: ["mary+ops@a.example"] },
      "?user=mary+ops@a.example",
      "mary+ops@a.example is asked, and you are mary ops@a.example: they differ in a blank, which is what + means in an address (write %2B there).",
    ],
    [
      "that groups are asked in place of approvers",
      { approvers: ["zoe"], groups: ["dba"] },
      "?user=zoe",
      "The pipeline names zoe as an approver, but it names groups as well, and then only members of the groups are asked.",
    ],
  ] as const) {
    it(`is told so: ${difference}`, async () => {
      for (const [place, text] of Object.entries(await tell(changes, query))) {
        assert.ok(text.includes(told), `${told} in ${place}: ${text}`);
        assert.doesNotMatch(text, /names neither/u, place);
      }
    });
  }
});

it("a stranger is told as whom they come and who is asked", async () => {
  const {
    page = "",
    afterVote = "",
    api = "",
  } = await tell({ groups: ["dba"] }, "?user=eve&group=ops&group=qa");
  assert.match(page, /You are known as eve name claimed in open mode Your groups ops , qa/u);
  assert.match(page, /Anyone in dba group/u);
  assert.match(
    afterVote,
    /asks these people\..* Anyone in dba group .*You are known as eve name claimed in open mode Your groups ops , qa/u,
  );
  assert.match(
    api,
    /You are known as eve, in the groups ops and qa\. This approval asks a member of dba\. How you are known: name claimed in open mode\. The vote was not/u,
  );
});

it("the page says which approvers are not asked, where groups are", async () => {
  const { page = "" } = await tell({ approvers: ["john", "zoe"], groups: ["dba"] }, "?user=eve");
  assert.match(page, /the groups are asked, the approvers are not \( john , zoe \)/u);
});

describe("Mary, where mary has voted,", () => {
  for (const [sentence, changes] of [
    ["in the first stage", { strategy: "FOUR_EYES", groups: ["dba"], votes: [{ by: "mary" }] }],
    [
      "in the same stage",
      { strategy: "QUORUM", approvalsRequired: 2, groups: ["dba"], votes: [{ by: "mary" }] },
    ],
  ] as const) {
    it(`is not told that she did (${sentence}), but who did`, async () => {
      for (const [place, text] of Object.entries(await tell(changes, "?user=Mary&group=dba"))) {
        assert.doesNotMatch(text, /You (?:have )?(?:voted|approved|already)|You gave|You, mary/iu, place);
        assert.match(text, /mary (?:approved|has voted here)/u, place);
        assert.match(text, /cannot be told apart from yours/u, place);
      }
    });
  }
});
