/** Which vote answers for which assignee, so that no two votes answer for the same one. */
export interface Matching {
  /** For each vote, the positions of the assignees it could count for. */
  readonly votes: readonly (readonly number[])[];
  /** Number of the vote by position of the assignee. */
  readonly voteOf: ReadonlyMap<number, number>;
}

export const EMPTY_MATCHING: Matching = { votes: [], voteOf: new Map() };

/**
 * The matching with one vote more: the votes before may move to other assignees, but each keeps one. `undefined` when
 * there is no room, which means that every assignee the vote could count for is answered for by others.
 * (Augmenting paths, as in Kuhn's algorithm for bipartite graphs.)
 */
export function matchOneMore(matching: Matching, positions: readonly number[]): Matching | undefined {
  const votes = [...matching.votes, positions];
  const voteOf = new Map(matching.voteOf);
  const tried = new Set<number>();

  function seat(vote: number): boolean {
    const wanted = votes[vote] ?? [];
    // A free one first: looking for room at those that are taken goes from holder to holder through all of them.
    const free = wanted.find((position) => !voteOf.has(position));
    if (free !== undefined) {
      voteOf.set(free, vote);
      return true;
    }
    for (const position of wanted) {
      const holder = voteOf.get(position);
      if (holder === undefined || tried.has(position)) continue;
      tried.add(position);
      if (seat(holder)) {
        voteOf.set(position, vote);
        return true;
      }
    }
    return false;
  }

  return seat(votes.length - 1) ? { votes, voteOf } : undefined;
}
