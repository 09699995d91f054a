import type { NoticeRecord } from "../notice.ts";

/** Whether people are told on this channel. A webhook is a record for programs: nobody is asked there, whatever it is told. */
export function asksPeople({ channel }: Pick<NoticeRecord, "channel">): boolean {
  return !channel.startsWith("webhook/");
}
