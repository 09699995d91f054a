import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { evaluate } from "@marcbachmann/cel-js";
import * as fc from "fast-check";
import MarkdownIt from "markdown-it";
import { parse } from "yaml";
import { makeHarmless } from "./harmless-text.ts";

const TEXTS: Readonly<Record<string, string>> = {
  "ok, ship it": "ok, ship it",
  'it\'s "fine"': "itʼs ˮfineˮ",
  '["x","y"]': "_ˮxˮ,ˮyˮ_",
  '  ["x"]': "_ˮxˮ_",
  "line one\r\nline two\n\n three": "line one line two three",
  "$(params.a) `id` ${HOME}": "_(params.a) _id_ __HOME_".replaceAll("(", "_").replaceAll(")", "_"),
  "-rf /": "_rf /",
  "--force": "_-force",
  // Many programs read a file that is named behind an @, as curl -d does.
  "@/etc/passwd": "_/etc/passwd",
  "@@x ann@shop.example": "_@x ann@shop.example",
  "＠x ": "_x",
  "﹫x": "_x",
  "a | b & c; d > e < f": "a _ b _ c_ d _ e _ f",
  "C:\\temp": "C:_temp",
  "NUL\u0000 and tab\t": "NUL_ and tab",
  "Grüße, 日本, नमस्ते": "Grüße, 日本, नमस्ते",
  // PowerShell reads all of these as quotes and dashes; « and » nobody does.
  "“ok” ‘so’ „ja“ ‚na‛ «oui» – fine — now…": "ˮokˮ ʼsoʼ ˮjaˮ ʼnaʼ «oui» - fine - now...",
  "〝ok〞 ʺok‟ 5‒6 5―6 e‐mail non‑stop 5−3 ﹘": "ˮokˮ ˮokˮ 5-6 5-6 e-mail non-stop 5-3 -",
  "– force": "_ force",
  "—x": "_x",
  // What becomes a dash of PowerShell when it is normalized.
  "a ︱ ︲": "a _ _",
  // Signs of variables in scripts of Windows.
  "50 % done! 100%! (50\u202F%) 50%, wow!!!": "50 % done! 100%! _50 %_ 50%, wow!!!",
  "%PATH% %1 %20 %=X% 5%PATH5% 5%%X": "_PATH_ _1 _20 _=X_ 5_PATH5% 5__X",
  "!PATH! !!PATH! go!now a != b !=X!": "_PATH! __PATH! go_now a != b _=X!",
  "“go!” 5%’ 5％ ﹪X": "ˮgo!ˮ 5%ʼ 5% _X",
  "«\u00A0oui\u202F»": "« oui »",
  "5 € → £4.50 ± ½, 20°, §3, ©2026": "5 € → £4.50 ± ½, 20°, §3, ©2026",
  "、。「可以」，好！？： ¿qué? ¡sí!": "、。「可以」，好！？： ¿qué? ¡sí!",
  "👍🏽 🇩🇪 ❤️ 👩🏽‍💻 👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿": "👍🏽 🇩🇪 ❤️ 👩🏽‍💻 👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "می\u200Cخواهم क्\u200Dष": "می\u200Cخواهم क्\u200Dष",
  "tab\tand\u3000wide": "tab and wide",
  // What becomes harmful when it is normalized (NFKC or NFKD), though no shell reads it as it stands.
  "（a）＄（id）；ls ＜b＞ ｀c｀ ＂＇": "_a___id__ls _b_ _c_ __",
  "⒜ ⁽¹⁾ ≮ ︵ ﹔": "_ _¹_ _ _ _",
  "－force ﹣x": "_force -x",
  "\u0085-rf /\u0085": "_rf /",
  "\uFE63f": "_f",
  // Greek question mark and varia, which NFC turns into a semicolon and a backtick.
  "a\u037E b\u1FEF": "a_ b_",
  // What does not show: zero-width, bidirectional, a byte order mark, a filler, tags without a flag.
  "a\u200Bn\u200Dn\u2060": "a_n_n_",
  "a\u202Enn\u2066 \u200F": "a_nn_ _",
  "a\u3164 b\u{E0061}": "a_ b_",
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
    assert.equal(makeHarmless(`${"x".repeat(1_022)}👩\u200D💻`), `${"x".repeat(1_022)}👩_`);
    assert.equal(makeHarmless(`${"x".repeat(1_023)} y`), "x".repeat(1_023));
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
        "%PATH%",
        "!PATH!",
        "5%",
        "=",
        " ",
        "\u0000",
        "\u2028",
        "\u0085",
        "；",
        "＂",
        "IFS=",
      ),
      fc.constantFrom(
        "＄（",
        "）",
        "｀",
        "＇",
        "－",
        "‘",
        "’",
        "“",
        "„",
        "«",
        "–",
        "﹘",
        "…",
        "€",
        "、",
        "\u00A0",
      ),
      fc.constantFrom("👩\u200D💻", "🇩🇪", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "*️⃣", "\u200C", "\u200D", "\uFE0F", "\u0338", "ک", "क्"),
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

