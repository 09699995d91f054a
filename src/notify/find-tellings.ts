// Whom the channels tell of an approval, as it is recorded when an attempt begins. What a channel gets wrong ends up on the
// record, and never keeps an approval from opening.
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { NOTICE_BOUNDS, type NoticeKind } from "../objects/approval/notice.ts";
import type { FindTellings, Telling } from "../objects/approval/notices/telling.ts";
import { takeCharacters } from "../objects/characters.ts";
import type { Channel, Recipient } from "./channel.ts";

type Asking = Pick<ApprovalTask, "metadata" | "spec">;
type Named = Pick<Channel, "id" | "tells" | "findRecipients">;

/** Parameters that name a channel, and the family of channels that they name one of. */
const NAMING = [
  ["notifyOnSlack", "slack"],
  ["notifyOnTeams", "teams"],
] as const;

export function createFindTellings(channels: readonly Named[]): FindTellings {
  return (approval) => {
    const told = channels.flatMap((channel) => findTold(channel, approval));
    return [...told, ...findMissing(approval, told)];
  };
}

function findTold(channel: Named, approval: Asking): readonly Telling[] {
  const tells = channel.tells.filter((kind) => canCome(kind, approval));
  try {
    const recipients = mergeSame(channel.findRecipients(approval));
    return recipients.map((recipient) => toTelling(channel.id, recipient, tells));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [faultOf(channel.id, `Could not find out whom to tell: ${reason}`)];
  }
}

/** Where one approval is enough, there is no second step to tell of. */
function canCome(kind: NoticeKind, { spec }: Asking): boolean {
  return kind !== "secondStep" || spec.strategy === "FOUR_EYES";
}

/** An address in its two parts, of ASCII without blanks, as far as a record must know. */
const ADDRESS = /^[\x21-\x7e]+@[\x21-\x7e]+$/u;

function toTelling(
  channel: string,
  { address, assignees }: Recipient,
  tells: readonly NoticeKind[],
): Telling {
  if (address !== undefined && (address.length > NOTICE_BOUNDS.recipient || !ADDRESS.test(address))) {
    return faultOf(channel, `Mail cannot be sent to this address: ${takeCharacters(address, 60)}`);
  }
  const recipient = address === undefined ? {} : { recipient: address };
  return { channel, ...recipient, ...(assignees !== undefined && { assignees }), tells };
}

/** Nobody gets the same twice. */
function mergeSame(recipients: readonly Recipient[]): readonly Recipient[] {
  const merged = new Map<string | undefined, Recipient>();
  for (const recipient of recipients) {
    const before = merged.get(recipient.address);
    merged.set(recipient.address, before === undefined ? recipient : merge(before, recipient));
  }
  return [...merged.values()];
}

/** Who is told for everybody is told for each. */
function merge(one: Recipient, other: Recipient): Recipient {
  const { assignees, ...rest } = one;
  if (assignees === undefined || other.assignees === undefined) return rest;
  return { ...rest, assignees: [...new Set([...assignees, ...other.assignees])].toSorted((a, b) => a - b) };
}

function findMissing({ spec }: Asking, told: readonly Telling[]): readonly Telling[] {
  return NAMING.flatMap(([parameter, family]) => {
    const named = spec[parameter]?.trim() ?? "";
    if (named === "" || told.some(({ channel }) => channel.startsWith(`${family}/`))) return [];
    const fault = `There is no channel ${family}/${named}: add channels.${family}.${named} to the settings.`;
    return [{ ...faultOf(`${family}/${named}`, fault), parameter }];
  });
}

function faultOf(channel: string, fault: string): Telling {
  return { channel: takeCharacters(channel, NOTICE_BOUNDS.channel), tells: ["request"], fault };
}
