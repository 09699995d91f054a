/** In what two spellings of what may be one name differ. Each is taken out of a name by a function of its own. */
const NAME_DIFFERENCES = [
  "marks",
  "accents",
  "directory",
  "path",
  "domain",
  "prefix",
  "form",
  "plus",
  "blanks",
  "slash",
  "case",
] as const;
export type NameDifference = (typeof NAME_DIFFERENCES)[number];

const LEVELLERS: Readonly<Record<NameDifference, (name: string) => string>> = {
  /** `ａｎｎ`, and what nobody sees. */
  form: (name) => name.normalize("NFKC").replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ""),
  blanks: (name) => name.trim().replaceAll(/\s+/gu, " "),
  /** `cn=dba,ou=groups,dc=example`, as directories have it. */
  directory: (name) =>
    /^\s*(?:cn|uid|ou|sAMAccountName)=(?<name>[^,=]+)(?:,|$)/iu.exec(name)?.groups?.["name"] ?? name,
  /** `NORTHLIGHT\mary`, `oidc:mary`. */
  prefix: (name) => /^[\w.-]+[\\:](?<name>[^\\:/]+)$/u.exec(name)?.groups?.["name"] ?? name,
  /** `mary@northlight.example`. */
  domain: (name) => /^(?<name>[^@]+)@[^@\s]+$/u.exec(name)?.groups?.["name"] ?? name,
  /** `/dba`: some identity providers give groups as paths. */
  slash: (name) => (name.startsWith("/") ? name.slice(1) : name),
  path: (name) => /^[^:]*\/(?<name>[^/]+)\/?$/u.exec(name)?.groups?.["name"] ?? name,
  accents: (name) => name.normalize("NFKD").replaceAll(/\p{M}/gu, "").normalize("NFC"),
  /** In an address `+` is a blank. */
  plus: (name) => name.replaceAll(" ", "+"),
  marks: (name) => name.replaceAll(/[\s._+-]+/gu, "-"),
  case: (name) => name.toLowerCase().toUpperCase(),
};

/** Of these, in the order in which they are taken out: what stands around a name before what is within it. */
const ORDER: readonly NameDifference[] = [
  "form",
  "blanks",
  "directory",
  "prefix",
  "domain",
  "slash",
  "path",
  "accents",
  "plus",
  "marks",
  "case",
];

/** The name without these differences; two names for which it is the same differ in nothing else. */
function levelName(name: string, differences: ReadonlySet<NameDifference>): string {
  return ORDER.filter((difference) => differences.has(difference)).reduce(
    (levelled, difference) => LEVELLERS[difference](levelled),
    name.normalize("NFC"),
  );
}

const ALL: ReadonlySet<NameDifference> = new Set(NAME_DIFFERENCES);

/** What is left of a name when everything is taken out. */
export function reduceName(name: string): string {
  return levelName(name, ALL);
}

/**
 * In what two names differ that are the same when everything is taken out: the fewest that explain it, the plainest of
 * those. Empty when they are the same name.
 */
export function findDifferences(one: string, other: string): readonly NameDifference[] {
  const needed = new Set(NAME_DIFFERENCES);
  for (const difference of NAME_DIFFERENCES) {
    needed.delete(difference);
    if (levelName(one, needed) !== levelName(other, needed)) needed.add(difference);
  }
  return [...needed].toReversed();
}
