/** Number of letters to insert, delete, replace or swap with their neighbour to get from one text to the other. */
function measureDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}

/** Neither case nor the way words are joined makes a difference: `four-eyes` is `FOUR_EYES`. */
export function simplify(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]/gu, "");
}

/** Whether somebody may have meant this name: by one letter too much, too few or wrong, or two that changed places. */
export function isMisspelt(given: string, name: string): boolean {
  return given !== name && measureDistance(simplify(given), simplify(name)) <= 1;
}

/**
 * The known name that was probably meant; `undefined` when none is near. `meant` has what others call it, in small letters
 * and joined: that is looked up first.
 */
export function suggestName<Name extends string>(
  given: string,
  known: readonly Name[],
  meant: Readonly<Record<string, Name>> = {},
): Name | undefined {
  // Longer texts are not misspelt names, and would cost time.
  if (given.length > 64) return undefined;
  const simple = simplify(given);
  if (Object.hasOwn(meant, simple)) return meant[simple];
  const [nearest] = known
    .map((name) => ({ name, distance: measureDistance(simple, simplify(name)) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(simplify(name).length / 3)))
    .toSorted((one, other) => one.distance - other.distance);
  return nearest?.name;
}
