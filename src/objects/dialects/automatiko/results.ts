import { countCharacters } from "../../characters.ts";
import { makeHarmless } from "../../approval/harmless-text.ts";
import type { ResultsInput, RunResult } from "../dialect.ts";

/** Characters of a joined value, before the ellipsis. */
export const MAX_JOINED = 16_384;
export const MAX_JOINED_BASE64 = 65_536;

/**
 * The results of a run: always all of them, as strings, on every outcome, because a missing one fails pipelines
 * (contract C64, C65). Several values are joined by `|` in the order of votes; empty comments are left out. The
 * `…Base64` ones hold each exact text.
 */
export function buildResults({ approved, votes }: ResultsInput): readonly RunResult[] {
  const comments = votes.map(({ comment }) => comment).filter((comment) => comment.trim() !== "");
  const approvers = votes.filter(({ decision }) => decision === "approve").map(({ by }) => by);
  const rejecters = votes.filter(({ decision }) => decision === "reject").map(({ by }) => by);
  return [
    { name: "decision", value: String(approved) },
    { name: "comment", value: joinHarmless(comments) },
    { name: "approvedBy", value: joinHarmless(approvers) },
    { name: "rejectedBy", value: joinHarmless(rejecters) },
    { name: "commentBase64", value: joinBase64(comments) },
    { name: "approvedByBase64", value: joinBase64(approvers) },
    { name: "rejectedByBase64", value: joinBase64(rejecters) },
  ];
}

function joinHarmless(texts: readonly string[]): string {
  return joinWhole(texts, makeHarmless, MAX_JOINED);
}

function joinBase64(texts: readonly string[]): string {
  return joinWhole(texts, (text) => Buffer.from(text, "utf8").toString("base64"), MAX_JOINED_BASE64);
}

/** Joins by `|` as many whole values as fit, and makes no more of them; an ellipsis says that more were left out. */
function joinWhole(texts: readonly string[], write: (text: string) => string, maxCharacters: number): string {
  const values: string[] = [];
  let length = -1;
  for (const text of texts) {
    const value = write(text);
    length += countCharacters(value) + 1;
    if (length > maxCharacters) return `${values.join("|")}…`;
    values.push(value);
  }
  return values.join("|");
}
