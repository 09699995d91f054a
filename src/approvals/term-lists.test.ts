import assert from "node:assert/strict";
import { test } from "node:test";
import { type Term, TermLists } from "./term-lists.ts";

interface Item {
  readonly place: number;
}

const MARY: Term = { field: "user", value: "mary" };
const byPlace = (one: Item, other: Item): number => one.place - other.place;

function placesOf(lists: TermLists<Item>, term: Term): readonly number[] | undefined {
  return lists.get(term)?.items.map(({ place }) => place);
}

test("a term stands for nothing, for one item, for several in their order, and for fewer again", () => {
  const lists = new TermLists(byPlace);
  const items = [2, 1, 3].map((place) => ({ place }));
  const seen: (readonly number[] | undefined)[] = [placesOf(lists, MARY)];
  for (const item of items) {
    lists.add([MARY], item);
    seen.push(placesOf(lists, MARY));
  }
  for (const item of items) {
    lists.remove([MARY], item);
    seen.push(placesOf(lists, MARY));
  }
  assert.deepEqual(seen, [undefined, [2], [1, 2], [1, 2, 3], [1, 3], [3], undefined]);
});

test("an item that is filed twice under a term is there once, and goes at once", () => {
  const lists = new TermLists(byPlace);
  const [one, two] = [{ place: 1 }, { place: 2 }];
  lists.add([MARY, MARY], one);
  lists.add([MARY, MARY], two);
  assert.deepEqual(placesOf(lists, MARY), [1, 2]);
  lists.remove([MARY, MARY], one);
  lists.remove([MARY], one);
  assert.deepEqual(placesOf(lists, MARY), [2]);
});

test("a user is no group of that name", () => {
  const lists = new TermLists(byPlace);
  lists.add([MARY], { place: 1 });
  assert.equal(lists.get({ field: "group", value: "mary" }), undefined);
  assert.deepEqual(lists.of([MARY, { field: "group", value: "mary" }]).length, 1);
});
