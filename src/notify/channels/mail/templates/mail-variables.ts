import { END_STATES } from "../../../../decision/verdict.ts";
import { listNames } from "../../../../decision/list-names.ts";
import { takeCharacters } from "../../../../objects/characters.ts";
import { describeAsked, describeOtherwise, describeRule, formatMoment } from "../../../describe-request.ts";
import type { Message, ToldVote } from "../../../message.ts";
import { MAIL_KINDS, type MailKind } from "./mail-format.ts";
import { takeLine, takeText } from "../../../plain-text.ts";

/** A vote as a template shows it. */
interface ShownVote {
  readonly by: string;
  readonly answer: string;
  readonly comment: string;
  readonly commentLines: readonly string[];
  readonly time: string;
}

/** What a template can show. All of it is there in every mail, and empty where there is nothing to say. */
export interface MailVariables {
  readonly kind: MailKind;
  /** Empty while the subject itself is made. */
  readonly subject: string;
  readonly title: string;
  readonly description: string;
  readonly descriptionLines: readonly string[];
  readonly descriptionIsCut: boolean;
  readonly pipeline: string;
  readonly pipelineRun: string;
  readonly task: string;
  readonly namespace: string;
  readonly approval: string;
  readonly cluster: string;
  readonly strategy: string;
  readonly asked: string;
  readonly waitingFor: string;
  readonly rule: string;
  readonly attempt: number;
  readonly attempts: number;
  readonly startTime: string;
  readonly deadline: string;
  readonly otherwise: string;
  readonly state: string;
  readonly outcome: string;
  readonly decidedTime: string;
  readonly votes: readonly ShownVote[];
  readonly moreVotes: number;
  readonly url: string;
  readonly pageUrl: string;
  readonly code: string;
  readonly recipient: string;
  readonly why: string;
}

export interface MailPlace {
  /** Of the times in mails. */
  readonly timeZone: string;
  /** Shown where mails of several clusters come together. */
  readonly clusterName?: string;
}

/** More is read on the page: a mail is no place for it, and some mail programs cut what is large. */
const MOST = { description: 1_500, comment: 500, votes: 10 } as const;

/** The values of a message. */
export function buildVariables(message: Message, { timeZone, clusterName = "" }: MailPlace): MailVariables {
  const { approval, link, recipient = "" } = message;
  const { spec, decision } = approval;
  const time = (moment = ""): string => (moment === "" ? "" : formatMoment(moment, timeZone));
  const description = takeText(spec.description ?? "").trim();
  const shown = takeCharacters(description, MOST.description);
  const isCut = shown.length < description.length;
  return {
    kind: kindOf(message),
    subject: "",
    title: takeLine(spec.title),
    ...showText("description", isCut ? `${shown.trimEnd()}…` : shown),
    descriptionIsCut: isCut,
    pipeline: takeLine(spec.pipeline),
    pipelineRun: takeLine(spec.pipelineRun?.name ?? ""),
    task: takeLine(spec.task ?? ""),
    namespace: approval.namespace,
    approval: approval.name,
    cluster: takeLine(clusterName),
    strategy: spec.strategy,
    asked: takeLine(describeAsked(spec)),
    waitingFor: takeLine(approval.waitingFor ?? ""),
    rule: describeRule(message),
    attempt: approval.attempt,
    attempts: 1 + (spec.retries ?? 0),
    startTime: time(approval.startTime),
    deadline: time(approval.deadline),
    otherwise: describeOtherwise(message),
    state: decision?.state ?? "pending",
    outcome: takeLine(decision?.message ?? ""),
    decidedTime: time(decision?.time),
    votes: approval.votes.slice(0, MOST.votes).map((vote) => showVote(vote, timeZone)),
    moreVotes: Math.max(0, approval.votes.length - MOST.votes),
    url: link?.url ?? approval.url,
    pageUrl: approval.url,
    code: link?.code ?? "",
    recipient: takeLine(recipient),
    why: takeLine(describeWhy(message)),
  };
}

function kindOf({ kind }: Message): MailKind {
  const known = MAIL_KINDS.find((mailKind) => mailKind === kind);
  if (known === undefined)
    throw new Error(`A mail was to be written of "${kind}", of which mail does not tell.`);
  return known;
}

function showVote({ by, answer, comment, time }: ToldVote, timeZone: string): ShownVote {
  const whole = takeText(comment).trim();
  const shown = takeCharacters(whole, MOST.comment);
  return {
    by: takeLine(by),
    answer: answer === "approve" ? "approved" : "rejected",
    ...showText("comment", shown.length < whole.length ? `${shown.trimEnd()}…` : shown),
    time: formatMoment(time, timeZone),
  };
}

type Lines<Name extends string> = Readonly<Record<Name, string>> &
  Readonly<Record<`${Name}Lines`, readonly string[]>>;

/** A text, and its lines for templates that break them; none of an empty one. */
function showText<Name extends string>(name: Name, text: string): Lines<Name> {
  return { [name]: text, [`${name}Lines`]: text === "" ? [] : text.split("\n") } as Lines<Name>;
}

function describeWhy({ toNames, approval: { spec } }: Message): string {
  const names = toNames.length > 0 ? listNames(toNames, "and") : describeAsked(spec);
  return `You are getting this because the pipeline asks ${names}.`;
}

/** What each says, for `docs/guide/notifications.md`; in the order in which it is told. */
export const VARIABLE_MEANINGS: Readonly<Record<keyof MailVariables, string>> = {
  kind: `what the mail is about: ${MAIL_KINDS.map((kind) => `\`${kind}\``).join(", ")}`,
  subject: "the finished subject; empty in templates of the subject",
  title: "the title, on one line",
  description: `the description as it was written, up to ${MOST.description.toLocaleString("en")} characters`,
  descriptionLines: "the same as a list of lines",
  descriptionIsCut: "whether there is more on the page; the text then ends with “…”",
  pipeline: "what the parameter `pipeline` says",
  pipelineRun: "the name of the pipeline run; empty for a run made by hand",
  task: "the pipeline’s task that asks; empty for a run made by hand",
  namespace: "the namespace of both",
  approval: "the name of the ApprovalTask",
  cluster: "the setting `clusterName`",
  strategy: "`SINGLE`, `MULTI`, `FOUR_EYES` or `QUORUM`",
  asked: "who is asked: `ann, bob or a member of ops`",
  waitingFor: "who can still vote; empty when it is decided",
  rule: "how many must approve, as a sentence",
  attempt: "the number of the attempt, from 1",
  attempts: "how many attempts there can be",
  startTime: "when people were first asked: `Tue 24 Nov 2026, 13:44 UTC`",
  deadline: "until when people can vote; empty when there is no time-out",
  otherwise: "what happens when it is not decided by then, as a sentence",
  state: `\`pending\`, ${END_STATES.map((state) => `\`${state}\``).join(", ")}`,
  outcome: "how it ended and by whom, as a sentence; empty while it is pending",
  decidedTime: "when it ended; empty while it is pending",
  votes: `the first ${MOST.votes} votes of this attempt, each with \`by\`, \`answer\` (\`approved\` or \`rejected\`), \`comment\` (up to ${MOST.comment} characters), \`commentLines\`, \`time\``,
  moreVotes: "how many votes are left out",
  url: "where the button leads: the reader’s own link, or the page",
  pageUrl: "the page, where people sign in",
  code: "the code of the reader’s own link; empty when they have none",
  recipient: "the address that the mail goes to",
  why: "why the reader gets it, as a sentence",
};
