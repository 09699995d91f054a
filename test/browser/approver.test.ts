// What an approver does, in a real browser on sample approvals: by mouse and keyboard, with scripts and without.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import type { Browser, BrowserContext, BrowserContextOptions, Page, Response } from "playwright-core";
import { buildApproval, REF } from "../kit/web/build-approval.ts";
import { awayFromWrite } from "../kit/web/memory-approvals.ts";
import { launchChromium } from "./launch-chromium.ts";
import { serveSampleWorld, type SampleServer } from "./sample-server.ts";
import { HANNA, SHOP } from "./scenes.ts";
import { watchPage } from "./watch-page.ts";

let browser: Browser;
let server: SampleServer;
let context: BrowserContext;

before(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  server = await serveSampleWorld();
});
afterEach(async () => {
  await context.close();
  await server.close();
});
after(async () => {
  await browser.close();
});

async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1280, height: 844 }, ...options });
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  return page;
}

/** Lets the page's time go on until it has asked for itself again. */
async function statusOfNextRefresh(page: Page): Promise<number | undefined> {
  const statuses: number[] = [];
  const note = (response: Response): void => {
    if (response.request().resourceType() === "fetch") statuses.push(response.status());
  };
  page.on("response", note);
  while (statuses.length === 0) await page.clock.runFor(11_000);
  page.off("response", note);
  return statuses[0];
}

for (const javaScriptEnabled of [true, false]) {
  describe(`an approver ${javaScriptEnabled ? "with" : "without"} scripts`, () => {
    it("says who they are, finds what waits, reads it, approves it and sees the receipt", async () => {
      const page = await openPage("/", { javaScriptEnabled });
      const watch = watchPage(page, server.url);
      await page.getByLabel("Name").fill("Hanna Lindqvist");
      await page.getByLabel("Groups, separated by commas").fill("release-managers, platform");
      await page.getByRole("button", { name: "Use this name" }).click();
      await page.getByRole("heading", { name: "4 approvals wait for you" }).waitFor();
      await page.getByRole("link", { name: "Release shop-web 2.14.0 to production" }).click();
      await page.getByLabel("Comment, optional").fill("Release notes read.\nGo.");
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("heading", { name: "Your vote is recorded; the approval is decided" }).waitFor();
      assert.equal(page.url(), `${server.url}${SHOP}/receipt`);
      await page.reload();
      await page.getByRole("link", { name: "Back to the inbox" }).click();
      await page.getByRole("heading", { name: "3 approvals wait for you" }).waitFor();
      watch.assertQuiet();
      assert.equal(server.approvals.castVotes.length, 1, "a reload of the receipt votes no second time");
      assert.equal(server.approvals.castVotes[0]?.comment, "Release notes read.\nGo.");
    });

    it("rejects, and the page says what that means before", async () => {
      const page = await openPage(`${SHOP}?${HANNA}`, { javaScriptEnabled });
      const reject = page.getByRole("button", { name: "Reject" });
      await reject.and(page.locator("[aria-describedby=reject-then]")).waitFor();
      assert.equal(
        await page.locator("#reject-then").textContent(),
        "The pipeline goes on with decision=false",
      );
      await reject.click();
      await page.getByText("Rejected", { exact: true }).waitFor();
      assert.equal(server.approvals.castVotes[0]?.decision, "reject");
    });

    it("double-clicks, and ends on the receipt of one vote", async () => {
      for (let round = 0; round < 5; round += 1) {
        server.approvals.put(buildApproval({ approvers: ["Hanna Lindqvist"] }));
        const page = await openPage(`${SHOP}?${HANNA}`, { javaScriptEnabled });
        await page.getByRole("button", { name: "Approve" }).dblclick({ delay: round * 5 });
        await page.getByRole("heading", { name: "Your vote is recorded; the approval is decided" }).waitFor();
        assert.equal(page.url(), `${server.url}${SHOP}/receipt`);
        assert.equal(server.approvals.find(REF)?.votes.length, 1);
        await context.close();
      }
    });

    it("goes back to a form that was sent, and sends it again: the receipt of the same vote", async () => {
      const page = await openPage(`${SHOP}?${HANNA}`, { javaScriptEnabled });
      server.approvals.fail(awayFromWrite());
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("alert").getByText("It is not known whether your vote is recorded.").waitFor();
      server.approvals.fail(undefined);
      await page.goBack();
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("heading", { name: "Your vote is recorded; the approval is decided" }).waitFor();
    });

    it("keeps the comment when the API server is away, and can send it again", async () => {
      const page = await openPage(`${SHOP}?${HANNA}`, { javaScriptEnabled });
      server.approvals.fail(awayFromWrite());
      await page.getByLabel("Comment, optional").fill("Go, but slowly.");
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("alert").getByText("It is not known whether your vote is recorded.").waitFor();
      assert.equal(await page.getByLabel("Comment, optional").inputValue(), "Go, but slowly.");
      server.approvals.fail(undefined);
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("heading", { name: "Your vote is recorded; the approval is decided" }).waitFor();
    });
  });
}

