import { BOUNDS } from "../approval/approval-task.ts";
import { NOTICE_BOUNDS, NOTICE_KINDS, NOTICE_STATES } from "../approval/notice.ts";
import {
  listOf,
  nameOf,
  numberOf,
  objectOf,
  type StructuralSchema,
  timeOf,
  wordOf,
} from "./structural-schema.ts";

/** Attempts of one approval. */
export const ATTEMPTS = 256;
const MOST = 1_000_000;

const noticeOf = (what: string): StructuralSchema =>
  objectOf(
    what,
    {
      state: wordOf(
        "waiting: not sent yet, or to be tried again. sending: on its way. sent: accepted. failed: given up. unknown: it may have arrived, and is not repeated. skipped: no longer worth sending, or there is no such channel.",
        NOTICE_STATES,
      ),
      round: numberOf(
        "From 1; it rises when somebody has it sent again. Of voted, the number of the vote.",
        1,
        MOST,
      ),
      tries: numberOf("How often it was tried.", 0, MOST),
      time: timeOf("When it came to this state."),
      since: timeOf("When it was first to be sent."),
      nextTry: timeOf("It is not tried before."),
      error: nameOf("Why the last try failed, or why there was none.", NOTICE_BOUNDS.error),
      claim: nameOf("Who sends it.", NOTICE_BOUNDS.claim),
      reference: nameOf("What the channel knows the message by.", NOTICE_BOUNDS.reference),
      askedBy: nameOf("Who had it sent again.", NOTICE_BOUNDS.askedBy),
      lost: numberOf("Of earlier votes, how many notices failed or may not have arrived.", 0, BOUNDS.votes),
    },
    { required: ["state", "round", "tries", "time", "since"] },
  );

const RECORD: StructuralSchema = objectOf(
  "What one recipient on one channel is told.",
  {
    attempt: numberOf("The attempt it belongs to.", 1, ATTEMPTS),
    channel: nameOf(
      "mail, or slack, teams or webhook with the name that the settings give it.",
      NOTICE_BOUNDS.channel,
    ),
    recipient: nameOf("An e-mail address. Absent: the channel itself.", NOTICE_BOUNDS.recipient),
    assignees: listOf(
      "Positions, from 0, of the assignees who are told by it. Absent: all of them.",
      numberOf("Position of an assignee.", 0, BOUNDS.assignees - 1),
      BOUNDS.assignees,
    ),
    tells: listOf("What is told here.", wordOf("A kind of notice.", NOTICE_KINDS), NOTICE_KINDS.length),
    request: noticeOf("That a vote is asked for."),
    secondStep: noticeOf("That a second person must approve."),
    voted: noticeOf("That somebody has voted: the last vote that was told."),
    outcome: noticeOf("How it ended."),
  },
  { required: ["attempt", "channel", "tells"] },
);

export const NOTICES = listOf(
  "Who is told about this attempt, and what happened to each message.",
  RECORD,
  NOTICE_BOUNDS.records + NOTICE_BOUNDS.earlier,
);

const countOf = (what: string): StructuralSchema => numberOf(what, 0, MOST);

export const EARLIER_NOTICES = objectOf("What happened to the messages of earlier attempts.", {
  sent: countOf("Accepted."),
  failed: countOf("Given up."),
  unknown: countOf("May have arrived."),
  skipped: countOf("No longer worth sending."),
  lost: countOf("Of votes: failed, or may have arrived."),
});
