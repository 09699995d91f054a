import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import * as fc from "fast-check";
import { makeHarmless } from "./harmless-text.ts";

const TEXTS: Readonly<Record<string, string>> = {
  "ok, ship it": "ok, ship it",
  'it\'s "fine"': "it’s ”fine”",
  '["x","y"]': "_”x”,”y”_",
  '  ["x"]': "_”x”_",
  "line one\r\nline two\n\n three": "line one line two three",
  "$(params.a) `id` ${HOME}": "_(params.a) _id_ __HOME_".replaceAll("(", "_").replaceAll(")", "_"),
  "-rf /": "_rf /",
  "--force": "_-force",
  "a | b & c; d > e < f": "a _ b _ c_ d _ e _ f",
  "C:\\temp": "C:_temp",
  "NUL\u0000 and tab\t": "NUL_ and tab",
  "Grüße, 日本, नमस्ते, 👍🏽": "Grüße, 日本, नमस्ते, 👍_",
  "rene\u0301": "ren\u00E9",
  "50 % of #42 at http://a.example/?q=1+1": "50 % of #42 at http://a.example/?q=1+1",
  "\uD800": "_",
  "": "",
};

describe("a text becomes harmless", () => {
  for (const [text, harmless] of Object.entries(TEXTS)) {
    test(`${JSON.stringify(text)} becomes ${JSON.stringify(harmless)}`, () => {
      assert.equal(makeHarmless(text), harmless);
    });
  }

  test("and ends after 1,024 characters, never in the middle of one", () => {
    assert.equal(makeHarmless("x".repeat(1_025)), "x".repeat(1_024));
    assert.equal(makeHarmless("🎉".repeat(1_025)), "🎉".repeat(1_024));
  });
});

/** Texts that people type who want to break out: pieces of shell, JSON, Tekton, and anything at all. */
const attack = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        "`",
        "$(",
        ")",
        "${",
        "}",
        "\\",
        "\n",
        ";",
        "|",
        "&",
        "<",
        ">",
        "[",
        "]",
        "{",
        "*",
        "~",
      ),
      fc.constantFrom(
        "touch TRIPWIRE",
        "-",
        "--",
        "#",
        "!",
        "!!",
        "%s",
        "=",
        " ",
        "\u0000",
        "\u2028",
        "；",
        "＂",
        "IFS=",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

function isJsonArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

test("a harmless text is one line of safe characters, and never a JSON array", () => {
  fc.assert(
    fc.property(attack, (text) => {
      const harmless = makeHarmless(text);
      assert.doesNotMatch(harmless, /["'`$\\()[\]{}<>|&;*~\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|^-/u);
      assert.equal(isJsonArray(harmless), false);
      assert.equal(makeHarmless(harmless), harmless);
    }),
    { numRuns: 2_000 },
  );
});

describe("in a real shell", () => {
  const folder = mkdtempSync(join(tmpdir(), "harmless-"));
  after(() => rmSync(folder, { recursive: true }));

  /** Pastes each text into the script, as Tekton pastes results, runs all in one shell, and answers what was printed. */
  function runPasted(texts: readonly string[], quote: string): readonly string[] {
    const script = texts.map((text) => `printf '%s\\n' ${quote}${text}${quote}\n`).join("");
    const output = execFileSync("sh", [], { cwd: folder, input: script, encoding: "utf8", env: {} });
    assert.equal(existsSync(join(folder, "TRIPWIRE")), false, "no text ran a command");
    return output.split("\n").slice(0, -1);
  }

  const texts = [...fc.sample(attack, { numRuns: 400, seed: 7 }), "$(touch TRIPWIRE)", "'; touch TRIPWIRE; '"]
    .map(makeHarmless)
    .filter((text) => text !== "");

  test("it is printed as it is, inside quotes of either kind", () => {
    assert.deepEqual(runPasted(texts, '"'), texts);
    assert.deepEqual(runPasted(texts, "'"), texts);
  });

  test("it runs nothing without quotes either", () => {
    assert.ok(runPasted(texts, "").length > 0);
  });

  test("the same texts as people typed them do run commands, so this test can fail", () => {
    execFileSync("sh", [], { cwd: folder, input: 'printf "%s" "$(touch TRIPWIRE)"', env: {} });
    assert.equal(existsSync(join(folder, "TRIPWIRE")), true);
    rmSync(join(folder, "TRIPWIRE"));
  });
});