describe("scripts", () => {
  it("show times in the reader's zone, with its name", async () => {
    const page = await openPage(`${SHOP}?${HANNA}`, { timezoneId: "America/New_York" });
    await page.clock.setFixedTime("2026-11-24T14:02:00Z");
    await page.reload();
    const until = page
      .locator("dt", { hasText: "Until" })
      .locator("xpath=following-sibling::dd//time")
      .first();
    assert.match((await until.textContent()) ?? "", /^today 12:30 (GMT-5|EST)$/u);
    assert.equal(await until.getAttribute("datetime"), "2026-11-24T17:30:00Z");
  });

  it("keep what was typed when the reader leaves and comes back, until the vote is recorded", async () => {
    const page = await openPage(`${SHOP}?${HANNA}`);
    await page.getByLabel("Comment, optional").fill("Half a sent");
    await page.goto(`${server.url}/`);
    await page.goto(`${server.url}${SHOP}`);
    assert.equal(await page.getByLabel("Comment, optional").inputValue(), "Half a sent");
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("heading", { name: "Your vote is recorded; the approval is decided" }).waitFor();
    assert.equal(await page.evaluate("sessionStorage.length"), 0);
  });

  it("say in the button and aloud that a vote is being sent, and send a second click nowhere", async () => {
    const page = await openPage(`${SHOP}?${HANNA}`);
    await page.clock.install();
    await page.reload();
    const posts: string[] = [];
    await page.route("**/votes", async (route) => {
      posts.push(route.request().postData() ?? "");
      await route.fulfill({ status: 204 });
    });
    const approve = page.getByRole("button", { name: "Approve" });
    await approve.click();
    await page.getByRole("status").getByText("Sending your vote…").waitFor();
    const pressed = page.getByRole("button", { name: "Sending…" });
    assert.equal(await pressed.getAttribute("aria-disabled"), "true");
    await page.getByRole("button", { name: "Reject" }).click({ force: true });
    assert.equal(posts.length, 1);
    assert.match(posts[0] ?? "", /decision=approve/u);
    await page.clock.runFor(16_000);
    assert.equal(await approve.getAttribute("aria-disabled"), null, "no answer came: it can be sent again");
    await approve.click();
    await pressed.waitFor();
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    assert.equal(await approve.getAttribute("aria-disabled"), null, "the reader came back to it");
  });

  it("ask again with the tag of what they show, and are sent it again only when it has changed", async () => {
    const page = await openPage(`/?${HANNA}`);
    await page.clock.install();
    await page.reload();
    assert.equal(await statusOfNextRefresh(page), 200, "it knows no tag yet");
    assert.equal(await statusOfNextRefresh(page), 304);
    const contact = { lastContactMs: Date.parse("2026-11-24T14:05:09Z") };
    server.approvals.fresh = { ...contact, live: true };
    assert.equal(await statusOfNextRefresh(page), 304);
    await page.getByText("Live, last heard from the cluster at 14:05:09").waitFor();
    server.approvals.fresh = { ...contact, live: false };
    assert.equal(await statusOfNextRefresh(page), 200);
    await page.getByText("Connection to the cluster lost at 14:05:09").waitFor();
  });

  it("refresh the inbox, say what changed, and leave the focus where it was", async () => {
    const page = await openPage(`/?${HANNA}`);
    await page.clock.install();
    await page.reload();
    await page.getByRole("link", { name: "Open the firewall towards Kestrel Pay" }).focus();
    const decidedAt = "2026-11-24T14:02:00Z";
    server.approvals.put(buildApproval({ cancelled: "RunCancelled", decidedAt }));
    await page.clock.runFor(11_000);
    await page.getByRole("heading", { name: "3 approvals wait for you" }).waitFor();
    assert.equal(
      await page.getByRole("status").textContent(),
      "3 approvals wait for you. Gone: Release shop-web 2.14.0 to production.",
    );
    assert.equal(
      await page.evaluate("document.activeElement.textContent"),
      "Open the firewall towards Kestrel Pay",
    );
  });

  it("say that the connection is lost", async () => {
    const page = await openPage(`/?${HANNA}`);
    await page.clock.install();
    await page.reload();
    await page.route("**/*", (route) => route.abort());
    await page.clock.runFor(11_000);
    await page.locator(".live").getByText("Connection to Countersign lost at").waitFor();
  });
});

