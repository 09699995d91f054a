// The place of the vote on a page that stays open: what others do there is said, nothing typed is lost, and no form is
// exchanged for another under the reader's hands.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { buildApproval, REF, type ApprovalChanges } from "../kit/web/build-approval.ts";
import { away, awayFromWrite } from "../kit/web/memory-approvals.ts";
import { askForNews, findMissingIcons, SamplePages } from "./sample-page.ts";
import { HANNA, SHOP } from "./scenes.ts";

const pages = new SamplePages();
before(() => pages.start());
after(() => pages.stop());

const TYPED = "Release notes read.";
const QUORUM = {
  strategy: "QUORUM",
  approvalsRequired: 2,
  approvers: ["Hanna Lindqvist", "Tomasz Wójcik", "Amara Okafor"],
} as const satisfies ApprovalChanges;
const AMARA = { by: "Amara Okafor", time: "2026-11-24T14:01:58Z" } as const;

async function type(page: Page): Promise<void> {
  await page.getByLabel("Comment, optional").fill(TYPED);
}

async function assertKept(page: Page): Promise<void> {
  assert.equal(await page.getByLabel("Comment, optional").inputValue(), TYPED);
}

/** What stands in the vote's place about the news, once it has come. */
async function readNews(page: Page): Promise<string> {
  await askForNews(page);
  const news = page.locator("#changed .callout");
  await news.waitFor();
  assert.equal(await page.locator("#changed").getAttribute("role"), "status");
  assert.deepEqual(await findMissingIcons(page), []);
  return ((await news.textContent()) ?? "").trim();
}

/** Pressing either button sends nothing. */
async function assertClosed(page: Page): Promise<void> {
  for (const name of ["Approve", "Reject"]) {
    const button = page.getByRole("button", { name });
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    await button.click({ force: true });
  }
  assert.match(page.url(), /approve-production$/u);
}

