/** Where names are reached by mail, beside those that are addresses themselves: `channels.directory`. */
export interface Directory {
  /** Of a user, the address that is theirs alone. */
  readonly users: ReadonlyMap<string, string>;
  /** Of a group, who is told. */
  readonly groups: ReadonlyMap<string, readonly DirectoryMember[]>;
}

export interface DirectoryMember {
  /** Absent: the address is shared. */
  readonly user?: string;
  readonly address: string;
}

export const NO_DIRECTORY: Directory = { users: new Map(), groups: new Map() };
