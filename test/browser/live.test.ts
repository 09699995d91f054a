// Pages that change while somebody has them in hand: nothing that is pressed, selected, focused or typed is lost, and what
// has changed is told to those who do not see it.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import type { Notice } from "../../src/objects/approval/notice.ts";
import { makeNotice, makeNoticeRecord } from "../kit/make-notice.ts";
import { buildApproval } from "../kit/web/build-approval.ts";
import { askForNews, findMissingIcons, letNewsCome, type SamplePage, SamplePages } from "./sample-page.ts";
import { HANNA, SHOP } from "./scenes.ts";

const pages = new SamplePages();
before(() => pages.start());
after(() => pages.stop());

const FIREWALL = {
  namespace: "platform",
  name: "network-change-zz81k-approve-change",
  pipelineRun: "network-change-zz81k",
  deadline: null,
} as const;

/** The shop's release, asked anew under a title that says how often. */
function asked(round: number): ReturnType<typeof buildApproval> {
  return buildApproval({ title: `Release number ${round}`, approvers: ["Hanna Lindqvist"] });
}

/** One more that waits for Hanna, above all others: it is due first. */
function another(round: number): ReturnType<typeof buildApproval> {
  const deadline = new Date(Date.parse("2026-11-24T14:20:00Z") - round * 1_000).toISOString();
  return buildApproval({
    name: `more-${round}`,
    title: `More ${round}`,
    approvers: ["Hanna Lindqvist"],
    deadline,
  });
}

/** Time enough for the page to ask by itself, which it does every ten seconds, and once only while it is held. */
const OWN_ROUND_MS = 11_000;