describe("the form of an approval that is open", () => {
  it("says that somebody else has voted, and what one's own vote now means", async () => {
    await pages.open("/", async ({ page, url, approvals }) => {
      approvals.put(buildApproval(QUORUM));
      await page.goto(`${url}${SHOP}?${HANNA}`);
      await page.getByText("One more vote will still be needed").waitFor();
      await type(page);
      await page.evaluate("globalThis.form = document.querySelector('form.vote')");
      approvals.put(buildApproval({ ...QUORUM, votes: [AMARA] }));
      assert.equal(
        await readNews(page),
        "Amara Okafor approved meanwhile. Still open: one more vote is needed.",
      );
      assert.equal(
        await page.locator("#approve-then").textContent(),
        "The pipeline goes on with decision=true",
      );
      assert.equal(await page.evaluate("form.isConnected"), true);
      await assertKept(page);
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("heading", { name: "Your vote is recorded; the approval is decided" }).waitFor();
    });
  });

  it("says that it was decided, sends nothing any more, and gives the comment back", async () => {
    await pages.open(`${SHOP}?${HANNA}`, async ({ page, approvals }) => {
      await type(page);
      approvals.put(
        buildApproval({
          approvers: ["Amara Okafor", "Hanna Lindqvist"],
          votes: [{ ...AMARA, decision: "reject" }],
        }),
      );
      // The request is the same but for whom it asks, which is a part of it.
      assert.match(await readNews(page), /^The request has changed since you opened this page\./u);
      await assertKept(page);
      await assertClosed(page);
      assert.equal(approvals.castVotes.length, 0);
      await page.getByText("Rejected", { exact: true }).first().waitFor();
    });
    await pages.open("/", async ({ page, url, approvals }) => {
      approvals.put(buildApproval(QUORUM));
      await page.goto(`${url}${SHOP}?${HANNA}`);
      await type(page);
      approvals.put(buildApproval({ ...QUORUM, votes: [{ ...AMARA, decision: "reject" }] }));
      assert.equal(
        await readNews(page),
        "Amara Okafor rejected meanwhile, which decided it. A vote from this page would be refused. See what was decided.",
      );
      await assertKept(page);
      await assertClosed(page);
      assert.equal(approvals.castVotes.length, 0);
      assert.match(await page.title(), /^Rejected: /u);
      await page.getByRole("link", { name: "See what was decided" }).click();
      await page.getByRole("heading", { name: "Evidence" }).waitFor();
    });
  });

  it("says that people have been asked again, and sends nothing to the new attempt", async () => {
    const asked = { ...QUORUM, retries: 1 };
    await pages.open("/", async ({ page, url, approvals }) => {
      approvals.put(buildApproval(asked));
      await page.goto(`${url}${SHOP}?${HANNA}`);
      await type(page);
      approvals.put(buildApproval({ ...asked, earlierAttempts: [[AMARA]] }));
      assert.match(
        await readNews(page),
        /^People have been asked again since you opened this page: this is attempt 2\./u,
      );
      await assertKept(page);
      await assertClosed(page);
      assert.equal(approvals.castVotes.length, 0);
    });
  });

  it("says that somebody has cancelled it, and why, and keeps the comment", async () => {
    await pages.open(`${SHOP}?${HANNA}`, async ({ page, approvals }) => {
      await type(page);
      const ines = { issuer: "open", subject: "ines", name: "ines", groups: [] };
      const cancelled = await approvals.cancel({ ref: REF, by: ines, reason: "wrong version", via: "api" });
      assert.ok(cancelled.ok);
      assert.equal(
        await readNews(page),
        "Cancelled by ines: “wrong version”. A vote from this page would be refused. See what was decided.",
      );
      await assertKept(page);
      await assertClosed(page);
    });
  });

  it("says that the reader has voted in another window", async () => {
    await pages.open("/", async ({ page, url, approvals }) => {
      approvals.put(buildApproval(QUORUM));
      await page.goto(`${url}${SHOP}?${HANNA}`);
      await type(page);
      const other = await page.context().newPage();
      await other.goto(`${url}${SHOP}`);
      await other.getByRole("button", { name: "Approve" }).click();
      await other.getByRole("heading", { name: /^Your vote is recorded/u }).waitFor();
      assert.match(await readNews(page), /^You have voted already, from another window\./u);
      await assertKept(page);
      await assertClosed(page);
      assert.equal(approvals.find(REF)?.votes.length, 1);
    });
  });

  it("says that the browser has another name by now", async () => {
    await pages.open(`${SHOP}?${HANNA}`, async ({ page, url }) => {
      await type(page);
      const other = await page.context().newPage();
      await other.goto(`${url}/?user=Tomasz%20W%C3%B3jcik`);
      assert.match(await readNews(page), /^You are Tomasz Wójcik in this browser now\./u);
      await assertKept(page);
      await assertClosed(page);
    });
  });

  it("says that the approval is gone", async () => {
    await pages.open(`${SHOP}?${HANNA}`, async ({ page, approvals }) => {
      await type(page);
      await page.route(`**${SHOP}`, (route) =>
        route.continue({ url: route.request().url().replace("x7k2p", "gone0") }),
      );
      assert.match(await readNews(page), /^This approval is no longer there\./u);
      await assertKept(page);
      await assertClosed(page);
      assert.equal(approvals.castVotes.length, 0);
    });
  });

  it("comes to nobody by itself: it is said that there is one now", async () => {
    const fourEyes = {
      strategy: "FOUR_EYES",
      approvers: ["Hanna Lindqvist", "Tomasz Wójcik"],
    } as const satisfies ApprovalChanges;
    await pages.open("/", async ({ page, url, approvals }) => {
      approvals.put(buildApproval({ ...fourEyes, approvers: ["Tomasz Wójcik", "Amara Okafor"] }));
      await page.goto(`${url}${SHOP}?${HANNA}`);
      await page.getByRole("heading", { name: "This one waits for others, not for you" }).waitFor();
      approvals.put(buildApproval(fourEyes));
      await askForNews(page);
      await page
        .locator("#changed")
        .getByText(/request has changed|waits for you now/u)
        .waitFor();
      assert.equal(await page.getByRole("button", { name: "Approve" }).count(), 0);
    });
  });
});

describe("a receipt that waits for others", () => {
  it("says when they have voted, and goes on saying what was read back", async () => {
    await pages.open("/", async ({ page, url, approvals }) => {
      approvals.put(buildApproval(QUORUM));
      await page.goto(`${url}${SHOP}?${HANNA}`);
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByText("This page says so when they do.").waitFor();
      await askForNews(page);
      assert.equal(await page.locator("#changed .callout").count(), 0, "nobody has voted since");
      const hanna = { by: "Hanna Lindqvist", time: "2026-11-24T14:02:00Z" };
      approvals.put(buildApproval({ ...QUORUM, votes: [hanna, AMARA] }));
      assert.equal(
        await readNews(page),
        "Amara Okafor approved meanwhile, which decided it. See what was decided.",
      );
      await page
        .getByRole("heading", { name: "Your vote is recorded; the approval is still waiting" })
        .waitFor();
    });
  });
});

