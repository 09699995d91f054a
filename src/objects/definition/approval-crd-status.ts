import { ASSIGNEE_KINDS } from "../../decision/assignee.ts";
import { ANSWERS, COUNTED } from "../../decision/request.ts";
import { END_STATES } from "../../decision/verdict.ts";
import { BOUNDS, DOORS, STATUS_WORDS } from "../approval/approval-task.ts";
import { CONDITION_STATUSES } from "../condition.ts";
import { ATTEMPTS, EARLIER_NOTICES, NOTICES } from "./approval-crd-notices.ts";
import {
  listOf,
  nameOf,
  numberOf,
  objectOf,
  type StructuralSchema,
  textOf,
  timeOf,
  wordOf,
} from "./structural-schema.ts";

/** Stages of one approval; the strategies need two. */
const STAGES = 8;
const REASON = 128;
/** 16,384 characters of whole values, and the ellipsis. */
const RESULT = 16_385;

const CONDITIONS: StructuralSchema = {
  type: "array",
  description:
    "Ready: False while it waits for people, True once it has ended. Approved: True after a yes, False after any other end.",
  items: objectOf(
    "One condition.",
    {
      type: nameOf("Ready or Approved.", REASON),
      status: wordOf("True, False, or Unknown.", CONDITION_STATUSES),
      reason: nameOf("Why, in one word.", REASON),
      message: textOf("Why, in a sentence.", BOUNDS.message),
      lastTransitionTime: timeOf("When the status last changed."),
    },
    { required: ["type", "status", "reason", "message", "lastTransitionTime"] },
  ),
  maxItems: 16,
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": ["type"],
};

const STAGE: StructuralSchema = objectOf(
  "One step: who may vote, and how many must approve.",
  {
    assignees: listOf(
      "Who may vote in this stage.",
      objectOf(
        "A user, or a group any member of which may vote.",
        {
          kind: wordOf("user or group.", ASSIGNEE_KINDS),
          name: nameOf("Name, compared exactly.", BOUNDS.name),
        },
        { required: ["kind", "name"] },
      ),
      BOUNDS.assignees,
      1,
    ),
    required: numberOf("How many approvals complete the stage.", 1, BOUNDS.votes),
    counts: wordOf(
      "people: that many different people. assignees: a different person for each assignee.",
      COUNTED,
    ),
  },
  { required: ["assignees", "required", "counts"] },
);

const SIGNATURE: StructuralSchema = objectOf(
  "Signs the vote and what it was for. Absent: it was not signed.",
  {
    keyId: {
      type: "string",
      description: "Which key signed it.",
      minLength: 1,
      maxLength: BOUNDS.keyId,
      pattern: "^[A-Za-z0-9._-]+$",
    },
    value: {
      type: "string",
      description: "Ed25519, in base64.",
      minLength: 1,
      maxLength: BOUNDS.signature,
      pattern: "^[A-Za-z0-9+/]+=*$",
    },
  },
  { required: ["keyId", "value"] },
);

const ACCOUNT = {
  issuer: {
    type: "string",
    description: "Which authenticator vouched for the name; open when nobody did.",
    minLength: 1,
    maxLength: BOUNDS.issuer,
    pattern: "^[A-Za-z0-9._:/-]+$",
  },
  subject: {
    type: "string",
    description: "The issuer's permanent ID for the account. Absent: the name stands for it.",
    minLength: 1,
    maxLength: BOUNDS.subject,
    pattern: "^[!-~]+$",
  },
} as const satisfies Readonly<Record<string, StructuralSchema>>;

const OPERATION: StructuralSchema = {
  type: "string",
  description: "The sender's name for this operation, so that a repeat is recognized.",
  maxLength: BOUNDS.operation,
  pattern: "^[A-Za-z0-9_-]+$",
};

const VOTE: StructuralSchema = objectOf(
  "One person's answer.",
  {
    by: nameOf("Who voted.", BOUNDS.name),
    ...ACCOUNT,
    email: nameOf("The voter's e-mail address. Absent: the issuer has verified none.", BOUNDS.name),
    decision: wordOf("approve or reject.", ANSWERS),
    comment: textOf("What the person wrote.", BOUNDS.comment),
    time: timeOf("When the vote was taken."),
    via: wordOf("Which door it came through.", DOORS),
    digest: {
      type: "string",
      description: "Digest of the request at the time of the vote.",
      maxLength: 71,
      pattern: "^sha256:[0-9a-f]{64}$",
    },
    attempt: numberOf("The attempt it belongs to.", 1, ATTEMPTS),
    stage: numberOf("Number of the stage, from 1.", 1, STAGES),
    assignees: listOf(
      "Positions, from 0, of the stage's assignees that it could count for.",
      numberOf("Position of an assignee.", 0, BOUNDS.assignees - 1),
      BOUNDS.assignees,
      1,
    ),
    operation: OPERATION,
    signature: SIGNATURE,
  },
  {
    required: [
      "by",
      "issuer",
      "decision",
      "comment",
      "time",
      "via",
      "digest",
      "attempt",
      "stage",
      "assignees",
    ],
  },
);

const CANCELLATION: StructuralSchema = objectOf(
  "Who cancelled it here, and why. Absent: nobody did.",
  {
    by: nameOf("Who cancelled it.", BOUNDS.name),
    ...ACCOUNT,
    reason: nameOf("What the person wrote.", BOUNDS.cancelReason),
    via: wordOf("Which door it came through.", DOORS),
    operation: OPERATION,
  },
  { required: ["by", "issuer", "reason", "via"] },
);

const DECISION: StructuralSchema = objectOf(
  "How it ended. Written once.",
  {
    state: wordOf("How it ended.", END_STATES),
    reason: nameOf("Why, in one word.", REASON),
    message: textOf("Why, in a sentence.", BOUNDS.message),
    time: timeOf("When it was recorded."),
    cancellation: CANCELLATION,
  },
  { required: ["state", "reason", "message", "time"] },
);

export const APPROVAL_STATUS_SCHEMA: StructuralSchema = objectOf("Where the approval stands.", {
  status: wordOf("Where it stands, in Automatiko's words.", STATUS_WORDS),
  message: textOf("Where it stands, in Automatiko's words.", BOUNDS.message),
  reason: nameOf("Why it stands there, in one word.", REASON),
  approvalUrl: textOf("Leads to the form while it is pending, and to the receipt afterwards.", BOUNDS.url),
  waitingFor: textOf("Who may still vote, written for people. Absent once it has ended.", BOUNDS.message),
  results: {
    type: "object",
    description: "What the pipeline gets.",
    additionalProperties: textOf("The value.", RESULT),
    maxProperties: 16,
  },
  conditions: CONDITIONS,
  attempt: numberOf("Which try at the same request this is, from 1.", 1, ATTEMPTS),
  stages: listOf("The steps, in order.", STAGE, STAGES),
  startTime: timeOf("When it opened."),
  deadline: timeOf(
    "When it times out by its own task's timeout. Absent: the task has none. The PipelineRun's timeouts may end it earlier: the page and the API show whichever comes first.",
  ),
  completionTime: timeOf("When it ended."),
  votes: listOf("All votes, in the order they were taken. Only appended to.", VOTE, BOUNDS.votes),
  decision: DECISION,
  notices: NOTICES,
  earlierNotices: EARLIER_NOTICES,
});
