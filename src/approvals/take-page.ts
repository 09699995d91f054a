import type { Paging, Rows } from "./approvals.ts";

/** One page of a list, or its last when there are not so many. Views are made of its rows and of no others. */
export function takePage<T, V>(
  all: readonly T[],
  { page: wanted, size }: Paging,
  view: (one: T) => V,
): Rows<V> {
  const pages = size === 0 ? 1 : Math.ceil(all.length / size);
  const page = Math.max(1, Math.min(wanted, pages));
  const items = all.slice((page - 1) * size, page * size).map(view);
  return { items, page, size, total: all.length };
}
