// Lists and maps of groups, as later settings will have them, by a table that has some.
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";

import { checkValues } from "./check-values.ts";
import { listSettings } from "./schema-tree.ts";
import { setting } from "./setting.ts";
import { port, text } from "./setting-kinds.ts";
import { formatPath } from "./value-path.ts";

const TABLE = z.strictObject({
  door: setting(
    z
      .union([
        z.literal("open"),
        z.strictObject({
          key: setting(text, { what: "what opens it" }),
          lock: z.strictObject({}).optional(),
        }),
      ])
      .optional(),
    { what: "`open`, or its key" },
  ),
  providers: z
    .array(
      z.strictObject({
        id: setting(text, { what: "a name for it" }),
        issuer: setting(z.url("is not a URL"), { what: "the address of the provider" }),
      }),
    )
    .optional(),
  rooms: z
    .record(
      text.max(9),
      z.strictObject({
        urlFile: setting(text, { what: "a file with the address" }),
        port: setting(port.prefault(443), { what: "its port" }),
      }),
    )
    .optional(),
});

function faultsOf(values: unknown): readonly string[] {
  const read = checkValues(TABLE, values);
  return read.ok ? [] : read.error.map(({ path, text: fault }) => `${formatPath(path)}: ${fault}`);
}

test("a list and a map of groups are listed with all their keys", () => {
  assert.deepEqual(
    listSettings(TABLE).map(({ path }) => path),
    ["door", "door.key", "providers[].id", "providers[].issuer", "rooms.{name}.urlFile", "rooms.{name}.port"],
  );
});

test("what holds when it is absent is filled in, however deep", () => {
  const read = checkValues(TABLE, { rooms: { mine: { urlFile: "/u" } } });
  assert.deepEqual(read, { ok: true, value: { rooms: { mine: { urlFile: "/u", port: 443 } } } });
});

test("every fault has its path, however deep", () => {
  assert.deepEqual(
    faultsOf({
      providers: [{ id: "a", issuer: "x" }, { isuer: "https://b" }],
      rooms: { mine: { urlFile: 1 } },
    }),
    [
      'providers[0].issuer: "x" is not a URL; give the address of the provider',
      "providers[1].id: is missing; give a name for it",
      "providers[1].issuer: is missing; give the address of the provider",
      "providers[1].isuer: there is no such key; did you mean providers[1].issuer?",
      "rooms.mine.urlFile: 1 is not text (put it in quotes); give a file with the address",
    ],
  );
});

test("what may be a word or a group tells the faults of the one that was meant", () => {
  assert.deepEqual(faultsOf({ door: { key: 1 } }), [
    "door.key: 1 is not text (put it in quotes); give what opens it",
  ]);
  assert.deepEqual(faultsOf({ door: {} }), ["door.key: is missing; give what opens it"]);
  assert.deepEqual(faultsOf({ door: { key: "k", kye: "k" } }), [
    "door.kye: there is no such key; did you mean door.key?",
  ]);
  assert.deepEqual(faultsOf({ door: "opne" }), ['door: "opne" is not known; give `open`, or its key']);
  assert.deepEqual(faultsOf({ door: "open" }), []);
});

test("a group that is none says which keys it has, and a name that none can have is told", () => {
  assert.deepEqual(faultsOf({ providers: {}, rooms: { mine: [] } }), [
    "providers: the map is not a list; give a list of id, issuer",
    "rooms.mine: the list is not a map; give urlFile, port",
  ]);
  assert.match(
    faultsOf({ rooms: { "a room too many": { urlFile: "/u" } } })[0] ?? "",
    /^rooms\."a room too many": cannot be a name here: it has more than 9 characters$/u,
  );
});

test("what may be a password in a URL is not shown", () => {
  const [fault = ""] = faultsOf({
    rooms: { mine: { urlFile: "/u", port: "https://me:hunter2@a.example/" } },
  });
  assert.match(fault, /^rooms\.mine\.port: "https:\/\/…@a\.example\/" is not a number/u);
});

test("a value of which nothing is to be seen is not shown whole", () => {
  const [fault = ""] = faultsOf({ rooms: { mine: { urlFile: "/u", port: "x".repeat(5000) } } });
  assert.ok(fault.length < 200, fault);
});
