/**
 * What is left of a name when compatibility forms, case, invisible characters and surrounding blanks are taken away.
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

/** True when two names may be two spellings of one person: `ann`, `Ann` and `ａｎｎ` are. */
export function isSamePerson(one: string, other: string): boolean {
  return identifyPerson(one) === identifyPerson(other);
}
