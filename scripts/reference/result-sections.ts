import { buildResults } from "../../src/objects/dialects/automatiko/results.ts";
import type { ResultsInput } from "../../src/objects/dialects/dialect.ts";
import type { Sections } from "./fill-sections.ts";
import { formatCode, formatTable } from "./format-table.ts";

/** `docs/reference/results.md`: the results there are, and what they are after some votes. */
export function renderResultSections(): Sections {
  return {
    results: formatTable(
      ["result", "value"],
      buildResults({ approved: false, votes: [] }).map(({ name }) => [`\`${name}\``, meaningOf(name)]),
    ),
    ...Object.fromEntries(Object.entries(EXAMPLES).map(([name, input]) => [name, renderExample(input)])),
  };
}

const MEANINGS: Readonly<Record<string, string>> = {
  decision: "`true` when approved, else `false`",
  comment: "the comments, without empty ones",
  approvedBy: "who approved",
  rejectedBy: "who rejected",
  commentBase64: "the same comments, each exactly as it was typed, as base64 of its UTF-8",
  approvedByBase64: "the same for whoever approved",
  rejectedByBase64: "the same for whoever rejected",
};

const EXAMPLES: Readonly<Record<string, ResultsInput>> = {
  "four-eyes-rejected": {
    approved: false,
    votes: [
      { by: "ann", decision: "approve", comment: "amount checked" },
      { by: "bob", decision: "reject", comment: "wrong account" },
    ],
  },
  "hostile-comment": {
    approved: true,
    votes: [
      { by: "o'brien@example.com", decision: "approve", comment: '--yes "$(id)"\nand `more`; thanks 🎉' },
    ],
  },
  "timed-out": { approved: false, votes: [] },
};

function meaningOf(name: string): string {
  const meaning = MEANINGS[name];
  if (meaning === undefined) throw new Error(`The result ${name} is not explained.`);
  return meaning;
}

function renderExample(input: ResultsInput): string {
  return formatTable(
    ["result", "value"],
    buildResults(input).map(({ name, value }) => [`\`${name}\``, value === "" ? "empty" : formatCode(value)]),
  );
}
