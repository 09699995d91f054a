// What each page says in each state; found by the words that people read.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CastVoteRequest } from "../../approvals/approvals.ts";
import { KubeError } from "../../kube/kube-error.ts";
import { type ApprovalChanges, buildApproval, PAGE, REF } from "../../../test/kit/web/build-approval.ts";
import { viewOf, away, awayFromWrite } from "../../../test/kit/web/memory-approvals.ts";
import { startTestServer, type TestServer } from "../../../test/kit/web/start-test-server.ts";
import { TestBrowser, readHiddenFields } from "../../../test/kit/web/test-browser.ts";

const VOTES = `${PAGE}/votes`;

interface Shown {
  readonly status: number;
  readonly html: string;
  /** Without tags, runs of blanks as one. */
  readonly text: string;
}

async function show(response: Response): Promise<Shown> {
  const html = await response.text();
  const text = html
    .replaceAll(/<template\b.*?<\/template>/gsu, "")
    .replaceAll(/<[^>]*>/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"');
  return { status: response.status, html, text };
}

async function openPage(changes: ApprovalChanges, query = "?user=mary"): Promise<Shown> {
  const { app } = startTestServer([buildApproval(changes)]);
  return show(await app.request(`${PAGE}${query}`));
}

/** Opens the form as mary, lets something happen, and sends it. */
async function voteAfter(
  changes: ApprovalChanges,
  happen: (server: TestServer) => void,
  comment = "what I typed",
): Promise<Shown> {
  const server = startTestServer([buildApproval(changes)]);
  const browser = new TestBrowser(server.app);
  await browser.get("/?user=mary&group=dba");
  const page = await (await browser.get(PAGE)).text();
  assert.match(page, /<form class="vote"/u);
  const fields = readHiddenFields(page, VOTES);
  happen(server);
  return show(await browser.post(VOTES, { ...fields, decision: "approve", comment }));
}

describe("a pending approval", () => {
  it("says what is asked, by which pipeline and task, for whom it waits and until when", async () => {
    const { status, text } = await openPage({});
    assert.equal(status, 200);
    for (const words of [
      "Release shop-web 2.14.0 to production",
      "Pending: waiting for you",
      "Pipeline release-shop-web run release-shop-web-x7k2p",
      "Task approve-production in shop-prod, opened 17 min ago",
      "Waits for You , john or peter any one vote decides",
      "Until today 17:30 UTC in 3 h 28 min , then it times out",
      'Parameters of the pipeline run version 2.14.0 flags ["address-form=off"]',
      "Single: any one of them decides. Nobody has voted yet.",
    ]) {
      assert.ok(text.includes(words), `${words} in ${text}`);
    }
  });

  it("says whose end it is when the pipeline run itself ends", async () => {
    const { text } = await openPage({ pipelineRunEndsAt: "2026-11-24T17:00:00Z" });
    assert.match(text, /then the pipeline run itself ends/u);
  });

  it("says whose end it is when only the pipeline run's tasks end", async () => {
    const { text } = await openPage({
      pipelineRunEndsAt: "2026-11-24T17:00:00Z",
      tasksEndAt: "2026-11-24T14:20:00Z",
    });
    assert.match(text, /today 14:20 UTC in 18 min , then the time for the pipeline run’s tasks is up/u);
    assert.match(
      text,
      /If it is not decided, it ends when the time for the pipeline run’s tasks is up\. 14:20/u,
    );
  });

  it("says that there is no deadline", async () => {
    const { text } = await openPage({ deadline: null });
    assert.match(text, /Until no deadline it waits until its run ends/u);
  });

  it("says that it belongs to no pipeline when it was made by hand", async () => {
    const { text } = await openPage({ pipelineRun: null });
    assert.match(text, /made by hand, belongs to no pipeline/u);
    assert.match(text, /This run belongs to no pipeline\. Somebody made it by hand/u);
    assert.doesNotMatch(text, /Parameters of the pipeline run/u);
  });

  it("does not show the parameters of a pipeline run that only has the name", async () => {
    const { text } = await openPage({ pipelineRunStanding: "missing" });
    assert.match(text, /is not in the cluster, or another one has its name now/u);
  });

  it("asks for news more seldom once the pipeline run has nothing to add, and when it has ended", async () => {
    assert.match((await openPage({})).html, /id="content" data-live="10"/u);
    assert.match((await openPage({ pipelineRun: null })).html, /id="content" data-live="10"/u);
    assert.match((await openPage({ votes: [{ by: "john" }] })).html, /id="content" data-live="60"/u);
  });

  it("says that the pipeline run has not confirmed the run, and does not lead to it", async () => {
    const { html, text } = await openPage({ pipelineRunStanding: "unconfirmed" });
    assert.match(text, /run release-shop-web-x7k2p , not yet confirmed by it/u);
    assert.match(text, /Not yet confirmed by the pipeline run release-shop-web-x7k2p \./u);
    assert.doesNotMatch(text, /Parameters of the pipeline run/u);
    assert.doesNotMatch(html, /href="[^"]*release-shop-web-x7k2p"/u);
    assert.match(html, /id="content" data-live="3"/u);
  });

  it("says that the groups replaced the approvers", async () => {
    const { text } = await openPage({ approvers: ["john"], groups: ["dba"] });
    assert.match(text, /the groups are asked, the approvers are not/u);
  });

  it("says what follows each answer", async () => {
    for (const [changes, approve, reject] of [
      [{}, "The pipeline goes on with decision=true", "The pipeline goes on with decision=false"],
      [{ onReject: "fail" }, "The pipeline goes on with decision=true", "The task fails in the pipeline run"],
      [
        { strategy: "FOUR_EYES" },
        "A second person is asked next",
        "The pipeline goes on with decision=false",
      ],
      [
        { strategy: "MULTI" },
        "2 more votes will still be needed",
        "The pipeline goes on with decision=false",
      ],
      [
        { strategy: "QUORUM", approvalsRequired: 2 },
        "One more vote will still be needed",
        "The pipeline goes on with decision=false",
      ],
    ] as const) {
      const { html } = await openPage(changes);
      assert.ok(html.includes(`<p id="approve-then">${approve}</p>`), approve);
      assert.ok(html.includes(`<p id="reject-then">${reject}</p>`), reject);
    }
  });

  it("says no more of what follows than the pipeline run tells", async () => {
    const fails = { onReject: "fail" } as const;
    for (const [changes, approve, reject] of [
      [
        { asked: "StoppedRunFinally" },
        "It ends with decision=true, but the pipeline run is being stopped: only finally tasks may still run",
        "It ends with decision=false, but the pipeline run is being stopped: only finally tasks may still run",
      ],
      [
        { failedTasks: 1, ...fails },
        "It ends with decision=true, but another task has failed: only finally tasks may still run",
        "The task fails in the pipeline run",
      ],
      [
        { siblings: ["True", "Unknown"], ...fails },
        "It ends with decision=true; its task ends once the other approval has ended",
        "It fails, and its task with it once the other approval has ended",
      ],
      [
        { siblings: ["False", "Unknown"] },
        "It ends with decision=true, but its task fails: another of its approvals has failed",
        "It ends with decision=false, but its task fails: another of its approvals has failed",
      ],
      [
        { siblings: ["True"] },
        "It ends with decision=true, and the pipeline goes on",
        "It ends with decision=false, and the pipeline goes on",
      ],
      [
        { onError: "continue", ...fails },
        "The pipeline goes on with decision=true",
        "The task fails, but the pipeline goes on",
      ],
      [
        { isFinally: true },
        "It ends with decision=true; no task comes after it, as it is in finally",
        "It ends with decision=false; no task comes after it, as it is in finally",
      ],
      [{ pipelineRunStanding: "unconfirmed", ...fails }, "It ends with decision=true", "It ends as failed"],
      [{ pipelineRun: null }, "It ends with decision=true", "It ends with decision=false"],
    ] as const) {
      const { html } = await openPage(changes);
      assert.ok(html.includes(`<p id="approve-then">${approve}</p>`), `${approve} in ${html}`);
      assert.ok(html.includes(`<p id="reject-then">${reject}</p>`), `${reject} in ${html}`);
    }
  });

  it("says that people are asked again while attempts are left", async () => {
    const { text } = await openPage({ retries: 2 });
    assert.match(text, /in 3 h 28 min , then people are asked again/u);
    assert.match(
      text,
      /Times out if it is not decided\. Everybody is then asked again, in attempt 2 of 3\./u,
    );
    const last = await openPage({});
    assert.match(last.text, /Times out if it is not decided\. The task fails in the pipeline run\./u);
  });

  const secondOfFourEyes = {
    strategy: "FOUR_EYES",
    votes: [{ by: "john", comment: "I compared the fingerprint." }],
  } as const satisfies ApprovalChanges;

  it("shows the second of four eyes the first one's name and comment", async () => {
    const { text } = await openPage(secondOfFourEyes);
    assert.match(
      text,
      /First stage: approved john approved, on the web, name claimed in open mode 13:52 I compared the fingerprint\./u,
    );
    assert.match(text, /Your vote, the second of two/u);
    assert.match(text, /john voted in the first stage, so not in the second/u);
  });

  it("lets the first of four eyes not vote again, and says who must", async () => {
    const { html, text } = await openPage(secondOfFourEyes, "?user=john");
    assert.doesNotMatch(html, /<form class="vote"/u);
    assert.match(text, /You voted in the first stage/u);
    assert.match(text, /Someone else must vote in the second stage: mary or peter/u);
    assert.match(text, /Pending: waiting for a second person/u);
  });

  it("has a note in place of the form for everybody who cannot vote now", async () => {
    const voted = { strategy: "MULTI", votes: [{ by: "mary" }] } as const;
    const answered = {
      strategy: "MULTI",
      groups: ["dba", "ops"],
      votes: [{ by: "ines", groups: ["dba"] }],
    } as const;
    for (const [changes, query, note] of [
      [{}, "", "To vote, say who you are"],
      [{}, "?user=eve", "This one waits for others, not for you"],
      [voted, "?user=mary", "You have voted"],
      [answered, "?user=mary&group=dba", "Your vote is no longer needed"],
      [{ deadline: "2026-11-24T14:01:59Z" }, "?user=mary", "It is too late to vote"],
    ] as const) {
      const { html, text, status } = await openPage(changes, query);
      assert.equal(status, 200);
      assert.doesNotMatch(html, /<form class="vote"/u, note);
      assert.ok(text.includes(note), note);
    }
  });
});

describe("an approval that has ended", () => {
  const vote = { by: "john", comment: "Not today." } as const;

  for (const [state, changes, words] of [
    [
      "rejected",
      { votes: [{ ...vote, decision: "reject" }] },
      ["Rejected by john.", "rejected, RejectedByVote : 1 of 1 vote", "john rejected, which decided it"],
    ],
    ["approved", { votes: [vote] }, ["Approved by john.", "Results given to the pipeline"]],
    [
      "timedOut",
      { deadline: "2026-11-24T13:52:10Z", decidedAt: "2026-11-24T13:52:10Z" },
      ["It is too late to vote", "To ask again, start the pipeline once more", "Timed out with 0 of 1 vote."],
    ],
    [
      "cancelled",
      {
        strategy: "MULTI",
        votes: [vote],
        cancelled: "RunCancelled",
        decidedAt: "2026-11-24T13:52:10Z",
      },
      [
        "No vote is needed any more",
        "Cancelled, because the run was cancelled.",
        "stay on record, but had no effect",
      ],
    ],
    [
      "cancelled, because the time of its PipelineRun was up",
      { cancelled: "PipelineRunTimedOut", decidedAt: "2026-11-24T13:52:10Z" },
      [
        "Timed out",
        "It is too late to vote",
        "Too late: the PipelineRun had run out of time.",
        "To ask again, start the pipeline once more. For more time, raise its limit",
        "timed out, PipelineRunTimedOut : 0 of 1 vote",
      ],
    ],
  ] as const) {
    it(`shows under its address that it is ${state}, and offers no vote`, async () => {
      const { status, html, text } = await openPage(changes);
      assert.equal(status, 200);
      assert.doesNotMatch(html, /<form class="vote"/u);
      for (const wanted of words) assert.ok(text.includes(wanted), `${wanted} in ${text}`);
    });
  }
});

describe("the receipt", () => {
  it("is read from the API server, not from the cache", async () => {
    const { app, approvals } = startTestServer([buildApproval()]);
    const read = async () => viewOf(buildApproval({ votes: [{ by: "peter" }] }));
    approvals.seenBy = () => ({ ...approvals, read });
    const { text } = await show(await app.request(`${PAGE}/receipt?user=mary`));
    assert.match(text, /Approved by peter\. Read back from the cluster at 14:02:00/u);
  });

  it("does not claim that a vote is recorded which it does not find", async () => {
    const { app } = startTestServer([buildApproval()]);
    const { text } = await show(await app.request(`${PAGE}/receipt?user=mary`));
    assert.match(text, /It is not decided yet/u);
    assert.doesNotMatch(text, /Your vote is recorded/u);
  });

  it("does not call a namesake's vote the reader's, whom another issuer vouched for", async () => {
    const votes = [{ by: "mary", issuer: "company" }];
    const { app } = startTestServer([buildApproval({ strategy: "MULTI", votes })]);
    for (const path of [`${PAGE}/receipt?user=mary`, `${PAGE}?user=mary`]) {
      const { text } = await show(await app.request(path));
      assert.doesNotMatch(
        text,
        /Your vote is recorded|You have voted|You, mary approved|You approved/u,
        path,
      );
    }
    const { text } = await show(await app.request(`${PAGE}?user=mary`));
    assert.match(text, /Somebody who may be you has voted/u);
  });

  it("says after a vote that others are still needed", async () => {
    const { app } = startTestServer([buildApproval({ strategy: "MULTI" })]);
    const browser = new TestBrowser(app);
    await browser.get("/?user=mary");
    await browser.submit(PAGE, VOTES, { decision: "approve", comment: "" });
    const { text } = await show(await browser.get(`${PAGE}/receipt`));
    assert.match(text, /Your vote is recorded; the approval is still waiting/u);
  });

  it("says with 503 that nobody knows what is recorded when the API server is away", async () => {
    const { app, approvals } = startTestServer([buildApproval()]);
    approvals.fail(away);
    const response = await app.request(`${PAGE}/receipt?user=mary`);
    assert.equal(response.headers.get("retry-after"), "5");
    const { status, text } = await show(response);
    assert.equal(status, 503);
    assert.match(
      text,
      /nobody can say here whether your vote is recorded: open this page again in a moment, and vote again if it is not there/u,
    );
  });
});

describe("a vote that is not taken", () => {
  it("was decided meanwhile: 409, by whom, and both comments", async () => {
    const time = "2026-11-24T14:01:58Z";
    const votes = [{ by: "john", decision: "reject", comment: "Wait for PAY-1190.", time }] as const;
    const { status, text } = await voteAfter({}, ({ approvals }) => approvals.put(buildApproval({ votes })));
    assert.equal(status, 409);
    assert.match(text, /Your vote was not recorded/u);
    assert.match(
      text,
      /john rejected it at 14:01:58 , which decided it\. Your vote came after that\. None of it was kept\./u,
    );
    assert.match(text, /What you wrote what I typed/u);
    assert.match(text, /What john wrote Wait for PAY-1190\./u);
  });

  it("came after the deadline: 409", async () => {
    const { status, text } = await voteAfter({}, ({ clock }) => {
      clock.nowMs += 86_400_000;
    });
    assert.equal(status, 409);
    assert.match(text, /The time to vote is over, so your vote was not taken\. None of it was kept\./u);
  });

  it("is by somebody whom the approval does not ask: 403, and who is asked", async () => {
    const { status, text } = await voteAfter({ groups: ["dba"] }, ({ approvals }) =>
      approvals.put(buildApproval({ approvers: ["peter"] })),
    );
    assert.equal(status, 403);
    assert.match(text, /This one waits for others, not for you/u);
    assert.match(text, /asks these people\..* peter named/u);
    assert.match(text, /You are known as mary name claimed in open mode Your groups dba/u);
    assert.match(text, /What you wrote what I typed/u);
  });

  it("is for a request that has changed: 409, the new request, the comment in the form", async () => {
    const another = buildApproval({ title: "Another question" });
    const { status, html, text } = await voteAfter({}, ({ approvals }) => approvals.put(another));
    assert.equal(status, 409);
    assert.match(
      text,
      /this has changed since it was shown to you\. The request is not the one that was shown\./u,
    );
    assert.ok(html.includes(`value="${viewOf(another).digest}"`));
    assert.match(html, /<textarea[^>]*>\nwhat I typed<\/textarea>/u);
  });

  it("is for an attempt that is over: 409, the new attempt, the comment in the form, and no vote", async () => {
    const asked = { strategy: "FOUR_EYES", retries: 1 } as const;
    const again = buildApproval({ ...asked, earlierAttempts: [[{ by: "john" }]] });
    const seen: TestServer["approvals"][] = [];
    const { status, html, text } = await voteAfter({ ...asked, votes: [{ by: "john" }] }, ({ approvals }) => {
      approvals.put(again);
      seen.push(approvals);
    });
    assert.equal(status, 409);
    assert.match(text, /People have been asked again since it was shown: this is attempt 2\./u);
    assert.match(html, /<textarea[^>]*>\nwhat I typed<\/textarea>/u);
    assert.equal(readHiddenFields(html, VOTES)["attempt"], "2");
    assert.deepEqual(seen[0]?.find(REF)?.votes, []);
  });

  it("has a comment that is too long: 400, and the comment in the form", async () => {
    const comment = "x".repeat(2_001);
    const { status, html, text } = await voteAfter({}, () => {}, comment);
    assert.equal(status, 400);
    assert.match(
      text,
      /Your vote was not recorded\. The comment is 1 character too long; at most 2000 are kept\. Shorten it\. Your comment is kept/u,
    );
    assert.match(html, /aria-describedby="comment-hint comment-room fault" aria-invalid="true"/u);
    assert.ok(html.includes(`>\n${comment}</textarea>`));
  });

  it("has a comment that is too long to be read: 413, that it is lost, and how long it may be", async () => {
    const { status, text } = await voteAfter({}, () => {}, "x".repeat(70_000));
    assert.equal(status, 413);
    assert.match(
      text,
      /Too much was sent More than 65,536 bytes were sent to \S+\/votes, and that much is not read\. Nothing was changed, and what was sent cannot be given back here\. Shorten the comment: at most 2,000 characters are allowed\./u,
    );
  });

  it("met an API server that is away: 503, not known, and the comment in the form", async () => {
    const { status, html, text } = await voteAfter({}, ({ approvals }) => approvals.fail(awayFromWrite()));
    assert.equal(status, 503);
    assert.match(text, /It is not known whether your vote is recorded\./u);
    assert.match(html, /<textarea[^>]*>\nwhat I typed<\/textarea>/u);
    assert.match(html, new RegExp(`href="${PAGE}/receipt"`, "u"));
  });

  it("could certainly not be recorded: 503, why, and the comment in a form that sends the same vote", async () => {
    let castVotes: readonly CastVoteRequest[] = [];
    const { status, html, text } = await voteAfter({}, ({ approvals }) => {
      castVotes = approvals.castVotes;
      approvals.fail((step) => {
        if (step === "write") throw new KubeError({ code: 409, reason: "Conflict", message: "overtaken" });
      });
    });
    assert.equal(status, 503);
    assert.match(
      text,
      /Your vote was not recorded\. Others kept writing to the approval .* Your comment is kept in the form\./u,
    );
    assert.doesNotMatch(text, /not known/u);
    assert.match(html, /<textarea[^>]*>\nwhat I typed<\/textarea>/u);
    assert.equal(readHiddenFields(html, VOTES)["operation"], castVotes[0]?.operation);
  });

  it("was sent twice by the same form: the receipt both times, and one vote", async () => {
    const server = startTestServer([buildApproval()]);
    const browser = new TestBrowser(server.app);
    const page = await (await browser.get(`${PAGE}?user=mary`)).text();
    const fields = { ...readHiddenFields(page, VOTES), decision: "approve", comment: "go" };
    for (let click = 0; click < 2; click += 1) {
      const answer = await browser.post(VOTES, fields);
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get("location"), `${PAGE}/receipt`);
    }
    assert.equal(server.approvals.find(REF)?.votes.length, 1);
    const other = await show(await browser.post(VOTES, { ...fields, decision: "reject" }));
    assert.equal(other.status, 422);
    assert.match(
      other.text,
      /Your vote was not recorded.*your approval is on record, and a vote cannot be changed\./u,
    );
  });

  it("is sent by a form of its own each time that the page is opened", async () => {
    const { app } = startTestServer([buildApproval()]);
    const browser = new TestBrowser(app);
    const pages = [await browser.get(`${PAGE}?user=mary`), await browser.get(PAGE)];
    const operations = await Promise.all(
      pages.map(async (page) => readHiddenFields(await page.text(), VOTES)["operation"] ?? ""),
    );
    for (const operation of operations) assert.match(operation, /^[A-Za-z0-9_-]{22,64}$/u);
    assert.equal(new Set(operations).size, 2);
  });

  it("is for an approval that is gone: 404, and the comment", async () => {
    const { status, text } = await voteAfter({}, ({ approvals }) => approvals.take(REF));
    assert.equal(status, 404);
    assert.match(text, /No approval by that name/u);
    assert.match(text, /What you wrote what I typed/u);
  });
});

