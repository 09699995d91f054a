// Pages of other sites try to vote in the name of somebody who has Countersign open, in a real browser. Several checks stand
// behind one another; each is seen to hold by itself, and each attack to vote when none of them is in order.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import type { Browser } from "playwright-core";
import { makeCsrfToken } from "../../src/auth/csrf.ts";
import { TEST_KEYS } from "../kit/web/start-test-server.ts";
import { AttackedBrowser, type Fields } from "./attacked-browser.ts";
import { type Attacker, startAttacker } from "./attacks.ts";
import { type Check, COOKIE, HOLDS, listHarmful, listHarmless, NO_CHECK, SITES, TOKEN } from "./checks.ts";
import { launchChromium } from "./launch-chromium.ts";
import { type VictimMode, VICTIMS } from "./victims.ts";

let browser: Browser;
let attacker: Attacker;
before(async () => {
  browser = await launchChromium();
  attacker = await startAttacker();
});
after(async () => {
  await browser.close();
  attacker.close();
});

async function open(t: TestContext, mode: VictimMode, standing = NO_CHECK): Promise<AttackedBrowser> {
  return await AttackedBrowser.open(t, { browser, attacker, mode, standing });
}

function without({ token: _token, ...others }: Fields): Fields {
  return others;
}

describe("somebody who has Countersign open", { concurrency: 2 }, () => {
  for (const mode of Object.keys(VICTIMS) as VictimMode[]) {
    it(`in mode ${mode} votes by our own page, and by no page of another site, whichever check is left`, async (t) => {
      const attacked = await open(t, mode);
      const fields = await attacked.openApproval("held");
      for (const { check, ways, sites = SITES, modes = [mode] } of HOLDS) {
        if (!modes.includes(mode)) continue;
        const known = check === TOKEN ? without(fields) : fields;
        const standing = new Set([check]);
        for (const [site, way] of sites.flatMap((from) => ways.map((one) => [from, one] as const))) {
          const votes = await attacked.attack("held", known, { way, site, standing });
          assert.equal(votes, 0, `${way}, from ${site}, with nothing but ${check}`);
        }
      }
      assert.equal(await attacked.voteByOurPage("held", fields), 1);
    });

    it(`in mode ${mode} would vote by pages of other sites if no check were in order`, async (t) => {
      const attacked = await open(t, mode);
      const harmless = await attacked.openApproval("held");
      for (const [way, site] of listHarmless(mode).flatMap((one) =>
        SITES.map((from) => [one, from] as const),
      )) {
        const votes = await attacked.attack("held", harmless, { way, site, standing: NO_CHECK });
        assert.equal(votes, 0, `${way}, from ${site}`);
      }
      // Browsers keep back cookies from what another site fetches or frames, whatever they say.
      const attempts = [
        ["a form", "another site"] as const,
        ...listHarmful(mode).map((way) => [way, "a sibling sub-domain"] as const),
      ];
      for (const [number, [way, site]] of attempts.entries()) {
        const name = `release-${number}`;
        const fields = await attacked.openApproval(name);
        const votes = await attacked.attack(name, fields, { way, site, standing: NO_CHECK });
        assert.equal(votes, 1, `${way}, from ${site}`);
      }
    });
  }

  // In open mode, a browser without its cookie lacks the token with it; a proxy keeps a cookie of its own.
  for (const mode of ["oidc", "link"] as const) {
    it(`in mode ${mode} votes by no form of another site if the cookie alone holds, but by one of a sibling`, async (t) => {
      const standing: ReadonlySet<Check> = new Set([COOKIE]);
      const attacked = await open(t, mode, standing);
      const fields = await attacked.openApproval("release");
      const attempt = { way: "a form", standing } as const;
      // Of the session that it must not come in, and of none.
      for (const token of [fields["token"] ?? "", makeCsrfToken(TEST_KEYS, "nobody")]) {
        const known = { ...fields, token };
        const votes = await attacked.attack("release", known, { ...attempt, site: "another site" });
        assert.equal(votes, 0, "a form of another site votes");
      }
      const votes = await attacked.attack("release", fields, { ...attempt, site: "a sibling sub-domain" });
      assert.equal(votes, 1, "a form of a sibling does not vote");
    });
  }
});
