const HAS_BLANK = /\S\s+\S/u;

/**
 * Names that may be several: `ann bob` has a blank and no capital, as account names have, and people's names do not. They are
 * names all the same, because somebody may be called so.
 */
export function findSuspiciousNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => HAS_BLANK.test(name) && /\p{Ll}/u.test(name) && !/\p{Lu}/u.test(name));
}