for (const javaScriptEnabled of [true, false]) {
  describe(`a refused vote, ${javaScriptEnabled ? "with" : "without"} scripts`, () => {
    it("puts the focus on what it says: decided meanwhile", () =>
      pages.open(
        `${SHOP}?${HANNA}`,
        async ({ page, approvals }) => {
          const decided = buildApproval({
            approvers: ["Hanna Lindqvist", "Tomasz Wójcik", "Amara Okafor"],
            votes: [{ ...AMARA, decision: "reject" }],
          });
          approvals.put(decided);
          await page.getByRole("button", { name: "Approve" }).click();
          await page.locator("[role=alert]:focus").waitFor();
        },
        { javaScriptEnabled },
      ));

    it("puts the focus on what it says: not known, and a failure", () =>
      pages.open(
        `${SHOP}?${HANNA}`,
        async ({ page, approvals }) => {
          approvals.fail(awayFromWrite());
          await page.getByRole("button", { name: "Approve" }).click();
          await page.locator("[role=alert]:focus").getByText("It is not known").waitFor();
          approvals.fail(away);
          await page.getByRole("button", { name: "Reject" }).click();
          await page.locator("[role=alert]:focus").waitFor();
        },
        { javaScriptEnabled },
      ));

    it("keeps a comment that is too long, and says by how much", () =>
      pages.open(
        `${SHOP}?${HANNA}`,
        async ({ page, approvals }) => {
          const comment = `${"日本".repeat(682)}日本`;
          await page.getByLabel("Comment, optional").fill(comment);
          await page.getByRole("button", { name: "Approve" }).click();
          if (javaScriptEnabled) {
            await page.getByText("1 character too many.").first().waitFor();
            assert.equal(approvals.castVotes.length, 0, "it is not even sent");
          } else {
            await page
              .locator("[role=alert]:focus")
              .getByText("The comment is 1 character too long")
              .waitFor();
          }
          assert.equal(await page.getByLabel("Comment, optional").inputValue(), comment);
          await page.getByLabel("Comment, optional").fill(comment.slice(1));
          await page.getByRole("button", { name: "Approve" }).click();
          await page.getByRole("heading", { name: /^Your vote is recorded/u }).waitFor();
        },
        { javaScriptEnabled },
      ));
  });
}

describe("the comment", () => {
  it("is counted in characters that are left, aloud at the marks", async () => {
    await pages.open(`${SHOP}?${HANNA}`, async ({ page }) => {
      const comment = page.getByLabel("Comment, optional");
      const room = page.locator("#comment-room");
      await comment.fill("x".repeat(1_700));
      assert.equal(await room.isVisible(), false, "there is room enough");
      await comment.fill("x".repeat(1_850));
      assert.equal(await room.textContent(), "150 characters left.");
      await page.setViewportSize({ width: 390, height: 700 });
      const box = await room.boundingBox();
      assert.ok(box !== null && box.width > 100, "it is there on a phone, too");
      const clip = "getComputedStyle(document.querySelector('#comment-room')).clipPath";
      assert.equal(await page.evaluate(clip), "none");
      await comment.fill("日".repeat(1_300));
      assert.equal(await room.textContent(), "65 characters left.");
      assert.equal(await page.locator("#news").textContent(), "65 characters left.");
      await comment.fill("x".repeat(2_001));
      assert.equal(await page.locator("#news").textContent(), "1 character too many.");
    });
  });

  it("does not move the buttons on a phone while one is pressed, be it empty or not", async () => {
    // So tall that the form ends the page, and does not stick to the bottom of the window.
    const phone = { viewport: { width: 390, height: 2_400 } };
    await pages.open(
      `${SHOP}?${HANNA}`,
      async ({ page }) => {
        const approve = page.getByRole("button", { name: "Approve" });
        for (const text of ["", TYPED]) {
          await page.getByLabel("Comment, optional").fill(text);
          const before = await approve.boundingBox();
          assert.ok(before);
          await page.mouse.move(before.x + 9, before.y + 9);
          await page.mouse.down();
          assert.deepEqual(await approve.boundingBox(), before, `with "${text}"`);
          if (text === "") await page.mouse.move(0, 0);
          await page.mouse.up();
        }
        await page.getByRole("heading", { name: /^Your vote is recorded/u }).waitFor();
      },
      phone,
    );
  });

  it("keeps its line breaks on the receipt", async () => {
    await pages.open(`${SHOP}?${HANNA}`, async ({ page }) => {
      await page.getByLabel("Comment, optional").fill("one\ntwo");
      await page.getByRole("button", { name: "Approve" }).click();
      const quote = page.locator("blockquote", { hasText: "one" });
      await quote.waitFor();
      assert.match(await quote.innerText(), /one\ntwo/u);
    });
  });
});