/** Counts clicks that reach a link, and follows none. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`globalThis.clicks = 0;
    addEventListener("click", (event) => { if (event.target.closest("a")) { event.preventDefault(); clicks += 1; } }, true)`);
  return () => page.evaluate<number>("clicks");
}

describe("the inbox, while news comes in", () => {
  it("loses none of 200 clicks, and shows the news after each", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
      await page.clock.install();
      await page.reload();
      const clicks = await countClicks(page);
      for (let round = 1; round <= 200; round += 1) {
        const link = page.locator(".queue a").nth(round % 3);
        const box = await link.boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + 5, box.y + 5);
        await page.mouse.down();
        approvals.put(asked(round));
        if (round % 20 === 0) approvals.put(another(round));
        await letNewsCome(page, OWN_ROUND_MS);
        await page.mouse.up();
        assert.equal(await clicks(), round, "a click is lost");
        await page.clock.runFor(500);
        await page.getByRole("link", { name: `Release number ${round}` }).waitFor();
      }
    });
  });

  it("changes nothing under a pressed pointer", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
      await page.clock.install();
      await page.reload();
      const box = await page.locator(".queue a").first().boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + 5, box.y + 5);
      await page.mouse.down();
      approvals.put(another(1));
      await askForNews(page);
      await page.clock.runFor(9_000);
      assert.equal(await page.locator(".queue li").count(), 4, "the row has moved");
      await page.mouse.move(0, 0);
      await page.mouse.up();
      await page.clock.runFor(1_000);
      await page.getByRole("heading", { name: "5 approvals wait for you" }).waitFor();
    });
  });

  it("loses none of 50 selections, and changes what was selected once it is not any more", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
      await page.clock.install();
      await page.reload();
      for (let round = 1; round <= 50; round += 1) {
        const title = await page.evaluate<string>(`(() => {
          const link = [...document.querySelectorAll(".queue a")].at(${round} % 3);
          getSelection().selectAllChildren(link.parentElement);
          globalThis.selected = link;
          return getSelection().toString();
        })()`);
        approvals.put(asked(round));
        if (round % 10 === 0) approvals.put(another(round));
        await letNewsCome(page, OWN_ROUND_MS);
        assert.equal(await page.evaluate("getSelection().toString()"), title, `selection ${round}`);
        assert.equal(await page.evaluate("selected.isConnected"), true);
        await page.evaluate("getSelection().empty()");
        await page.clock.runFor(500);
        await page.getByRole("link", { name: `Release number ${round}` }).waitFor();
      }
    });
  });

  it("says that some of it waits while the text that it would change is selected", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
      await page.clock.install();
      await page.reload();
      const waits = page.getByText("Some changes wait until you clear your selection.");
      await page.evaluate("getSelection().selectAllChildren(document.querySelector('.queue'))");
      approvals.put(asked(1));
      await askForNews(page);
      await page.clock.runFor(500);
      await waits.waitFor();
      await page.evaluate("getSelection().empty()");
      await page.clock.runFor(500);
      await page.getByRole("link", { name: "Release number 1" }).waitFor();
      assert.equal(await waits.isVisible(), false);
    });
  });

  it("keeps the very elements whose approvals have not changed, wherever a new one comes in", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
      await page.clock.install();
      await page.reload();
      await page.evaluate("globalThis.rows = [...document.querySelectorAll('.queue li')]");
      await page.getByRole("link", { name: "Open the firewall towards Kestrel Pay" }).focus();
      approvals.put(another(1));
      await askForNews(page);
      await page.clock.runFor(500);
      await page.getByRole("heading", { name: "5 approvals wait for you" }).waitFor();
      assert.equal(await page.evaluate("rows.every((row) => row.isConnected)"), true);
      assert.equal(await page.locator(":focus").textContent(), "Open the firewall towards Kestrel Pay");
      assert.equal(await page.locator(".queue a").first().textContent(), "More 1");
    });
  });

  it("tells new and gone rows, the tab's title and the count, and has every icon", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
      await page.clock.install();
      await page.reload();
      approvals.put(another(1));
      approvals.put(
        buildApproval({ ...FIREWALL, approvers: ["Hanna Lindqvist"], votes: [{ by: "Hanna Lindqvist" }] }),
      );
      await askForNews(page);
      await page.clock.runFor(500);
      const said = page.getByRole("status");
      await said.getByText("New: More 1.").waitFor();
      assert.match((await said.textContent()) ?? "", /Gone: Open the firewall towards Kestrel Pay\./u);
      approvals.put(another(2));
      await askForNews(page);
      await page.clock.runFor(500);
      await said.getByText("5 approvals wait for you. New: More 2.").waitFor();
      assert.match(await page.title(), /^Inbox \(5\)/u);
      assert.equal(await page.locator(".top .count").textContent(), "5");
      assert.deepEqual(await findMissingIcons(page), []);
    });
  });

  it("puts the focus on the heading when the row that had it is gone", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
      await page.clock.install();
      await page.reload();
      await page.locator(`.queue a[href="${SHOP}"]`).focus();
      approvals.put(buildApproval({ approvers: ["Hanna Lindqvist"], votes: [{ by: "Hanna Lindqvist" }] }));
      await askForNews(page);
      await page.clock.runFor(500);
      await page.locator("h1:focus").waitFor();
    });
  });
});

describe("the page of a pipeline run, which asks each second", () => {
  const RUN = `/demo/runs/default/release-1?${HANNA}`;
  const ROUNDS = 40;

  /** Lets a second go by, and what it brings come in. */
  async function letSecondPass({ page, clock }: SamplePage): Promise<void> {
    clock.nowMs += 1_000;
    await page.clock.runFor(1_000);
    // A way to the server and back: what the page itself has asked for is there by then.
    await page.evaluate("fetch('/livez').then((answer) => answer.text())");
    await page.clock.runFor(200);
  }

  it(`loses none of ${ROUNDS} clicks on the way to the approval`, { timeout: 60_000 }, async () => {
    await pages.open(
      RUN,
      async (opened) => {
        const { page } = opened;
        await page.clock.install();
        await page.reload();
        const clicks = await countClicks(page);
        const review = page.getByRole("link", { name: "Review the approval" });
        const before = await page.locator(".node.here").textContent();
        for (let round = 1; round <= ROUNDS; round += 1) {
          const box = await review.boundingBox();
          assert.ok(box);
          await page.mouse.move(box.x + 5, box.y + 5);
          await page.mouse.down();
          await letSecondPass(opened);
          await page.mouse.up();
          assert.equal(await clicks(), round, "a click is lost");
          await page.clock.runFor(1_000);
        }
        assert.notEqual(await page.locator(".node.here").textContent(), before, "the page has gone on");
        assert.deepEqual(await findMissingIcons(page), []);
      },
      { demo: true },
    );
  });

  it("keeps what is selected while the seconds beside it go on", { timeout: 60_000 }, async () => {
    await pages.open(
      RUN,
      async (opened) => {
        const { page } = opened;
        await page.clock.install();
        await page.reload();
        const before = await page.locator(".node.here").textContent();
        const selected = await page.evaluate<string>(
          "getSelection().selectAllChildren(document.querySelector('#run-state .callout p')); getSelection().toString()",
        );
        for (let round = 0; round < 10; round += 1) {
          await letSecondPass(opened);
          assert.equal(await page.evaluate("getSelection().toString()"), selected);
        }
        assert.notEqual(await page.locator(".node.here").textContent(), before, "the page has gone on");
      },
      { demo: true },
    );
  });
});

/** The tab is looked at again. */
const BACK = "document.dispatchEvent(new Event('visibilitychange'))";

describe("a page that somebody comes back to", () => {
  for (const [way, event] of [
    ["by its tab", BACK],
    ["by the back button", "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"],
  ] as const) {
    it(`is brought up to date at once, ${way}`, async () => {
      await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
        await page.clock.install();
        await page.reload();
        approvals.put(another(1));
        await page.evaluate(event);
        await page.clock.runFor(500);
        await page.getByRole("heading", { name: "5 approvals wait for you" }).waitFor();
      });
    });
  }

  it("is asked for again where an answer from before is still under way", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const { promise: answered, resolve: tellAnswered } = Promise.withResolvers<void>();
      await page.route(
        (url) => url.pathname === "/",
        async (route) => {
          const response = await route.fetch();
          tellAnswered();
          await released;
          await route.fulfill({ response });
        },
        { times: 1 },
      );
      await page.evaluate(BACK);
      await answered;
      approvals.put(another(1));
      await page.evaluate(BACK);
      release();
      // Well before it asks by itself.
      await page.getByRole("heading", { name: "5 approvals wait for you" }).waitFor({ timeout: 5_000 });
    });
  });

  it("does not claim the name in its address again, which somebody else has left behind", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, url, approvals }) => {
      assert.equal(page.url(), `${url}/`);
      const other = await page.context().newPage();
      await other.goto(`${url}/?user=Rafael%20Moreno`);
      approvals.put(another(1));
      await askForNews(page);
      await page.locator(".me").getByText("Rafael Moreno").waitFor();
      await other.reload();
      await other.locator(".me").getByText("Rafael Moreno").waitFor();
    });
  });
});

