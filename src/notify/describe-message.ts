// A message in the few texts that a chat shows. What is in it was written by people but for the words of this file: what stands
// beside ours is one line, and nothing turns it round. Whoever writes it into a format escapes all of it, and cuts it to what
// fits.
import { formatMoment } from "./describe-request.ts";
import type { Message, ToldVote } from "./message.ts";
import { takeLine, takeText } from "./plain-text.ts";

/** How it looks: still open, and what became of it. */
export type Tone = "open" | "good" | "bad" | "over";

export interface Description {
  /** In words of ours: `Approval needed`. */
  readonly headline: string;
  readonly tone: Tone;
  readonly title: string;
  readonly text?: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  /** `mary approved: looks good`; the last ones, where there are many. */
  readonly votes: readonly string[];
  /** Where the button leads, and what it says. */
  readonly button: { readonly label: string; readonly url: string };
}

/** Of more votes, the page has the rest. */
const MOST_VOTES = 10;

/** @param timeZone an IANA name; times say which zone it is. */
export function describeMessage({ kind, approval }: Message, timeZone: string): Description {
  const { spec, decision, url } = approval;
  const isOpen = decision === undefined;
  const text = isOpen ? takeText(spec.description ?? "").trim() : "";
  return {
    ...describeState(kind, decision),
    title: takeLine(spec.title),
    ...(text !== "" && { text }),
    facts: listFacts(approval, timeZone),
    votes: approval.votes.slice(-MOST_VOTES).map(describeVote),
    button: { label: isOpen ? "Review" : "See the record", url },
  };
}

function describeState(
  kind: Message["kind"],
  decision: Message["approval"]["decision"],
): Pick<Description, "headline" | "tone"> {
  // For Tekton a run whose pipeline run's time was up is cancelled; for people it is too late.
  const state = decision?.reason === "PipelineRunTimedOut" ? "timedOut" : decision?.state;
  switch (state) {
    case undefined:
      return { headline: kind === "secondStep" ? "Second approval needed" : "Approval needed", tone: "open" };
    case "approved":
      return { headline: "Approved", tone: "good" };
    case "rejected":
      return { headline: "Rejected", tone: "bad" };
    case "timedOut":
      return { headline: "Timed out", tone: "over" };
    case "cancelled":
      return { headline: "Cancelled", tone: "over" };
  }
}

function listFacts(approval: Message["approval"], timeZone: string): Description["facts"] {
  const { spec, namespace, decision, waitingFor, deadline, attempt } = approval;
  const run = spec.pipelineRun === undefined ? "" : `run ${spec.pipelineRun.name}, `;
  const facts = [
    { label: "Pipeline", text: `${spec.pipeline} (${run}namespace ${namespace})` },
    ...(attempt > 1 ? [{ label: "Attempt", text: `${attempt}, after a time-out` }] : []),
    ...(decision === undefined ? [] : [{ label: "Decided", text: describeEnd(decision, timeZone) }]),
    ...(waitingFor === undefined || decision ? [] : [{ label: "Waits for", text: waitingFor }]),
    ...(deadline === undefined || decision
      ? []
      : [{ label: "Until", text: formatMoment(deadline, timeZone) }]),
  ];
  return facts.map(({ label, text }) => ({ label, text: takeLine(text) }));
}

function describeEnd(
  { message, time }: NonNullable<Message["approval"]["decision"]>,
  timeZone: string,
): string {
  return `${message} ${formatMoment(time, timeZone)}`;
}

/** On one line: a second one could look like somebody else's vote. */
function describeVote({ by, answer, comment }: ToldVote): string {
  const said = takeLine(comment);
  const vote = `${takeLine(by)} ${answer === "approve" ? "approved" : "rejected"}`;
  return said === "" ? vote : `${vote}: ${said}`;
}
