// What somebody is told when the API server fails or refuses: only what is certain is said to be so.
import {
  KubeError,
  KubeUnavailableError,
  isTooLarge,
  isUnavailable,
  isUnknownField,
} from "../kube/kube-error.ts";
import type { Logger } from "../std/logger.ts";
import type { ApprovalRef, NotRecordedReason, RecordError } from "./approvals.ts";

const MESSAGES: Readonly<Record<NotRecordedReason, string>> = {
  ApiServerAway: "The cluster's API server does not answer. Try again in a moment.",
  ApiServerRefuses: "The cluster's API server refuses to record it.",
  Overtaken: "Others kept writing to the approval at the same moment. Try again in a moment.",
  TooManyWaiting: "Too many votes are waiting their turn on this approval. Try again in a moment.",
};

/** What is recorded. */
export type ChangeName = "vote" | "cancellation" | "message";

const NOT_KNOWN: Readonly<Record<ChangeName, string>> = {
  vote: "It is not known whether the vote is recorded: look at the approval before you vote again.",
  cancellation: "It is not known whether the approval is cancelled: look at it before you try again.",
  message: "It is not known whether the message is sent again: look at the approval before you try again.",
};

/** `why`: a sentence. */
export function notKnown(what: ChangeName, why = "The cluster's API server never answered."): RecordError {
  return { kind: "notKnown", message: `${why} ${NOT_KNOWN[what]}` };
}

export function notRecorded(reason: NotRecordedReason, message = MESSAGES[reason]): RecordError {
  return { kind: "notRecorded", reason, message };
}

/** False when the API server has certainly not done what it was asked to, because it said so or was never asked. */
export function mayHaveTakenEffect(error: unknown): boolean {
  if (error instanceof KubeUnavailableError) return error.sent;
  // A limit (429) stands before every handler; 500 and above may come after one, but for etcd's own refusal.
  return !(error instanceof KubeError) || (error.status.code >= 500 && !isTooLarge(error));
}

interface FailedChange {
  readonly ref: ApprovalRef;
  readonly logger: Logger;
  readonly what: ChangeName;
}

/** What to tell when a read failed, or a write that certainly took no effect. The log has the whole error, for whoever can mend it. */
export function explainFailure(error: unknown, { ref, logger, what }: FailedChange): RecordError {
  if (isUnavailable(error)) {
    logger.warn({ ...ref, err: error }, `a ${what} was not recorded: the API server does not answer`);
    return notRecorded("ApiServerAway");
  }
  if (!(error instanceof KubeError)) {
    logger.error({ ...ref, err: error }, `a ${what} was not recorded: a fault before anything was written`);
    return notRecorded(
      "ApiServerRefuses",
      "The server failed before it wrote anything; the log has the reason.",
    );
  }
  const { code, reason } = error.status;
  const isForbidden = code === 401 || code === 403;
  const advice = isForbidden
    ? "; check the rights of Countersign's account"
    : isUnknownField(error)
      ? "; the definition of ApprovalTasks is older than this Countersign: apply deploy/crds"
      : "";
  logger.error({ ...ref, err: error }, `a ${what} was not recorded: the API server refuses it${advice}`);
  const whom = isForbidden ? "Countersign lacks a right" : "It does not accept it as it is";
  return notRecorded(
    "ApiServerRefuses",
    `${MESSAGES.ApiServerRefuses} ${whom} (${code} ${reason}): tell whoever runs Countersign; the log has more.`,
  );
}