describe("a lost connection", () => {
  it("is said aloud, and so is its return", async () => {
    await pages.open(`${SHOP}?${HANNA}`, async ({ page }) => {
      await page.clock.install();
      await page.reload();
      await page.route("**/*", (route) => route.fulfill({ status: 503 }));
      await page.clock.runFor(11_000);
      await page
        .locator("#news")
        .getByText(/^Connection to Countersign lost at .*, trying again\.$/u)
        .waitFor();
      await page.getByText("What you see may be out of date.").waitFor();
      await page.unroute("**/*");
      await page.clock.runFor(11_000);
      await page.locator("#news").getByText("Connected again.").waitFor();
      await page.getByText("Live, last heard from the cluster").waitFor();
    });
  });

  it("is said where a question is never answered, and it asks on", async () => {
    await pages.open(`${SHOP}?${HANNA}`, async ({ page }) => {
      await page.clock.install();
      await page.reload();
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      await page.route("**/*", () => ended, { times: 1 });
      await page.clock.runFor(31_000);
      await page
        .locator("#news")
        .getByText(/^Connection to Countersign lost at .*, trying again\.$/u)
        .waitFor();
      await page.clock.runFor(11_000);
      await page.locator("#news").getByText("Connected again.").waitFor();
      end();
    });
  });

  it("to the cluster is said aloud too", async () => {
    await pages.open(`/?${HANNA}`, async ({ page, approvals }) => {
      approvals.fresh = { ...approvals.fresh, live: false };
      await askForNews(page);
      await page.locator("#news").getByText("Connection to the cluster lost.").waitFor();
    });
  });
});

describe("a server that is asked too often", () => {
  it("is left alone for as long as it says, and is not called lost", async () => {
    await pages.open(`${SHOP}?${HANNA}`, async ({ page }) => {
      await page.clock.install();
      await page.reload();
      let asked = 0;
      await page.route("**/*", async (route) => {
        if (route.request().resourceType() === "fetch") asked += 1;
        await route.fulfill({ status: 429, headers: { "Retry-After": "60" } });
      });
      await page.clock.runFor(11_000);
      await page
        .locator("#news")
        .getByText(/^Too many requests at .*, trying again later\.$/u)
        .waitFor();
      await page.getByText("What you see may be out of date.").waitFor();
      await page.clock.runFor(30_000);
      await page.evaluate("dispatchEvent(new Event('online'))");
      assert.equal(asked, 1, "it was asked while it wanted to be left alone");
      await page.unroute("**/*");
      await page.clock.runFor(45_000);
      await page.locator("#news").getByText("Up to date again.").waitFor();
      await page.getByText("Live, last heard from the cluster").waitFor();
    });
  });
});

describe("without scripts", () => {
  for (const path of [`/?${HANNA}`, `${SHOP}?${HANNA}`]) {
    it(`the page ${path.split("?")[0]} calls itself live nowhere, and says as of when it is`, async () => {
      await pages.open(
        path,
        async ({ page }) => {
          await page.getByText("As of 14:02:00. Load the page again to see what has changed.").waitFor();
          assert.equal(await page.getByText("Live, last heard").isVisible(), false);
        },
        { javaScriptEnabled: false },
      );
    });
  }
});

describe("the list of messages, while news comes in", () => {
  it("stays open, and the button with the focus stays the same one", async () => {
    await pages.open(`${SHOP}?user=Ada`, async ({ page, approvals }) => {
      await page.clock.install();
      const told = (second: Partial<Notice>) =>
        buildApproval({
          notices: [{ state: "failed" } as const, second].map((request, position) =>
            makeNoticeRecord({
              recipient: `person-${position}@northlight.example`,
              assignees: [position],
              request: makeNotice(request),
            }),
          ),
        });
      approvals.put(told({ state: "sending" }));
      await page.reload();
      await page.getByText("Each message (2)").click();
      const button = page.getByRole("button", { name: "Send again: request to person-0@northlight.example" });
      await button.focus();
      approvals.put(told({}));
      await askForNews(page);
      await page.clock.runFor(4_000);
      await page
        .getByRole("button", { name: "Send again: request to person-1@northlight.example" })
        .waitFor();
      assert.equal(await page.locator("#each-notice").getAttribute("open"), "");
      assert.equal(
        await button.evaluate("document.activeElement.getAttribute('aria-label')"),
        await button.getAttribute("aria-label"),
      );
    });
  });
});
