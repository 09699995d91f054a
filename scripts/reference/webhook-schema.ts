import { ASSIGNEE_KINDS } from "../../src/decision/assignee.ts";
import { ANSWERS, STRATEGIES } from "../../src/decision/request.ts";
import { END_STATES, VERDICT_REASONS } from "../../src/decision/verdict.ts";
import { EVENT_KINDS } from "../../src/notify/channels/webhook/write-event.ts";

interface Schema {
  readonly description?: string;
  readonly [keyword: string]: unknown;
}

const text = (description: string): Schema => ({ type: "string", description });
const time = (description: string): Schema => ({ type: "string", format: "date-time", description });
const count = (description: string): Schema => ({ type: "integer", minimum: 1, description });
const oneOf = (values: readonly string[], description: string): Schema => ({ enum: values, description });

/** More may come to an object, and whoever reads it leaves that alone. */
function shape(
  description: string,
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: "object",
    description,
    required: Object.keys(required),
    properties: { ...required, ...optional },
  };
}

const ASSIGNEE = shape("One of those who are asked.", {
  kind: oneOf(ASSIGNEE_KINDS, "Whether it is one person or the members of a group."),
  name: text("The name, as the pipeline gives it."),
});

const VOTE = shape("One person's answer.", {
  by: text("Who voted."),
  answer: oneOf(ANSWERS, "What they answered."),
  comment: text("What they wrote; may be empty."),
  time: time("When the vote was taken."),
});

const APPROVAL = shape(
  "What is asked, as it was frozen when the approval opened.",
  {
    namespace: text("The namespace of the ApprovalTask."),
    name: text("The name of the ApprovalTask, and of the run that asks."),
    uid: text("The UID of the ApprovalTask: a name may be used again, a UID never is."),
    attempt: count("Which attempt it is; a time-out begins the next where the pipeline has retries."),
    url: { type: "string", format: "uri", description: "Its page." },
    title: text("What is asked, on one line."),
    strategy: oneOf(STRATEGIES, "Which of those who are asked must approve."),
    assignees: { type: "array", items: ASSIGNEE, description: "Who is asked." },
    pipeline: text("The pipeline."),
  },
  {
    description: text("What is asked, in Markdown."),
    approvalsRequired: count("How many different people must approve; only with QUORUM."),
    pipelineRun: text("The name of the pipeline run; absent when the run was made by hand."),
    task: text("The task of the pipeline; absent when the run was made by hand."),
    startTime: time("When this attempt began."),
    deadline: time(
      "Until when people can vote, whichever limit comes first; absent when there is none, or it is not known.",
    ),
  },
);

const DECISION = shape("How it ended; absent while it is pending.", {
  state: oneOf(END_STATES, "How it ended."),
  reason: oneOf(VERDICT_REASONS, "Why."),
  message: text("The same as a sentence for people."),
  time: time("When it was decided."),
});

const EVENT = shape("An event of CloudEvents 1.0, as JSON in structured mode.", {
  specversion: { const: "1.0" },
  id: text(
    "The ID of this event, also in the header webhook-id; it stays the same when the event is sent again.",
  ),
  source: { type: "string", format: "uri", description: "The base URL of Countersign." },
  type: oneOf(
    EVENT_KINDS.map((kind) => `dev.countersign.approval.${kind}.v1`),
    "What has happened.",
  ),
  subject: text("NAMESPACE/NAME of the ApprovalTask."),
  time: time("When it happened."),
  datacontenttype: { const: "application/json" },
  data: shape(
    "The approval, and what has happened to it.",
    {
      approval: APPROVAL,
      votes: { type: "array", items: VOTE, description: "The votes of this attempt so far, in order." },
    },
    {
      vote: { ...VOTE, description: "The vote that the event is about; only with `voted`." },
      decision: DECISION,
    },
  ),
});

/** The JSON Schema of what webhooks are sent. */
export function formatWebhookSchema(): string {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A webhook of Countersign",
    ...EVENT,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
