/**
 * Which of two resource versions of one collection is newer: negative, 0 or positive as with `Array.sort`. They are
 * decimal numbers of any length, and comparable (Kubernetes API concepts, "Resource versions"; KEP-5504). Of versions
 * that are not such numbers it is only known whether they are the same; then the second counts as older.
 */
export function compareResourceVersions(a: string, b: string): number {
  if (a === b) return 0;
  if (!isComparable(a) || !isComparable(b)) return 1;
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : 1;
}

/** Whether it is known which of this version and another one is newer. */
export function isComparable(version: string): boolean {
  return /^(?:0|[1-9]\d*)$/u.test(version);
}
