import { z } from "zod";

import { parseMailAddress } from "../../std/mail-address.ts";
import { ok, refuse, type Result } from "../../std/result.ts";
import { suggestName } from "../../std/suggest-name.ts";
import { checkValues } from "../check-values.ts";
import type { Fault } from "../fault.ts";
import { readYaml } from "../read-yaml.ts";
import { setting } from "../setting.ts";
import { text } from "../setting-kinds.ts";
import { formatPath } from "../value-path.ts";

/** Where names are reached by mail. */
export interface Directory {
  /** By user; the address is theirs alone. */
  readonly users: ReadonlyMap<string, string>;
  /** By group. */
  readonly groups: ReadonlyMap<string, readonly Member[]>;
}

interface Member {
  /** Absent: the address is shared. */
  readonly user?: string;
  readonly address: string;
}

const FILE = z.strictObject({
  users: setting(z.record(text, text).optional(), {
    what: "for each user's name their e-mail address, which nobody else reads",
    whenAbsent: "none",
  }),
  groups: setting(z.record(text, z.array(text).min(1).readonly()).optional(), {
    what: "for each group's name a list of names from `users` and of shared e-mail addresses",
    whenAbsent: "none",
  }),
});

type DirectoryFile = z.output<typeof FILE>;

const MOST_FAULTS = 5;

/** Refused with what goes on after the file's name: every mistake with its line and key, or the first few. */
export function parseDirectory(bytes: Buffer): Result<Directory, string> {
  const yaml = readYaml(bytes.toString("utf8"));
  if (!yaml.ok) return refuse(`is not right: ${yaml.error.join("; ")}`);
  const { value, faults: ambiguous, locate } = yaml.value;
  // A file that has nothing in it names nobody.
  const read = checkValues(FILE, value ?? {});
  const directory = read.ok ? toDirectory(read.value) : { faults: read.error };
  const faults = [...ambiguous, ...directory.faults];
  if (!("users" in directory) || faults.length > 0) return refuse(`is not right: ${tell(faults, locate)}`);
  return ok({ users: directory.users, groups: directory.groups });
}

function tell(faults: readonly Fault[], locate: (path: Fault["path"]) => string | undefined): string {
  const told = faults.slice(0, MOST_FAULTS).map(({ path, text: said }) => {
    const key = path.length === 0 ? [] : [formatPath(path)];
    return `${[locate(path) ?? [], key].flat().join(", ")}: ${said}`;
  });
  const rest = faults.length - told.length;
  return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}

function toDirectory({
  users = {},
  groups = {},
}: DirectoryFile): Directory & { readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const byUser = new Map<string, string>();
  for (const [name, given] of Object.entries(users)) {
    const address = parseMailAddress(given);
    if (address.ok) byUser.set(name.normalize("NFC"), address.value);
    else faults.push({ path: ["users", name], text: `${JSON.stringify(given)} ${address.error}` });
  }
  const byGroup = new Map<string, readonly Member[]>();
  for (const [name, entries] of Object.entries(groups)) {
    const members = entries.map((entry) => toMember(entry, byUser));
    byGroup.set(
      name.normalize("NFC"),
      members.filter((member) => typeof member !== "string"),
    );
    for (const [index, member] of members.entries()) {
      if (typeof member === "string") faults.push({ path: ["groups", name, index], text: member });
    }
  }
  return { users: byUser, groups: byGroup, faults };
}

/** Or what is wrong with the entry. */
function toMember(entry: string, users: ReadonlyMap<string, string>): Member | string {
  const user = entry.normalize("NFC");
  const own = users.get(user);
  if (own !== undefined) return { user, address: own };
  const address = parseMailAddress(entry);
  if (address.ok) return { address: address.value };
  const near = suggestName(entry, [...users.keys()]);
  const advice = near === undefined ? "add it to `users`, or give an address" : `did you mean ${near}?`;
  return `${JSON.stringify(entry)} is neither a name of \`users\` nor an e-mail address: it ${address.error}; ${advice}`;
}