test("no single character before a dash leaves it at the beginning, however it is normalized", () => {
  for (let code = 0; code <= 0x10_ffff; code += 1) {
    const character = String.fromCodePoint(code);
    if (!/[\p{Z}\p{Cc}\p{Cf}\p{M}\p{P}\p{S}]/u.test(character)) continue;
    const harmless = makeHarmless(`${character}-x`);
    assert.doesNotMatch(harmless, /^\s/u, `U+${code.toString(16)}`);
    assert.doesNotMatch(harmless.normalize("NFKC"), /^\s*-/u, `U+${code.toString(16)}`);
  }
});

test("a harmless text is one line of safe characters, and never a JSON array", () => {
  fc.assert(
    fc.property(attack, (text) => {
      const harmless = makeHarmless(text);
      for (const form of ["NFC", "NFD", "NFKC", "NFKD"] as const) {
        assert.doesNotMatch(
          harmless.normalize(form),
          /["'`$\\()[\]{}<>|&;*~‘-‟–-―\p{Cc}\p{Bidi_Control}\u200B\u2060\uFEFF\p{Cs}\p{Co}\p{Zl}\p{Zp}]|^-/u,
        );
      }
      assert.doesNotMatch(harmless, /[%!][=_]*[A-Za-z0-9]/u, "no variable of cmd.exe");
      assert.equal(isJsonArray(harmless), false);
      assert.equal(makeHarmless(harmless), harmless);
    }),
    { numRuns: 2_000 },
  );
});

/** Every character that is kept though it is not ASCII, a thousand a text. */
function listKept(): readonly string[] {
  const kept: string[] = [];
  for (let code = 0x80; code <= 0x10_ffff; code += 1) {
    const character = String.fromCodePoint(code);
    // Nobody types what has no meaning yet, or half of a character, and of each there are hundreds of thousands.
    if (/[\p{Cn}\p{Co}\p{Cs}]/u.test(character)) continue;
    // Marks stand on a letter of their own, so that not more than 30 come in a row.
    if (makeHarmless(`x${character}x`) === `x${character}x`) kept.push(`x${character}`);
  }
  return Array.from({ length: Math.ceil(kept.length / 500) }, (_, index) =>
    kept
      .slice(500 * index, 500 * (index + 1))
      .join("")
      .normalize("NFC"),
  );
}

const KEPT = listKept();

const SHELLS = [
  ["sh"],
  ["dash"],
  ["bash"],
  ["busybox", "sh"],
  ["zsh", "-f", "-o", "nonomatch"],
  ["fish", "--no-config"],
].filter(([program = ""]) => spawnSync(program, ["-c", ":"]).error === undefined);

const ATTACKS = [...fc.sample(attack, { numRuns: 400, seed: 7 }), "$(touch TRIPWIRE)", "'; touch TRIPWIRE; '"]
  .map(makeHarmless)
  .filter((text) => text !== "");

for (const [program = "", ...args] of SHELLS) {
  describe(`in a real shell, ${[program, ...args].join(" ")}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "harmless-"));
    after(() => rmSync(folder, { recursive: true }));

    function run(script: string, env: Readonly<Record<string, string>> = {}): string {
      writeFileSync(join(folder, "script"), script);
      const { PATH = "" } = process.env;
      const inFolder = { cwd: folder, encoding: "utf8", env: { PATH, ...env } } as const;
      const output = execFileSync(program, [...args, "script"], inFolder);
      assert.equal(existsSync(join(folder, "TRIPWIRE")), false, "no text ran a command");
      return output;
    }

    /** Pastes each text into the script, as Tekton pastes results, runs all in one shell, and answers what was printed. */
    function runPasted(texts: readonly string[], quote: string, locale: string): readonly string[] {
      const script = texts.map((text) => `printf '%s\\n' ${quote}${text}${quote}\n`).join("");
      return run(script, { LC_ALL: locale }).split("\n").slice(0, -1);
    }

    for (const locale of ["C", "C.UTF-8"]) {
      test(`it is printed as it is, inside quotes of either kind (${locale})`, () => {
        for (const quote of ['"', "'"]) {
          assert.deepEqual(runPasted(ATTACKS, quote, locale), ATTACKS);
          assert.deepEqual(runPasted(KEPT, quote, locale), KEPT);
        }
      });

      test(`it runs nothing without quotes either, and stays one word where it has no blanks (${locale})`, () => {
        assert.ok(runPasted(ATTACKS, "", locale).length > 0);
        assert.deepEqual(runPasted(KEPT, "", locale), KEPT);
      });
    }

    test("it is printed as it is, from the environment", () => {
      for (const text of ATTACKS.slice(-20)) {
        const env = { COMMENT: text, LC_ALL: "C.UTF-8" };
        assert.equal(run(`printf '%s\\n' "$COMMENT"`, env), `${text}\n`);
      }
    });

    test("the same texts as people typed them do run commands, so this test can fail", () => {
      assert.throws(() => run('printf "%s" "$(touch TRIPWIRE)"'), /ran a command/u);
      rmSync(join(folder, "TRIPWIRE"));
    });
  });
}

/**
 * What PowerShell reads, from `CharTraits.cs` of its parser (github.com/PowerShell/PowerShell, src/System.Management.Automation):
 * IsSingleQuote, IsDoubleQuote, IsDash, and IsWhitespace with the line breaks of its tokenizer. It has no other tables beyond ASCII.
 */
const POWERSHELL = {
  singleQuotes: /['\u2018\u2019\u201A\u201B]/u,
  doubleQuotes: /["\u201C\u201D\u201E]/u,
  dashes: /[-\u2013\u2014\u2015]/u,
  whiteSpace: /[\t\v\f\r\n\u0085\p{Z}]/u,
} as const;

/** How PowerShell reads a script that begins with a text in quotes: the text, and what is left to be run. */
function readQuoted(script: string): readonly [text: string, left: string] {
  const [first = "", ...characters] = Array.from(script);
  const isSingle = POWERSHELL.singleQuotes.test(first);
  const quote = isSingle ? POWERSHELL.singleQuotes : POWERSHELL.doubleQuotes;
  const end = characters.findIndex((character) => quote.test(character));
  const text = characters.slice(0, end).join("");
  assert.ok(isSingle || !/[$`]/u.test(text), "nothing is replaced inside double quotes");
  return [text, characters.slice(end + 1).join("")];
}