describe("the words for a page that was opened earlier", () => {
  /** What the page as it is now would have an earlier one say. */
  async function changesOf(
    changes: ApprovalChanges,
    query: string,
  ): Promise<Readonly<Record<string, string>>> {
    const { app } = startTestServer([buildApproval(changes)]);
    const html = await (await app.request(`${PAGE}${query}`)).text();
    const [, template = ""] = html.split('<template id="changes">');
    const parts =
      template.split("</template>")[0]?.matchAll(/data-if="(?<kind>\w+)">(?<words>.*?)<\/div>/gsu) ?? [];
    return Object.fromEntries(
      Array.from(parts, ({ groups }) => [
        groups?.["kind"] ?? "",
        (groups?.["words"] ?? "").replaceAll(/<[^>]*>/gu, ""),
      ]),
    );
  }
  const multi = { strategy: "MULTI", votes: [{ by: "john" }] } as const;

  it("are chosen by who looks, which request and attempt it is, and how far it has come", async () => {
    const { app } = startTestServer([buildApproval(multi)]);
    const attributesFor = async (query: string): Promise<readonly string[]> => {
      const html = await (await app.request(`${PAGE}${query}`)).text();
      return Array.from(
        html.matchAll(/data-(?:viewer|request|attempt|standing)="[^"]*"/gu),
        ([attribute]) => attribute,
      );
    };
    const [viewer, request, attempt, standing] = await attributesFor("?user=mary");
    assert.equal(
      request,
      `data-request="uid-of-approval-${REF.name} ${viewOf(buildApproval(multi)).digest}"`,
    );
    assert.equal(attempt, 'data-attempt="1"');
    assert.equal(standing, 'data-standing="1"');
    for (const query of ["", "?user=peter", "?user=mary&group=dba"]) {
      const [other] = await attributesFor(query);
      assert.notEqual(other, viewer, query);
    }
  });

  it("are about the vote that came, while it waits for the reader", async () => {
    const changes = await changesOf(multi, "?user=mary");
    assert.deepEqual(Object.keys(changes), ["viewer", "request", "turn", "standing"]);
    assert.equal(changes["standing"], "john approved meanwhile. Still open: 2 more votes are needed.");
  });

  it("are about the attempt that has begun, while it waits for the reader", async () => {
    const again = { ...multi, votes: [], retries: 1, earlierAttempts: [[{ by: "john" }]] };
    const { attempt } = await changesOf(again, "?user=mary");
    assert.match(
      attempt ?? "",
      /^People have been asked again since you opened this page: this is attempt 2\./u,
    );
    assert.equal("attempt" in (await changesOf(again, "?user=eve")), false);
  });

  it("say why no vote is taken any more", async () => {
    for (const [changes, query, words] of [
      [multi, "?user=john", "You have voted already, from another window."],
      [
        { ...multi, votes: [{ by: "john", issuer: "company" }] },
        "?user=john",
        "Somebody who may be you has voted.",
      ],
      [
        { deadline: "2026-11-24T14:01:59Z" },
        "?user=mary",
        "Timed out with 0 of 1 vote. That is being recorded.",
      ],
      [{ votes: [{ by: "john" }] }, "?user=mary", "john approved meanwhile, which decided it."],
      [
        { deadline: "2026-11-24T13:52:10Z", decidedAt: "2026-11-24T13:52:10Z" },
        "?user=mary",
        "Timed out with 0 of 1 vote.",
      ],
    ] as const) {
      const { closed } = await changesOf(changes, query);
      assert.ok(closed?.startsWith(`${words} A vote from this page would be refused.`), closed);
    }
  });
});

