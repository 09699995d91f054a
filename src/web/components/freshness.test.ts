import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderFreshness } from "./freshness.ts";
import { createTimes } from "./times.ts";

const NOW_MS = Date.parse("2026-11-24T14:02:00Z");

async function render(lastContactMs: number | undefined, live: boolean): Promise<string> {
  return String(await renderFreshness({ lastContactMs, live }, createTimes(NOW_MS, "UTC")));
}

describe("the line that says how fresh a page is", () => {
  it("is one item beside its mark, so that a time in it does not break the sentence into columns", async () => {
    for (const live of [true, false]) {
      for (const lastContactMs of [undefined, NOW_MS]) {
        const line = await render(lastContactMs, live);
        const items = line.replaceAll(/<span class="(?:still|held)">.*?<\/span>/gu, "");
        assert.match(
          items,
          /^<p class="live(?: lost)?" data-says="[^"]+"><span[^>]*>(?:(?!<\/?span).)+<\/span><\/p>$/u,
        );
      }
    }
  });

  it("calls a page live only where a script makes it so, and else says as of when it is", async () => {
    const line = await render(NOW_MS, true);
    assert.match(line, /<span class="still">As of <time [^>]*>14:02:00<\/time>\. Load the page again/u);
    assert.match(line, /<span class="moving">Live, last heard from the cluster/u);
  });
});
