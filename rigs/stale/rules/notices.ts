import { isOpen, refOfNotice } from "../../../src/objects/approval/notices/change-notices.ts";
import { keyOfNotice } from "../../../src/objects/approval/notices/key-of-notice.ts";
import { NOTICE_KINDS } from "../../../src/objects/approval/notice.ts";
import { isThere, lastState, nameEntry, type Rule } from "../facts.ts";

/** However late the replicas' copies are: of a message, one sending is accepted. */
export const noMessageIsAcceptedTwice: Rule = ({ story }) =>
  [...Map.groupBy(story.accepted, ({ key }) => key)]
    .filter(([, sendings]) => sendings.length > 1)
    .map(([key, sendings]) => {
      const seconds = sendings.map(({ atMs }) => ((atMs - story.startMs) / 1000).toFixed(1));
      return `message ${key.slice(0, 8)} was accepted ${sendings.length} times, at ${seconds.join(", ")} s`;
    });

/** In the end nothing waits, and what is recorded as sent was. */
export const noticesAreTrue: Rule = (facts) => {
  const { story } = facts;
  if (story.settledMs === undefined) return [];
  const accepted = new Set(story.accepted.map(({ key }) => key));
  return facts.approvals.filter(isThere).flatMap((approval) => {
    const task = lastState(approval);
    const last = approval.entries.at(-1);
    if (task === undefined || last === undefined) return [];
    return (task.status?.notices ?? []).flatMap((record) =>
      NOTICE_KINDS.flatMap((kind) => {
        const notice = record[kind];
        if (notice === undefined) return [];
        const wasAccepted = accepted.has(keyOfNotice(approval.uid, refOfNotice(record, kind, notice)));
        const isTrue = notice.state === "sent" ? wasAccepted : notice.state === "unknown" || !wasAccepted;
        return isTrue && !isOpen(notice)
          ? []
          : [`a ${kind} is ${notice.state}, accepted ${wasAccepted}: ${nameEntry(last, facts)}`];
      }),
    );
  });
};