describe("the keyboard", () => {
  it("reaches everything in reading order, and skips to the content and to the vote", async () => {
    const page = await openPage(`${SHOP}?${HANNA}`);
    const reached: string[] = [];
    for (let count = 0; count < 15; count += 1) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate<string>(
        "(document.activeElement.id || document.activeElement.textContent).trim()",
      );
      reached.push(name);
    }
    assert.deepEqual(reached, [
      "Skip to content",
      "Skip to your vote",
      "Countersign",
      "Inbox 4",
      "Change",
      "You say you are Hanna Lindqvist",
      "Inbox",
      "release notes",
      "staging dashboard",
      "Cancel this approval…",
      "comment",
      "Approve",
      "Reject",
      "API",
      reached.at(-1),
    ]);
    await page.reload();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate("document.activeElement.id"), "comment");
  });

  it("never leaves the focus under the form that sticks to the bottom", async () => {
    const page = await openPage(`${SHOP}?${HANNA}`, { viewport: { width: 390, height: 700 } });
    for (let count = 0; count < 12; count += 1) {
      await page.keyboard.press("Tab");
      const hidden = await page.evaluate<boolean>(`(() => {
        const form = document.querySelector("form.vote");
        const active = document.activeElement;
        // Behind the last one there is none.
        if (form.contains(active) || active === document.body) return false;
        return active.getBoundingClientRect().bottom > form.getBoundingClientRect().top;
      })()`);
      const isFooter = await page.evaluate<boolean>(`document.activeElement.closest(".foot") !== null`);
      assert.ok(!hidden || isFooter, `focus ${count} is visible`);
    }
  });
});

describe("paper", () => {
  it("shows what was decided on, of whom it was asked, and in which attempt", async () => {
    const path = "/approvals/platform/rollout-9d2kx-approve";
    const page = await openPage(`/?${HANNA}`);
    server.approvals.put(
      buildApproval({
        namespace: "platform",
        name: "rollout-9d2kx-approve",
        pipelineRun: "rollout-9d2kx",
        description: "Goes on to **all** regions.",
        strategy: "MULTI",
        approvers: ["Hanna Lindqvist", "Amara Okafor"],
        retries: 1,
        earlierAttempts: [[{ by: "Amara Okafor", comment: "Fine by me." }]],
        votes: [{ by: "Hanna Lindqvist", decision: "reject", comment: "Not this week." }],
        runParameters: [
          { name: "version", value: "2.14.0" },
          { name: "password", value: "hunter2" },
        ],
        pipelineRunEnded: true,
      }),
    );
    await page.goto(`${server.url}${path}`);
    await page.emulateMedia({ media: "print" });
    for (const text of [
      "Goes on to all regions.",
      "Who was asked",
      "Amara Okafor",
      "Fine by me.",
      "Not this week.",
      "2.14.0",
      "(masked)",
      "rejectedByBase64",
    ]) {
      assert.equal(await page.getByText(text).first().isVisible(), true, text);
    }
    assert.equal(await page.getByText("hunter2").count(), 0);
  });

  it("shows the evidence and leaves out what one can only press", async () => {
    const ref = { namespace: "shop-prod", name: "release-search-api-5p1qa-approve-production" };
    const page = await openPage(`/approvals/${ref.namespace}/${ref.name}?${HANNA}`);
    const digest = server.approvals.find(ref)?.digest.slice(0, 39) ?? "";
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.getByRole("heading", { name: "Evidence" }).isVisible(), true);
    assert.equal(await page.getByText(digest).isVisible(), true);
    assert.equal(await page.getByRole("navigation", { name: "Main" }).isVisible(), false);
    assert.equal(await page.getByText("4 more wait for you").isVisible(), false);
  });
});

it("shows what the pipeline run brings as soon as that names the run as its own, and keeps what was typed", async () => {
  const ref = { namespace: "platform", name: "release-shop-web-k3v9d-approve-production" };
  const page = await openPage(`/approvals/${ref.namespace}/${ref.name}?user=Ingrid%20Solheim`);
  const watch = watchPage(page, server.url);
  await page.getByText("Not yet confirmed by the pipeline run").waitFor();
  await page.getByLabel("Comment, optional").fill("Looks right.");
  server.approvals.put(
    buildApproval({
      ...ref,
      pipelineRun: "release-shop-web-k3v9d",
      title: "Release shop-web 2.15.0 to production",
      approvers: ["Ingrid Solheim"],
      runParameters: [{ name: "version", value: "2.15.0" }],
    }),
  );
  await page.getByRole("table", { name: "Parameters of the pipeline run" }).waitFor();
  assert.equal(await page.getByText("not yet confirmed").count(), 0);
  assert.equal(await page.getByLabel("Comment, optional").inputValue(), "Looks right.");
  assert.equal(await page.locator("[data-live='3']").count(), 0, "it asks for news less often");
  watch.assertQuiet();
});
