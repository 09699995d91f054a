import type { Entry } from "./cluster.ts";
import { judge } from "./judge.ts";
import type { Story } from "./story.ts";

/** A story in lines, one for each thing that happened, for whoever looks for the cause of a fault. */
export function tellStory(story: Story): readonly string[] {
  const { schedule, startMs, calmMs, votes, chronicle, sent } = story;
  const happenings = schedule.happenings.map(({ atMs, ...happening }) => ({
    atMs: startMs + atMs,
    text: `> ${JSON.stringify(happening)}`,
  }));
  const lines = [
    ...happenings,
    { atMs: calmMs, text: "> all is well from now on" },
    ...votes.map(({ atMs, ...vote }) => ({
      atMs,
      text: `? ${vote.by} on ${vote.name}, ${vote.decision} (${vote.comment}): ${vote.told}`,
    })),
    ...sent.map(({ atMs, writer, what, name }) => ({ atMs, text: `  ${writer} sends ${what} ${name}` })),
    ...chronicle.map((entry) => ({ atMs: entry.atMs, text: `= ${describe(entry)}` })),
  ].sort((a, b) => a.atMs - b.atMs);
  return [
    `seed ${schedule.seed}: ${schedule.pattern}, ${schedule.leadership}`,
    ...lines.map(({ atMs, text }) => `${((atMs - startMs) / 1000).toFixed(3).padStart(9)} ${text}`),
    ...judge(story).map((fault) => `FAULT ${fault}`),
  ];
}

function describe({ revision, plural, type, writer, object }: Entry): string {
  const { metadata, status = {} } = object as Entry["object"] & { readonly status?: Record<string, unknown> };
  const { decision, votes, attempt, conditions } = status as {
    readonly decision?: { readonly state: string; readonly reason: string };
    readonly votes?: readonly { readonly comment: string }[];
    readonly attempt?: number;
    readonly conditions?: readonly { readonly status: string; readonly reason?: string }[];
  };
  const shown = {
    of: (object as { spec?: { run?: { uid: string } } }).spec?.run?.uid.slice(0, 8),
    owner: metadata.ownerReferences?.[0]?.uid.slice(0, 8),
    leaving: metadata.deletionTimestamp,
    label: metadata.labels?.["decision"],
    decision: decision && `${decision.state} ${decision.reason}`,
    votes: votes?.map(({ comment }) => comment).join(", "),
    attempt,
    condition: conditions?.[0] && `${conditions[0].status} ${conditions[0].reason ?? ""}`,
  };
  return `${revision} ${type} ${plural} ${metadata.name} ${metadata.uid?.slice(0, 8)} by ${writer} ${JSON.stringify(shown)}`;
}
