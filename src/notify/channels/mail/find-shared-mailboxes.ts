import type { Directory, DirectoryMember } from "./directory.ts";

const found = new WeakMap<Directory, ReadonlySet<string>>();

/** The mailboxes that the directory gives for nobody alone: for two users, or for a group as a shared address. */
export function findSharedMailboxes(directory: Directory): ReadonlySet<string> {
  const known = found.get(directory);
  if (known !== undefined) return known;
  const shared = listShared(directory);
  found.set(directory, shared);
  return shared;
}

/** In theory case counts before the @. No mail server is known to give two people such addresses. */
export function toMailbox(address: string): string {
  return address.toLowerCase();
}

function listShared({ users, groups }: Directory): ReadonlySet<string> {
  const own = [...users].map(([user, address]): DirectoryMember => ({ user, address }));
  const byMailbox = Map.groupBy([...own, ...[...groups.values()].flat()], ({ address }) =>
    toMailbox(address),
  );
  const shared = [...byMailbox].filter(
    ([, members]) => new Set(members.map(({ user }) => user)).size > 1 || members[0]?.user === undefined,
  );
  return new Set(shared.map(([mailbox]) => mailbox));
}
