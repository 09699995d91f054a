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