describe("pages that have nothing to show", () => {
  it("say why an approval may not be there", async () => {
    const { app } = startTestServer();
    const { status, text } = await show(await app.request(`${PAGE}?user=mary`));
    assert.equal(status, 404);
    assert.match(
      text,
      /There is no release-shop-web-x7k2p-approve-production in shop-prod on cluster northlight-eu1/u,
    );
  });

  it("do not say that something is missing before the cluster was read", async () => {
    const { app, approvals } = startTestServer();
    approvals.fresh = { lastContactMs: undefined, live: false };
    assert.equal((await app.request(`${PAGE}?user=mary`)).status, 503);
    const { text } = await show(await app.request("/?user=mary"));
    assert.match(text, /Not connected to the cluster yet/u);
  });

  it("say how old what they show is when the connection is lost", async () => {
    const { app, approvals, clock } = startTestServer([buildApproval()]);
    approvals.fresh = { lastContactMs: clock.now() - 60_000, live: false };
    for (const path of ["/?user=mary", `${PAGE}?user=mary`]) {
      const { text } = await show(await app.request(path));
      assert.match(
        text,
        /Connection to the cluster lost at 14:01:00 , trying again\. What you see may be out of date\./u,
      );
    }
  });

  it("tell as whom one is asked when nothing waits", async () => {
    const { app } = startTestServer();
    const { text } = await show(await app.request("/?user=nora&group=ops"));
    assert.match(text, /Nothing waits for you/u);
    assert.match(text, /You are asked as nora or as a member of ops/u);
  });

  it("ask who one is, and offer the names that approvals ask", async () => {
    const { app } = startTestServer([buildApproval()]);
    const { text, html } = await show(await app.request("/"));
    assert.match(text, /Who are you\?/u);
    assert.match(
      html,
      /<option value="john"><\/option><option value="mary"><\/option><option value="peter"><\/option>/u,
    );
  });
});

describe("open mode", () => {
  it("says beside the name in which groups", async () => {
    const { app } = startTestServer();
    const groups = Array.from({ length: 8 }, (_, index) => `&group=g${index}`).join("");
    const { text } = await show(await app.request(`/?user=mary${groups}`));
    assert.match(text, /You say you are mary in g0 , g1 , g2 , g3 , g4 and 3 more/u);
    assert.match(text, / mary in g0 and 7 more Change/u);
  });

  it("is announced on every page, with the name that is claimed", async () => {
    const { app } = startTestServer([buildApproval()]);
    for (const path of ["/", PAGE, `${PAGE}/receipt`, "/identity", "/api", "/nothing", "/approvals/a/b"]) {
      const { text } = await show(await app.request(`${path}?user=mary`));
      assert.match(
        text,
        /Open mode: anyone can claim to be anyone\. Nothing decided here proves who decided it\. You say you are mary/u,
        path,
      );
    }
  });
});
