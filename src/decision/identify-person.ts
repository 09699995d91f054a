/** Somebody, as far as it takes to tell them from others. */
export interface Person {
  /** The name, and the e-mail address where one is verified, however spelled. */
  readonly names: readonly string[];
  /** Of the account that the person signed in with, where it is known. */
  readonly account: string | undefined;
}

interface Identity {
  readonly name: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly email?: string;
}

/** The account as one text, whatever it is called by now; undefined: it is not known which. */
export function accountOf({ name, issuer, subject = name }: Identity): string | undefined {
  return issuer === undefined ? undefined : JSON.stringify([issuer, subject]);
}

export function personOf(identity: Identity): Person {
  const { name, email = name } = identity;
  return { names: [...new Set([name, email].map(identifyPerson))], account: accountOf(identity) };
}

/**
 * True unless it is certain that these are two people: who has the name of another, whoever vouches for it, may be that
 * other; so may who has the same address, or an address for a name; and one account is one person, whatever it is called
 * by now.
 */
export function isSamePerson(one: Person, other: Person): boolean {
  if (one.names.some((name) => other.names.includes(name))) return true;
  return one.account !== undefined && one.account === other.account;
}

/** What two of the same person have one of in common; for finding people among many. */
export function marksOf({ names, account }: Person): readonly string[] {
  const marks = names.map((name) => `name ${name}`);
  return account === undefined ? marks : [...marks, `account ${account}`];
}

/**
 * The key of a person: names with the same key may be spellings of one person, as `ann`, `Ann` and `ａｎｎ` are. It is
 * what is left of a name when compatibility forms, case, invisible characters and surrounding blanks are taken away.
 * Upper case after lower case stands in for case folding, which the language lacks; where the two differ it takes more
 * names for one person (`ı` and `i`), which is the safe side: two spellings are never four eyes.
 */
export function identifyPerson(name: string): string {
  let key = name;
  // Mapping case can bring new compatibility forms, so the steps repeat until nothing changes.
  for (let before = ""; before !== key;) {
    before = key;
    key = key
      .normalize("NFKC")
      .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
      .toLowerCase()
      .toUpperCase()
      .trim();
  }
  return key;
}