describe("in PowerShell", () => {
  test("no character that is kept is a quote, a dash or a blank, but the plain dash and the plain space", () => {
    for (const [what, table] of Object.entries(POWERSHELL)) {
      for (const text of KEPT) assert.doesNotMatch(text, table, what);
      for (let code = 0; code < 0x80; code += 1) {
        const character = String.fromCodePoint(code);
        if (table.test(makeHarmless(`x${character}x`))) assert.match(character, /[- \t-\r]/u, what);
      }
    }
  });

  test("it is the text that it is, inside quotes of either kind", () => {
    for (const text of [...ATTACKS, ...KEPT]) {
      for (const quote of ["'", '"']) {
        assert.deepEqual(readQuoted(`${quote}${text}${quote}; next`), [text, "; next"]);
      }
    }
  });

  test("a typographic quote ends a text as people typed it, so this test can fail", () => {
    const [text, left] = readQuoted("'it’s; Remove-Item C:/'");
    assert.deepEqual([text, left], ["it", "s; Remove-Item C:/'"]);
    const harmless = makeHarmless("it’s; Remove-Item C:/");
    assert.deepEqual(readQuoted(`'${harmless}'`), [harmless, ""]);
  });
});

test("in a CEL expression it is the text that it is, inside quotes of either kind", () => {
  for (const text of [...ATTACKS, ...KEPT]) {
    for (const quote of ['"', "'"]) assert.equal(evaluate(`${quote}${text}${quote}`), text);
  }
  assert.throws(() => evaluate(`'it's'`), "a text as people typed it is not");
});

test("in Markdown, what is kept beyond ASCII is the text that it is, also where a line begins", () => {
  const markdown = new MarkdownIt();
  for (const text of KEPT) {
    assert.equal(markdown.render(text), `<p>${text}</p>\n`);
    for (const [, character = ""] of text.matchAll(/x([\p{P}\p{S}\p{N}])/gu)) {
      assert.equal(markdown.render(`${character} x`), `<p>${character} x</p>\n`, character);
    }
  }
});

test("in YAML and in JSON it is the text that it is, inside quotes", () => {
  for (const text of [...ATTACKS, ...KEPT]) {
    assert.equal(JSON.parse(`"${text}"`), text);
    for (const quote of ['"', "'"]) assert.equal(parse(`text: ${quote}${text}${quote}`).text, text);
  }
});
