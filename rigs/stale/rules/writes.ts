import { hasEnded, isThere, lastState, nameEntry, type Rule } from "../facts.ts";

/** For each run that was ever made under a name: opened, started, attempts, closed, ended, labelled, each tried some times. */
const WRITES_A_RUN = 60;
/** For each answer: tried, and the labels after it. */
const WRITES_A_VOTE = 12;

/** However long something is wrong, what is sent depends on what happened and not on how long that took. */
export const writesAreBounded: Rule = ({ story, runs }) => {
  const sentByName = Map.groupBy(story.sent, ({ name }) => name);
  return [...sentByName].flatMap(([name, sent]) => {
    const made = runs.filter((run) => run.name === name).length;
    const votes = story.votes.filter((vote) => vote.name === name).length;
    const most = WRITES_A_RUN * made + WRITES_A_VOTE * votes;
    return sent.length > most
      ? [
          `${sent.length} writes for ${name}, with ${made} runs and ${votes} votes; at most ${most} are expected`,
        ]
      : [];
  });
};

/** When everything has its end, nothing is written any more. */
export const nothingIsWrittenAfterTheEnd: Rule = ({ story }) => {
  const { settledMs } = story;
  if (settledMs === undefined) return [];
  return story.sent
    .filter(({ atMs }) => atMs > settledMs)
    .map(({ what, name, writer }) => `written after everything had its end: ${what} ${name} by ${writer}`);
};

const LABELS: Readonly<Record<string, string>> = { timedOut: "timedout" };

/** What is left belongs together: run, approval, labels. */
export const whatIsLeftIsTidy: Rule = (facts) =>
  facts.approvals.filter(isThere).flatMap((approval) => {
    const task = lastState(approval);
    const last = approval.entries.at(-1);
    if (task?.status?.startTime === undefined || last === undefined) return [];
    if (facts.story.settledMs === undefined) return [];
    const { state = "" } = task.status.decision ?? {};
    const label = task.metadata.labels?.["decision"];
    const run = facts.runs.find((candidate) => candidate.name === approval.name && isThere(candidate));
    const end = run === undefined ? undefined : lastState(run);
    return [
      ...(label === (LABELS[state] ?? state)
        ? []
        : [`is ${state} and labelled ${label}: ${nameEntry(last, facts)}`]),
      ...(end === undefined || hasEnded(end)
        ? []
        : [`is ${state} and its run waits: ${nameEntry(last, facts)}`]),
    ];
  });
