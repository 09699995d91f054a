// Pages of other sites try to vote in the name of somebody who has Countersign open, in a real browser.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import type { Browser, Page, Response } from "playwright-core";
import { launchChromium } from "./launch-chromium.ts";
import { serveSampleWorld, type SampleServer } from "./sample-server.ts";
import { HANNA, SHOP } from "./scenes.ts";

let browser: Browser;
let attacker: Server;
let port: number;

before(async () => {
  browser = await launchChromium();
  attacker = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>evil</title><body></body>");
    request.resume();
  });
  await new Promise<void>((resolve) => {
    attacker.listen(0, "127.0.0.1", resolve);
  });
  port = (attacker.address() as AddressInfo).port;
});
after(async () => {
  await browser.close();
  attacker.close();
  attacker.closeAllConnections();
});

/** What a page can do, as source that runs in it; `TARGET` is the form's address, `API` the vote's in the JSON API. */
const ATTACKS: Readonly<Record<string, string>> = {
  "a form": `submitForm("TARGET", "application/x-www-form-urlencoded", { decision: "approve", digest: "DIGEST", comment: "" })`,
  "a form with a guessed token": `submitForm("TARGET", "application/x-www-form-urlencoded", { decision: "approve", digest: "DIGEST", token: "AAAA" })`,
  "a form of plain text that is JSON": `submitForm("API", "text/plain", { '{"decision":"approve","x":"': '"}' })`,
  "a multipart form": `submitForm("TARGET", "multipart/form-data", { decision: "approve", digest: "DIGEST" })`,
  "a fetch without CORS": `fetch("API", { method: "POST", mode: "no-cors", credentials: "include", body: '{"decision":"approve"}' })`,
  "a fetch with JSON": `fetch("API", { method: "POST", credentials: "include", headers: { "Content-Type": "application/json" }, body: '{"decision":"approve"}' })`,
  "a fetch of a form": `fetch("TARGET", { method: "POST", mode: "no-cors", credentials: "include", body: new URLSearchParams({ decision: "approve", digest: "DIGEST" }) })`,
  "a beacon": `navigator.sendBeacon("API?user=mary", new Blob(['{"decision":"approve"}'], { type: "text/plain" }))`,
  "a link that votes": `location.href = "TARGET?decision=approve&digest=DIGEST"`,
  "a frame without an origin": `(() => { const frame = document.createElement("iframe"); frame.sandbox = "allow-forms allow-scripts"; frame.srcdoc = '<form method=post action="TARGET"><input name=decision value=approve><input name=digest value="DIGEST"></form><script>document.forms[0].submit()</scr' + 'ipt>'; document.body.append(frame); })()`,
};

const SUBMIT_FORM = `function submitForm(action, enctype, fields) {
  const form = Object.assign(document.createElement("form"), { method: "post", action, enctype });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { name, value, type: "hidden" }));
  }
  document.body.append(form);
  form.submit();
}`;

/** Runs with a page that has the approval open under Hanna's name; ends page and server also when it fails. */
async function withVictim(run: (page: Page, server: SampleServer) => Promise<void>): Promise<void> {
  const server = await serveSampleWorld();
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${server.url}${SHOP}?${HANNA}`);
    await run(page, server);
  } finally {
    await context.close();
    await server.close();
  }
}

async function attack(page: Page, { url, approvals }: SampleServer, source: string): Promise<void> {
  const [, , namespace = "", name = ""] = SHOP.split("/");
  const script = source
    .replaceAll("TARGET", `${url}${SHOP}/votes`)
    .replaceAll("API", `${url}/api/v1${SHOP}/votes`)
    .replaceAll("DIGEST", approvals.find({ namespace, name })?.digest ?? "");
  const answered = page
    .waitForResponse((response) => response.url().startsWith(url), { timeout: 1_500 })
    .catch(() => undefined);
  await page.evaluate(`(() => { ${SUBMIT_FORM}; ${script}; })()`);
  const response = await answered;
  if (response !== undefined) await assertTurnedAway(response);
  assert.deepEqual(approvals.castVotes, []);
}

/** Refused; or, as whoever opens the address of a vote, led to the page that asks for it. */
async function assertTurnedAway(response: Response): Promise<void> {
  const status = response.status();
  const leadsToPage = status === 303 && (await response.headerValue("location")) === SHOP;
  assert.ok(status >= 400 || leadsToPage, `answered ${status}`);
}

for (const [site, host] of [
  ["another site", "127.0.0.1"],
  ["a sibling host", "evil.localhost"],
] as const) {
  describe(`a page of ${site}`, () => {
    for (const [way, source] of Object.entries(ATTACKS)) {
      it(`does not vote by ${way}`, async () => {
        await withVictim(async (page, server) => {
          await page.goto(`http://${host}:${port}/`);
          await attack(page, server, source);
        });
      });
    }

    it("cannot show the approval in a frame", async () => {
      await withVictim(async (page, { url }) => {
        await page.goto(`http://${host}:${port}/`);
        const refused = page.waitForEvent("console", {
          predicate: (message) => message.text().includes("frame-ancestors"),
          timeout: 5_000,
        });
        await page.evaluate(
          `document.body.append(Object.assign(document.createElement("iframe"), { src: "${url}${SHOP}" }))`,
        );
        await refused;
      });
    });
  });
}

describe("our own page", () => {
  it("votes by its form, so that the refusals above say something", async () => {
    await withVictim(async (page, { approvals }) => {
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("heading", { name: /Your vote is recorded/u }).waitFor();
      assert.equal(approvals.castVotes.length, 1);
    });
  });
});
