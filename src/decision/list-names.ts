const NAMED = 3;

/**
 * Names for a sentence: `ann`, `ann and bob`, `ann, bob, carol and 4 others`; at most three are written out.
 * `word` joins the last two: `and` or `or`.
 */
export function listNames(names: readonly string[], word: "and" | "or"): string {
  const others = names.length - NAMED;
  // Where only one would be left out, its name says more than "1 other".
  const parts = others > 1 ? [...names.slice(0, NAMED), `${others} others`] : names;
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
}
