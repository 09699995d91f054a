import type { Assignee } from "../../../decision/request.ts";
import { type ApprovalSpec, assigneesOf } from "../../../objects/approval/approval-task.ts";
import { domainOf, parseMailAddress } from "../../../std/mail-address.ts";
import type { Recipient } from "../../channel.ts";
import type { Directory, DirectoryMember } from "./directory.ts";
import { findSharedMailboxes, toMailbox } from "./find-shared-mailboxes.ts";

export interface MailRecipient extends Recipient {
  readonly address: string;
  readonly assignees: readonly number[];
  /** The one person who reads what is sent there; absent: others may read it, or nobody knows. */
  readonly person?: {
    readonly name: string;
    /** Those groups of the approval that they are asked as a member of, as far as the directory says. */
    readonly groups: readonly string[];
  };
}

interface Found extends DirectoryMember {
  readonly assignee: number;
  /** By which they are asked. */
  readonly group?: string;
}

interface Limits {
  readonly directory: Directory;
  /** Those that mail may go to: `example.com`, `*.example.com`; absent: all of them. */
  readonly domains?: readonly string[] | undefined;
}

/**
 * Who is told by mail, one entry for each mailbox, whoever else it is that an assignee stands for. The directory says where
 * a name is reached; of what it does not have, what is an address itself is told, and everything else by no mail.
 */
export function findMailRecipients(
  spec: Pick<ApprovalSpec, "approvers" | "groups">,
  { directory, domains }: Limits,
): readonly MailRecipient[] {
  const byMailbox = new Map<string, Found[]>();
  for (const [index, assignee] of assigneesOf(spec).entries()) {
    for (const member of findMembers(assignee, directory)) {
      if (domains !== undefined && !isWithin(domains, domainOf(member.address))) continue;
      const mailbox = toMailbox(member.address);
      const group = assignee.kind === "group" ? { group: assignee.name } : {};
      byMailbox.set(mailbox, [...(byMailbox.get(mailbox) ?? []), { ...member, ...group, assignee: index }]);
    }
  }
  const shared = findSharedMailboxes(directory);
  return [...byMailbox].map(([mailbox, found]) => toRecipient(found, shared.has(mailbox)));
}

function findMembers({ kind, name }: Assignee, { users, groups }: Directory): readonly DirectoryMember[] {
  const key = name.normalize("NFC");
  if (kind === "group") return groups.get(key) ?? parseMembers(key, {});
  const address = users.get(key);
  return address === undefined ? parseMembers(key, { user: name }) : [{ user: name, address }];
}

function parseMembers(name: string, user: Pick<DirectoryMember, "user">): readonly DirectoryMember[] {
  const address = parseMailAddress(name);
  return address.ok ? [{ ...user, address: address.value }] : [];
}

function isWithin(domains: readonly string[], domain: string): boolean {
  return domains.some((allowed) =>
    allowed.startsWith("*.") ? domain.endsWith(allowed.slice(1)) : domain === allowed,
  );
}

/** A mailbox is somebody's own only if everything that leads to it, asked or not, says the same one person. */
function toRecipient(found: readonly Found[], isShared: boolean): MailRecipient {
  const [first] = found;
  const users = new Set(found.map(({ user }) => user));
  const [user] = users;
  const groups = [...new Set(found.flatMap(({ group }) => group ?? []))];
  return {
    address: first?.address ?? "",
    assignees: [...new Set(found.map(({ assignee }) => assignee))],
    ...(!isShared && users.size === 1 && user !== undefined && { person: { name: user, groups } }),
  };
}
