import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readingSide } from "./reading-side.ts";
import { TEST_NOW_MS, buildApproval, PAGE, REF } from "../../test/kit/web/build-approval.ts";
import { createMemoryApprovals } from "../../test/kit/web/memory-approvals.ts";
import { startTestServer } from "../../test/kit/web/start-test-server.ts";
import { TestBrowser, readHiddenFields } from "../../test/kit/web/test-browser.ts";

describe("reading", () => {
  it("has no way to a write", () => {
    const approvals = createMemoryApprovals({ now: () => TEST_NOW_MS }, "http://localhost", [
      buildApproval(),
    ]);
    const reading = readingSide(approvals);
    const seen = reading.seenBy(undefined);
    for (const side of [reading, seen]) assert.equal("castVote" in side, false);
    assert.equal("find" in reading, false, "nor to what nobody in particular sees");
    assert.equal(seen.find(REF)?.state, "pending");
    assert.equal(seen.list({}).ok, true);
    assert.equal(seen.countWaiting({ name: "mary", groups: [] }), 1);
    assert.equal(reading.freshness().live, true);
  });

  it("is all that pages get, also those that somebody adds", () => {
    const given: object[] = [];
    startTestServer([], {
      extraPages: {
        navigation: [],
        needs: {},
        route: (_pages, _kit, approvals) => void given.push(approvals),
      },
    });
    assert.equal(given.length, 1);
    assert.equal(
      given.some((approvals) => "castVote" in approvals),
      false,
    );
  });

  it("is all that GET and HEAD can do, with whatever a form or a JSON vote would carry", async () => {
    const { app, approvals } = startTestServer([buildApproval()]);
    const before = approvals.find(REF);
    const browser = new TestBrowser(app);
    const page = await (await browser.get(`${PAGE}?user=mary`)).text();
    const fields = new URLSearchParams({
      ...readHiddenFields(page, `${PAGE}/votes`),
      decision: "approve",
      comment: "x",
    });
    const paths = app.routes
      .map(({ path }) => path.replace(":namespace", "shop-prod").replace(":name", PAGE.split("/")[3] ?? ""))
      .filter((path) => !path.includes("*"));
    assert.ok(paths.length > 15);
    for (const path of new Set(paths)) {
      for (const method of ["GET", "HEAD"]) {
        for (const query of ["", `?${fields.toString()}`, "?user=mary&decision=approve", "?_method=POST"]) {
          await app.request(`${path}${query}`, {
            method,
            headers: {
              Cookie: browser.cookie ?? "",
              "X-HTTP-Method-Override": "POST",
              "Content-Type": "application/json",
            },
          });
        }
      }
    }
    assert.deepEqual(approvals.castVotes, []);
    assert.deepEqual(approvals.find(REF), before);
  });
});
