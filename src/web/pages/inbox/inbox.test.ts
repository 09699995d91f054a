// The inbox when there is much of it: pages that work without a script, and numbers that say where one is.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  buildApproval,
  type ApprovalChanges,
  type SampleApproval,
} from "../../../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../../../test/kit/web/start-test-server.ts";
import { TestBrowser } from "../../../../test/kit/web/test-browser.ts";

function makeMany(count: number, changes: ApprovalChanges = {}): readonly SampleApproval[] {
  return Array.from({ length: count }, (_, number) =>
    buildApproval({
      name: `${changes.votes === undefined ? "pending" : "decided"}-${number}`,
      title: `Release ${number}`,
      deadline: new Date(Date.parse("2026-11-24T14:03:00Z") + number * 60_000).toISOString(),
      ...changes,
    }),
  );
}

const DECIDED = { votes: [{ by: "john" }] };

async function openInbox(approvals: readonly SampleApproval[]): Promise<TestBrowser> {
  const browser = new TestBrowser(startTestServer(approvals).app);
  await browser.get("/?user=mary");
  return browser;
}

async function read(browser: TestBrowser, path: string): Promise<string> {
  return (await (await browser.get(path)).text()).replaceAll("&amp;", "&");
}

/** Titles of the rows of a list, in order. */
function titlesIn(page: string, list: "queue" | "rows"): readonly string[] {
  const part = page.split(`class="${list}"`)[1]?.split(list === "queue" ? "</ol>" : "</table>")[0] ?? "";
  return Array.from(
    part.matchAll(/<bdi>(?<title>Release \d+)<\/bdi>/gu),
    ({ groups }) => groups?.["title"] ?? "",
  );
}

describe("an inbox of 2,000", () => {
  it("says how many wait and are due, and shows fifty at a time, soonest deadline first", async () => {
    const browser = await openInbox(makeMany(2_000));
    const page = await read(browser, "/");
    assert.match(page, /<title>Inbox \(2,000\) · Countersign<\/title>/u);
    assert.match(page, />2,000 approvals wait for you<\/h1>/u);
    assert.match(page, /15 are due soon/u);
    assert.match(page, /<span class="count">2,000<\/span>/u);
    assert.match(page, /<span>1–50 of 2,000<\/span>/u);
    const titles = titlesIn(page, "queue");
    assert.deepEqual([titles.length, titles[0], titles.at(-1)], [50, "Release 0", "Release 49"]);
  });

  it("leads to the pages before and after by links, and from the ends no further", async () => {
    const browser = await openInbox(makeMany(120));
    const first = await read(browser, "/");
    assert.match(
      first,
      /<span>Back<\/span><span>Page 1 of 3<\/span><a href="\/\?page=2" rel="next">Next<\/a>/u,
    );
    const second = await read(browser, "/?page=2");
    assert.match(second, /<span>51–100 of 120<\/span>/u);
    assert.match(second, /<a href="\/" rel="prev">Back<\/a><span>Page 2 of 3<\/span><a href="\/\?page=3"/u);
    assert.match(second, /<ol class="queue" start="51">/u);
    assert.deepEqual(titlesIn(second, "queue")[0], "Release 50");
    const last = await read(browser, "/?page=3");
    assert.match(last, /<span>101–120 of 120<\/span>.*<span>Next<\/span>/u);
  });

  it("shows its last page when there are not so many, and its first when the number is none", async () => {
    const browser = await openInbox(makeMany(60));
    assert.match(await read(browser, "/?page=9"), /<span>51–60 of 60<\/span>/u);
    for (const odd of ["0", "-1", "x", "1e9", "99999999999", "%00"]) {
      assert.match(await read(browser, `/?page=${odd}`), /<span>1–50 of 60<\/span>/u, odd);
    }
  });

  it("turns the pages of what is decided apart from those of what waits", async () => {
    const browser = await openInbox([...makeMany(110), ...makeMany(70, DECIDED)]);
    const page = await read(browser, "/?page=2");
    assert.match(
      page,
      /<span>1–50 of 70<\/span>.*href="\/\?page=2&decided=2#decided" rel="next">Older<\/a>/u,
    );
    const older = await read(browser, "/?page=2&decided=2");
    assert.match(older, /<span>51–100 of 110<\/span>/u);
    assert.match(older, /<span>51–70 of 70<\/span>/u);
    assert.match(older, /href="\/\?page=2#decided" rel="prev">Newer<\/a>/u);
    assert.match(older, /href="\/\?page=3&decided=2" rel="next">Next<\/a>/u);
    assert.equal(titlesIn(older, "rows").length, 20);
  });

  it("has no paging when all fit on one page", async () => {
    const page = await read(await openInbox(makeMany(50)), "/");
    assert.doesNotMatch(page, /class="paging"/u);
  });
});

describe("a decided approval with all the votes there can be", () => {
  const votes = Array.from({ length: 256 }, (_, number) => ({
    by: number < 255 ? `person-${number}` : "mary",
    comment: "🚀".repeat(1_000),
  }));
  const all = { strategy: "QUORUM", approvalsRequired: 256, groups: ["everybody"], votes } as const;

  it("takes no more room in the list than another", async () => {
    const page = await read(await openInbox([buildApproval(all)]), "/");
    assert.ok(page.length < 20_000, `${page.length} characters`);
    assert.match(page, /<bdi>person-4<\/bdi> and 251 more<\/td>/u);
    assert.match(page, /<bdi>(🚀){600}…<\/bdi>/u);
  });
});

describe("what the reader has voted on", () => {
  const MULTI = { strategy: "MULTI", votes: [{ by: "mary" }] } as const;

  it("stands in a list of its own while it waits for others, with its own pages", async () => {
    const voted = makeMany(60, MULTI).map((sample, number) => ({ ...sample, number }));
    const browser = await openInbox([...makeMany(60), ...voted]);
    const page = await read(browser, "/");
    const [, list = ""] = page.split('aria-labelledby="voted"');
    assert.match(list, /You have voted, others have not/u);
    assert.match(list, /Waits for <\/span><bdi>john<\/bdi> and <bdi>peter<\/bdi>/u);
    assert.match(list, /<a href="\/\?voted=2#voted" rel="next">Next<\/a>/u);
    const second = await read(browser, "/?page=2&voted=2");
    assert.match(second, /<a href="\/\?page=2#voted" rel="prev">Back<\/a>/u);
    assert.match(second, /<a href="\/\?voted=2" rel="prev">Back<\/a>/u);
  });

  it("is not shown to a namesake, nor when it is decided", async () => {
    const votes = [{ by: "mary", issuer: "company" }];
    const browser = await openInbox([
      buildApproval({ strategy: "MULTI", votes }),
      buildApproval({ name: "decided", votes: [{ by: "mary" }] }),
    ]);
    assert.doesNotMatch(await read(browser, "/"), /aria-labelledby="voted"/u);
  });
});

describe("beside a record", () => {
  it("the first five that wait stand with the number of all", async () => {
    const own = buildApproval({ name: "own", ...DECIDED });
    const browser = await openInbox([own, ...makeMany(1_200)]);
    const page = await read(browser, "/approvals/shop-prod/own");
    assert.match(page, /1,200 more wait for you/u);
    assert.equal(page.split('<ol class="stack">')[1]?.split("</ol>")[0]?.split("<li>").length, 6);
  });

  it("the approval itself is not among them, wherever it would stand", async () => {
    const browser = await openInbox(makeMany(40));
    const page = await read(browser, "/approvals/shop-prod/pending-30/receipt");
    assert.match(page, /39 more wait for you/u);
  });
});
