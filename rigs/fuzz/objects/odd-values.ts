// Values that nobody expects, of every JSON type; sizes mostly small, rarely up to the limit of an object.
import * as fc from "fast-check";
import type { Json } from "../world/json.ts";

const HOSTILE = [
  "",
  " ",
  "\u0000",
  "\u202Eevil",
  "\uD800x",
  "ﬀ İ ＡＮＮ",
  "$(params.x) $(context.taskRun.name)",
  "__proto__",
  "constructor",
  "<script>fuzz(1)</script>",
  "![x](javascript:fuzz)",
  "[[…“",
  '["a"]',
  "{}",
  "null",
  "a\nb\r\nc",
  "ann,bob",
  "../../x",
  "x%2Fstatus",
  "9999-12-31T23:59:59Z",
  "-1h",
  "1h30m",
  "SINGLE",
  "FOUR_EYE",
  "true",
  "1e400",
] as const;

const PIECES = [
  "a",
  "1",
  "<",
  "“",
  "[[…“",
  "[",
  "*a",
  "_",
  "`",
  "[a](",
  "\n",
  "é",
  "🏳️‍🌈",
  "\u0301",
  "&",
  "1h",
  "a,",
  "\\",
  "9",
  "- ",
  "a b ",
] as const;

/** Fewer than fast-check's own graphemes, which take seconds to prepare. */
const LETTERS = [
  ...Array.from("aZ09 .,-_@/:éßжあ中𝒳"),
  "e\u0301",
  "👩‍🚀",
  "🇨🇭",
  "\u200B",
  "\uFEFF",
  "ي",
  "\u2028",
] as const;

/** Lengths, each as often as it stands here. */
const TIMES = [3, 40, 120, 121, 254, 1_025, 5_000, 16_385] as const;
const LARGE_TIMES = [60_000, 200_000, 400_000] as const;

const repeated = fc.record({ $repeat: fc.constantFrom(...PIECES), times: fc.constantFrom(...TIMES) });
const large = fc.record({
  $repeat: fc.constantFrom("a", "1", "<", "[[“"),
  times: fc.constantFrom(...LARGE_TIMES),
});

/** A text: one that programs stumble over, one from all of Unicode, or a long one. */
export const oddText: fc.Arbitrary<Json> = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 30, arbitrary: fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 30 }) },
  { weight: 20, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  { weight: 30, arbitrary: repeated },
  { weight: 1, arbitrary: large },
);

const oddNumber = fc.constantFrom(0, -1, 1, 2, 255, 256, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e300);

const oddList = fc.oneof(
  fc.array(oddText, { maxLength: 5 }),
  fc.record({
    $list: fc.constantFrom("user-#", "u", "# ", ""),
    times: fc.constantFrom(1, 99, 100, 101, 1_000, 5_000),
  }),
  fc.record({ $nest: oddText, times: fc.constantFrom(2, 30, 300) }),
);

/** Any JSON. */
export const oddValue: fc.Arbitrary<Json> = fc.oneof(
  { weight: 10, arbitrary: oddText },
  { weight: 5, arbitrary: oddList },
  { weight: 2, arbitrary: oddNumber },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false) },
  {
    weight: 2,
    arbitrary: fc.dictionary(fc.constantFrom("a", "__proto__x", "name", "value", ""), oddText, {
      maxKeys: 3,
    }),
  },
);
