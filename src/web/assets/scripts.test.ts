// Scripts run in browsers, which test/browser shows; here stands what holds without one.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { findInvalidPart } from "../../approvals/check-vote.ts";
import { BOUNDS } from "../../objects/approval/approval-task.ts";
import { loadAssets } from "./load-assets.ts";

const FOLDER = new URL("scripts/", import.meta.url);

describe("the scripts", () => {
  it("are all served, the one that pages name first, and import none that is not there", () => {
    const { scripts } = loadAssets();
    assert.match(scripts[0]?.path ?? "", /^\/assets\/[0-9a-f]{12}\/app\.js$/u);
    const names = scripts.map(({ path }) => path.split("/").at(-1));
    assert.deepEqual(new Set(names), new Set(readdirSync(FOLDER)));
    for (const { body } of scripts) {
      for (const [, name] of body.matchAll(/from "\.\/([^"]+)"/gu)) assert.ok(names.includes(name), name);
    }
  });

  it("are found under another address when any of them changes", () => {
    const folders = new Set(loadAssets().scripts.map(({ path }) => path.split("/")[2]));
    assert.equal(folders.size, 1, "they import one another by name, so that they change together");
  });

  it("import no module at the top that a page does not need to begin: all are small", () => {
    const bytes = readdirSync(FOLDER).reduce(
      (sum, file) => sum + readFileSync(new URL(file, FOLDER)).length,
      0,
    );
    assert.ok(bytes < 40_000, `${bytes} bytes`);
  });
});

describe("the room in a comment", () => {
  it("is what the server takes: none too few, none too many", async () => {
    const { roomIn } = (await import(new URL("room.js", FOLDER).href)) as {
      roomIn: (text: string, most: { characters: number; bytes: number }) => number;
    };
    const most = { characters: BOUNDS.comment, bytes: BOUNDS.commentBytes };
    const isTaken = (comment: string): boolean =>
      findInvalidPart({
        comment,
        ref: { namespace: "a", name: "b" },
        voter: { issuer: "open", subject: "mary", name: "mary", groups: [] },
        decision: "approve",
        via: "web",
      }) === undefined;
    for (const unit of ["x", "é", "日", "🚀", "<", "&", '"', "\n", "\u2028", "a<", "日x", "\\"]) {
      for (let count = 300; count < 2_100; count += 1) {
        const text = unit.repeat(count);
        const room = roomIn(text, most);
        assert.equal(room >= 0, isTaken(text), `${JSON.stringify(unit)} ${count} times`);
        if (room >= 0) continue;
        const rest = Array.from(text).slice(0, room).join("");
        assert.ok(isTaken(rest), "that many less fit");
        break;
      }
      assert.equal(roomIn("", most), BOUNDS.comment);
    }
  });
});
