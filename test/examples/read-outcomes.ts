import type { Answer } from "../../src/decision/request.ts";

/** One answer to an approval. */
export interface Action {
  readonly decision: Answer;
  readonly by: string;
  /** The group through which the person may answer. */
  readonly group?: string;
  readonly comment: string;
}

/** What an example says of itself: what people do, and what then happens. */
export interface Outcome {
  readonly line: string;
  /** Empty: nobody answers. */
  readonly actions: readonly Action[];
  /** What a task prints, in one line. */
  readonly printed?: { readonly task: string; readonly text: string };
  /** Reason of the PipelineRun's condition. */
  readonly reason: string;
}

const ACTION =
  /^(?<decision>approve|reject) by (?<by>\w+)(?: of (?<group>\w+))? saying "(?<comment>[^"]*)"$/u;
const RESULT = /^(?:(?<task>[\w-]+) prints "(?<text>[^"]*)", )?PipelineRun (?<reason>\w+)$/u;

/** The lines `# outcome: …` of an example. Throws, with the line, when one cannot be read. */
export function readOutcomes(text: string): readonly Outcome[] {
  return [...text.matchAll(/^# outcome: (?<line>.+)$/gmu)].map(({ groups }) =>
    readOutcome(groups?.["line"] ?? ""),
  );
}

function readOutcome(line: string): Outcome {
  const [before = "", after = ""] = line.split(" -> ");
  const result = RESULT.exec(after)?.groups;
  if (result === undefined) throw new Error(`cannot read what follows in the outcome: ${line}`);
  const { task, text, reason = "" } = result;
  const printed = task === undefined || text === undefined ? {} : { printed: { task, text } };
  return { line, actions: before === "nobody answers" ? [] : readActions(before, line), reason, ...printed };
}

function readActions(text: string, line: string): readonly Action[] {
  return text.split(/, (?=approve|reject)/u).map((part) => {
    const { decision, by = "", group, comment = "" } = ACTION.exec(part)?.groups ?? {};
    if (decision !== "approve" && decision !== "reject") {
      throw new Error(`cannot read "${part}" in the outcome: ${line}`);
    }
    return { decision, by, comment, ...(group === undefined ? {} : { group }) };
  });
}
