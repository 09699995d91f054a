// The page of a decided approval says what was decided on: what was asked, of whom, with which parameters, in how many
// attempts, and all that the pipeline got.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ApprovalChanges, buildApproval, PAGE } from "../../../../test/kit/web/build-approval.ts";
import { readText } from "../../../../test/kit/web/read-text.ts";
import { startTestServer } from "../../../../test/kit/web/start-test-server.ts";

async function openPage(changes: ApprovalChanges, path = PAGE, user = "mary"): Promise<string> {
  const { app } = startTestServer([buildApproval(changes)]);
  return await readText(await app.request(`${path}?user=${user}`));
}

async function openApi(changes: ApprovalChanges): Promise<Record<string, unknown>> {
  const { app } = startTestServer([buildApproval(changes)]);
  return (await (await app.request(`/api/v1${PAGE}`)).json()) as Record<string, unknown>;
}

const PARAMETERS = 'Parameters of the pipeline run version 2.14.0 flags ["address-form=off"]';
const DECIDED = { pipelineRunEnded: true, votes: [{ by: "john", comment: "Go." }] } as const;
const REJECTED = { strategy: "MULTI", votes: [{ by: "mary" }, { by: "john", decision: "reject" }] } as const;

describe("the record of an approval", () => {
  for (const [state, changes] of [
    ["approved", DECIDED],
    ["rejected", { ...DECIDED, votes: [{ by: "john", decision: "reject" }] }],
    ["timed out", { deadline: "2026-11-24T13:52:10Z", decidedAt: "2026-11-24T13:52:10Z" }],
    ["cancelled", { cancelled: "RunCancelled", decidedAt: "2026-11-24T13:52:10Z" }],
  ] as const) {
    it(`says what was asked, of whom, and with which parameters (${state})`, async () => {
      for (const path of [PAGE, `${PAGE}/receipt`]) {
        const text = await openPage(changes, path);
        assert.match(text, /What was asked .* 2\.14\.0 brings the new address form and 14 fixes\./u, path);
        assert.match(
          text,
          /Who was asked Single: any one of them decides\. john .* You, mary did not vote peter did not/u,
        );
        assert.ok(text.includes(PARAMETERS), path);
      }
    });
  }

  it("says who answered of those who were asked, and who was named and not asked", async () => {
    assert.match(
      await openPage(REJECTED),
      /Who was asked .* john rejected You, mary approved peter did not vote/u,
    );
    const text = await openPage({ ...DECIDED, approvers: ["zoe"], groups: ["dba"] });
    assert.match(text, /Who was asked .* the approvers are not \( zoe \)\. Anyone in dba group/u);
  });

  it("does not wait for a proof that never came", async () => {
    const text = await openPage({ ...DECIDED, pipelineRunStanding: "unconfirmed" });
    assert.match(text, /Not confirmed by the pipeline run .* Its parameters are not shown\./u);
    assert.doesNotMatch(text, /not yet confirmed/iu);
  });

  it("keeps the parameters in the API when the pipeline run has ended", async () => {
    const { runParameters } = await openApi(DECIDED);
    assert.deepEqual(runParameters, [
      { name: "version", value: "2.14.0", masked: false },
      { name: "flags", value: ["address-form=off"], masked: false },
    ]);
  });

  it("has all results, on the page and in the API", async () => {
    const base64 = (text: string): string => Buffer.from(text).toString("base64");
    const results = {
      decision: "true",
      comment: "Go.",
      approvedBy: "john",
      rejectedBy: "",
      commentBase64: base64("Go."),
      approvedByBase64: base64("john"),
      rejectedByBase64: "",
    };
    assert.deepEqual((await openApi(DECIDED))["results"], results);
    const text = await openPage(DECIDED);
    const [, listed = ""] = text.split("Results given to the pipeline");
    for (const [name, value] of Object.entries(results)) {
      assert.ok(listed.includes(`${name} ${value === "" ? "empty" : value}`), `${name} in ${listed}`);
    }
  });

  it("says of a very long result how long it is", async () => {
    const approvers = ["ann", "bob", "carl", "dora"];
    const votes = approvers.map((by) => ({ by, comment: "é".repeat(2_000) }));
    const text = await openPage({ strategy: "MULTI", approvers, votes });
    assert.match(text, /commentBase64 [A-Za-z0-9+/=|]{16384} and 4,\d{3} more characters/u);
  });
});

describe("an approval that was asked again", () => {
  const RETRIED: ApprovalChanges = {
    strategy: "MULTI",
    retries: 2,
    earlierAttempts: [[{ by: "mary", comment: "Fine." }], []],
    votes: [{ by: "john", decision: "reject", comment: "Too late." }],
  };

  it("says which attempt was decided, and keeps the votes of those before", async () => {
    const text = await openPage(RETRIED);
    assert.match(text, /Attempt 3 of 3/u);
    assert.match(
      text,
      /The previous attempts This is attempt 3 of 3\. .* Attempt 1: timed out You, mary approved, .* Fine\. Attempt 2: timed out Nobody voted\./u,
    );
    assert.match(
      text,
      /The approval opened .* You approved .* Attempt 1 timed out, and everybody was asked again Attempt 2 timed out, .* john rejected, which decided it/u,
    );
  });

  it("says so while it waits, too", async () => {
    const text = await openPage({ ...RETRIED, votes: [] });
    assert.match(text, /Attempt 1: timed out You, mary approved/u);
  });

  it("has them in the API, and gives the pipeline nothing of them", async () => {
    const { earlierVotes, votes, results } = await openApi(RETRIED);
    assert.deepEqual(
      (earlierVotes as { by: string; attempt: number }[]).map(({ by, attempt }) => [by, attempt]),
      [["mary", 1]],
    );
    assert.deepEqual(
      (votes as { by: string }[]).map(({ by }) => by),
      ["john"],
    );
    assert.equal((results as { approvedBy: string }).approvedBy, "");
  });

  it("says nothing of attempts where there was one", async () => {
    assert.doesNotMatch(await openPage(DECIDED), /attempt/iu);
  });
});

describe("somebody who voted is told", () => {
  it("by whom it was decided otherwise, beside the mark of that", async () => {
    const text = await openPage(REJECTED);
    assert.match(
      text,
      /Rejected by john\. .* You had approved, which is on record as well: one rejection rejects\./u,
    );
    assert.doesNotMatch(text, /Your vote is recorded/u);
  });

  it("that the vote is recorded, and by whom it was decided so", async () => {
    const votes = [{ by: "mary" }, { by: "john" }, { by: "peter" }];
    assert.match(
      await openPage({ strategy: "MULTI", votes }),
      /Your vote is recorded; the approval is decided .* Approved by mary, john and peter\./u,
    );
  });
});
