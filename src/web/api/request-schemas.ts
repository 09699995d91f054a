// Shapes of what is sent to the JSON API, from which `/api/openapi.json` is made. They are closed.
import { z } from "@hono/zod-openapi";
import { LIST_ORDERS } from "../../approvals/approvals.ts";
import type { QueryKeys } from "../../auth/authenticator.ts";
import { ANSWERS } from "../../decision/request.ts";
import { VERDICT_STATES } from "../../decision/verdict.ts";
import { BOUNDS } from "../../objects/approval/approval-task.ts";
import { MAX_BODY_BYTES } from "../guards/limit-body.ts";
import { atMost } from "./schemas.ts";

const oneName = z.string().min(1).max(253);

/** Who calls, in the query of every address: the keys that the authenticator reads. */
function identityShape(keys: QueryKeys): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(
    Object.entries(keys).map(([name, { description, most }]) => {
      if (most === undefined) return [name, oneName.optional().openapi({ description })];
      const param = { name, in: "query", style: "form", explode: true } as const;
      const several = z.union([oneName, z.array(oneName).max(most)]);
      return [name, several.optional().openapi({ description, param })];
    }),
  );
}

/** Who calls, and nothing else; `keys` are those that the authenticator reads. */
export function identityQuery(keys: QueryKeys) {
  return z.strictObject(identityShape(keys));
}

/** What a list is narrowed by. */
const FILTERS = {
  state: z.enum(VERDICT_STATES).optional(),
  namespace: oneName.optional(),
  pipelineRun: oneName
    .optional()
    .openapi({ description: "As owner references say; see `pipelineRunStanding` of each item." }),
  task: oneName.optional(),
  assignee: oneName.optional().openapi({ description: "Approvals that ask this user." }),
  assigneeGroup: oneName.optional().openapi({ description: "Approvals that ask this group." }),
  waitsFor: z
    .enum(["me"])
    .optional()
    .openapi({ description: "`me`: only approvals that would take the caller's vote now. Needs a name." }),
  order: z.enum(LIST_ORDERS).optional().openapi({
    description:
      "`name`, when absent: by namespace and name. `deadline`: the soonest first, those without one last.",
  }),
  limit: z
    .string()
    .regex(/^([1-9]\d{0,1}|[1-4]\d{2}|500)$/u, "is not a number from 1 to 500")
    .transform(Number)
    .optional()
    .openapi({
      type: "integer",
      description: "1 to 500; 100 when absent. A page ends sooner if it would grow beyond a few megabytes.",
    }),
  cursor: z.string().min(1).max(1024).optional().openapi({
    description: "`next` of the previous page, with the same `order`.",
  }),
};

/** Who calls, and what the list is narrowed by. */
export function listQuery(keys: QueryKeys) {
  return z.strictObject({ ...identityShape(keys), ...FILTERS });
}

/** Bounds of Kubernetes, "Object Names and IDs"; what is beyond them is not found. */
export const approvalParams = z.object({ namespace: atMost(63), name: atMost(253) });

export const readHeaders = z.object({
  "if-none-match": z.string().optional().openapi({
    description: "The `ETag` of an earlier answer: 304 while there is nothing new to tell.",
  }),
});

export const writeHeaders = z.object({
  "idempotency-key": z.string().optional().openapi({
    minLength: 1,
    maxLength: BOUNDS.operation,
    description:
      "Your name for this operation: 1 to 64 letters, digits, `-` and `_`. Sent again, it is the same one and counts once.",
  }),
});

/** `sha256:` and 64 hexadecimal digits. */
const DIGEST = 71;

const shownDigest = z.string().max(DIGEST, "has more than 71 characters").optional().openapi({
  description: "The digest that was shown; when it differs from the request's, 409.",
});

/** Hexadecimal digits. */
const NOTICE_KEY = 64;

export const voteBody = z
  .strictObject({
    decision: z.enum(ANSWERS),
    comment: z.string().optional().openapi({
      maxLength: BOUNDS.comment,
      "x-maxBytes": BOUNDS.commentBytes,
      description: "At most 2,000 characters, and 4,096 bytes as stored, where <, > and & take six.",
    }),
    digest: shownDigest,
    attempt: z.int().min(1).optional().openapi({
      description: "The attempt that was shown; when people have been asked again since, 409.",
    }),
  })
  .openapi("VoteRequest", { "x-maxBytes": MAX_BODY_BYTES });

export const cancelBody = z
  .strictObject({
    reason: z.string().openapi({
      minLength: 1,
      maxLength: BOUNDS.cancelReason,
      description:
        "Why. Everybody who was asked can read it, and so can the pipeline's people; line breaks become blanks.",
    }),
    digest: shownDigest,
  })
  .openapi("CancelRequest", { "x-maxBytes": MAX_BODY_BYTES });

export const sendAgainBody = z
  .strictObject({
    key: z.string().max(NOTICE_KEY, `has more than ${NOTICE_KEY} characters`).openapi({
      description: "The `key` of the message, of the approval's `notices` as they were shown.",
    }),
  })
  .openapi("SendAgainRequest", { "x-maxBytes": MAX_BODY_BYTES });
