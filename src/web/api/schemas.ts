// Shapes of what the JSON API answers, from which `/api/openapi.json` is made. They may get more fields.
import { z } from "@hono/zod-openapi";
import { ISSUER_MEANING } from "../../auth/issuer.ts";
import { PIPELINE_RUN_STANDINGS } from "../../approvals/approval-view.ts";
import { ASSIGNEE_KINDS } from "../../decision/assignee.ts";
import { ANSWERS, STRATEGIES } from "../../decision/request.ts";
import { VERDICT_REASONS, VERDICT_STATES } from "../../decision/verdict.ts";
import { BOUNDS, DOORS, ON_REJECT } from "../../objects/approval/approval-task.ts";
import { DEADLINE_OWNERS } from "../../objects/approval/judge-deadline.ts";
import { NOTICE_BOUNDS, NOTICE_KINDS, NOTICE_STATES } from "../../objects/approval/notice.ts";
import { ON_ERRORS, PROSPECTS } from "../../objects/run/outlook.ts";
import { MASK } from "../../std/mask.ts";

const nullableTime = z.iso
  .datetime()
  .nullable()
  .openapi({ description: "RFC 3339 in whole seconds; null when there is none." });
const time = z.iso.datetime().openapi({ description: "RFC 3339 in whole seconds." });

/** A bound for the description; others hold it. */
export function atMost(maxLength: number) {
  return z.string().openapi({ maxLength });
}

const assignee = z
  .object({ kind: z.enum(ASSIGNEE_KINDS), name: atMost(BOUNDS.name) })
  .openapi("Assignee", { description: "A user or a group that may vote." });

const vote = z
  .object({
    by: atMost(BOUNDS.name),
    decision: z.enum(ANSWERS),
    comment: atMost(BOUNDS.comment),
    time,
    via: z.enum(DOORS),
    issuer: z.string().openapi({ description: ISSUER_MEANING }),
    subject: z
      .string()
      .optional()
      .openapi({ description: "The issuer's permanent ID for the account; absent: the name stands for it." }),
    email: atMost(BOUNDS.name)
      .optional()
      .openapi({ description: "The voter's address; absent: the issuer has verified none." }),
    stage: z.int().min(1).openapi({ description: "From 1." }),
  })
  .openapi("Vote");

const count = z.int().min(0);

const outlook = z
  .object({
    prospect: z.enum(PROSPECTS).openapi({
      description:
        "What happens to the pipeline if this task succeeds. `goesOn`: the tasks after it start. `askedToEnd`: somebody " +
        "stopped or cancelled the PipelineRun; `taskFailed`: another task has failed; only finally tasks may still start then. " +
        "`inFinally`: the task is one of these. `unknown`: it cannot be told.",
    }),
    onError: z.enum(ON_ERRORS).openapi({ description: "What happens to the pipeline if this task fails." }),
    others: z.object({ total: count, waiting: count, failed: count }).openapi({
      description:
        "The other runs of the same task, if it has a matrix. The task fails if one of them has failed.",
    }),
  })
  .openapi("Outlook", { description: "What follows in the pipeline run, as far as it can be told." });

const approvalShape = {
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  pipeline: z.string(),
  pipelineRun: z
    .string()
    .nullable()
    .openapi({ description: "What the run's owner reference says; null when it names no PipelineRun." }),
  pipelineRunStanding: z.enum(PIPELINE_RUN_STANDINGS).openapi({
    description:
      "`verified`: the PipelineRun of that UID names the run as its own. `unconfirmed`: it does not, or not yet. " +
      "`missing`: there is no such PipelineRun. `none`: the run belongs to no pipeline.",
  }),
  task: z.string().nullable(),
  title: atMost(BOUNDS.title),
  description: atMost(BOUNDS.description).openapi({
    description: "Markdown, written by the pipeline's author.",
  }),
  strategy: z.enum(STRATEGIES),
  onReject: z.enum(ON_REJECT),
  digest: z.string().openapi({
    description: "SHA-256 of the request; a vote may say which digest it saw.",
  }),
  state: z.enum(VERDICT_STATES),
  reason: z.enum(VERDICT_REASONS),
  message: z.string(),
  responses: z.object({ received: z.int().min(0), required: z.int().min(0) }),
  assignees: z.array(assignee).readonly(),
  waitingFor: z.array(assignee).readonly(),
  groupsReplacedApprovers: z.boolean(),
  replacedApprovers: z
    .array(z.string())
    .readonly()
    .openapi({ description: "Approvers that the pipeline names beside groups: they are not asked." }),
  stages: z.int().min(1),
  stage: z.int().min(1),
  attempt: z.int().min(1).openapi({ description: "From 1; the votes and the deadline are of this one." }),
  attempts: z.int().min(1).openapi({
    description:
      "How many there may be: 1 plus the task's `retries`. One that times out is followed by the next.",
  }),
  votes: z.array(vote).readonly(),
  openedAt: time,
  deadline: nullableTime,
  deadlineOf: z
    .enum(DEADLINE_OWNERS)
    .nullable()
    .openapi({
      description:
        "Which limit sets the deadline. `approval`: the `timeout` of its own task. Otherwise whichever of the PipelineRun's " +
        "`timeouts` is reached first: `tasks`, `finally`, or `pipelineRun`, that of the whole run.",
    }),
  dueFrom: z.iso.datetime().nullable().openapi({
    description:
      "When it becomes due: from then on, less than 15 minutes of the time to vote are left, or less than a quarter of it. Null when there is no deadline.",
  }),
  decidedAt: nullableTime,
  cancellation: z
    .object({
      by: atMost(BOUNDS.name),
      issuer: z.string().openapi({ description: ISSUER_MEANING }),
      subject: z.string().optional().openapi({ description: "As in a vote." }),
      reason: atMost(BOUNDS.cancelReason),
      via: z.enum(DOORS),
    })
    .nullable()
    .openapi({ description: "Who cancelled it here, and why; null where nobody did." }),
  results: z.record(z.string(), z.string()).readonly().nullable().openapi({
    description:
      "What the pipeline gets; null while pending. A single approval has all results, one in a list only those without `Base64`.",
  }),
  url: z.url(),
};

