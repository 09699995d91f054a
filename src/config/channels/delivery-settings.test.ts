import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";

import { DELIVERY } from "./delivery-settings.ts";

const delivery = z.strictObject(DELIVERY);

test("a channel tells everything, for a day, and what may have arrived not again", () => {
  assert.deepEqual(delivery.parse({}), { maxAge: "24h", atLeastOnce: false });
});

test("it can be switched off what it tells, and to telling twice rather than never", () => {
  const given = { kinds: ["outcome"], maxAge: "2h", atLeastOnce: "on" };
  assert.deepEqual(delivery.parse(given), { kinds: ["outcome"], maxAge: "2h", atLeastOnce: true });
});

test("there are no other kinds, and no other words for a time", () => {
  assert.ok(!delivery.safeParse({ kinds: ["reminder"] }).success);
  assert.ok(!delivery.safeParse({ maxAge: "a day" }).success);
});