export const approvalSchema = z.object(approvalShape).openapi("Approval");

const notice = z
  .object({
    kind: z.enum(NOTICE_KINDS).openapi({
      description:
        "What it says: `request` asks, `secondStep` asks for the second stage of four eyes, `voted` tells of a vote, `outcome` how it ended.",
    }),
    channel: atMost(NOTICE_BOUNDS.channel).openapi({
      description:
        "`mail`, or the kind of channel and its reference, as `slack/releases`. Webhooks are shown to admins alone.",
    }),
    to: z.array(assignee).readonly().openapi({ description: "Who is told by it; empty: all who are asked." }),
    recipient: atMost(NOTICE_BOUNDS.recipient).nullable().openapi({
      description: "The address; null where there is none, or where it is not the caller's to see.",
    }),
    state: z.enum(NOTICE_STATES).openapi({
      description:
        "`waiting`: not sent yet, or to be tried again. `sent`: accepted. `failed`: given up. `unknown`: it may have arrived, and is not repeated. `skipped`: it was not needed, or there is no such channel.",
    }),
    round: z
      .int()
      .min(1)
      .openapi({ description: "Rises when it is sent again; of `voted`, the number of the vote." }),
    tries: count,
    time: z.iso.datetime().openapi({ description: "When it came to this state." }),
    nextTry: nullableTime,
    error: atMost(NOTICE_BOUNDS.error).nullable().openapi({
      description:
        "What is wrong, in one line; null where nothing is. What another server said is shown with the address.",
    }),
    askedBy: atMost(BOUNDS.name).nullable().openapi({ description: "Who had it sent again." }),
    lost: count.openapi({
      description: "Of `voted`: how many of the votes before were not told, or perhaps not.",
    }),
    key: z
      .string()
      .nullable()
      .openapi({ description: "Names it, to have it sent again; null for whoever is not an admin." }),
  })
  .openapi("Notice", { description: "One message to one recipient on one channel." });

const earlierNotices = z
  .object({
    sent: count.openapi({ description: "Accepted." }),
    failed: count.openapi({ description: "Given up." }),
    unknown: count.openapi({ description: "May have arrived." }),
    skipped: count.openapi({ description: "No longer worth sending." }),
    lost: count.openapi({ description: "Of votes that were told to programs: failed, or may have arrived." }),
  })
  .openapi("EarlierNotices", { description: "How many messages of earlier attempts ended how." });

export const approvalDetailSchema = z
  .object({
    ...approvalShape,
    runParameters: z
      .array(
        z.object({
          name: z.string(),
          value: z.unknown(),
          masked: z.boolean().openapi({
            description: `Whether secrets in the value are masked, or the whole of it; each is shown as \`${MASK}\`.`,
          }),
        }),
      )
      .readonly()
      .openapi({ description: "Of a verified PipelineRun; else empty. What looks like a secret is masked." }),
    pipelineRunVerified: z.boolean().openapi({
      description: "Whether `pipelineRunStanding` is `verified`; else nothing of the PipelineRun is shown.",
    }),
    outlook,
    earlierVotes: z
      .array(vote.extend({ attempt: z.int().min(1) }))
      .readonly()
      .openapi({ description: "Of attempts that timed out: on record, and without effect." }),
    notices: z.array(notice).readonly().openapi({ description: "Of this attempt." }),
    earlierNotices: earlierNotices
      .nullable()
      .openapi({ description: "Null where there are none, and for whoever is not an admin." }),
    resourceVersion: z.string(),
  })
  .openapi("ApprovalDetail");

export const approvalPageSchema = z
  .object({
    items: z.array(approvalSchema).readonly(),
    next: z.string().nullable().openapi({ description: "The cursor of the next page; null on the last." }),
    total: z.int().min(0).openapi({ description: "How many there are on all pages." }),
  })
  .openapi("ApprovalPage");

export const problemSchema = z
  .looseObject({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    reason: z.string().optional().openapi({ description: "Why a vote was refused; a closed set." }),
    field: z.string().optional().openapi({ description: "Which field or query key is at fault." }),
    approval: approvalSchema.optional().openapi({ description: "The approval as it stands." }),
  })
  .openapi("Problem", { description: "A problem document of RFC 9457." });
