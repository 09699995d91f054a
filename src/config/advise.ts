import { z } from "zod";

import { suggestName } from "../std/suggest-name.ts";
import { bareSchema, defaultOf, keysOf, listSettings, schemaAt } from "./schema-tree.ts";
import { notesOf } from "./setting.ts";
import { formatPath, type ValuePath } from "./value-path.ts";

type Schema = z.core.$ZodType;

/** What to give there: as the nearest setting around it says, or the keys that it may have. */
export function adviseAt(root: Schema, path: ValuePath): string {
  const around = path.map((_, index) => schemaAt(root, path.slice(0, index + 1)));
  const noted = around.findLast((schema) => schema !== undefined && notesOf(schema) !== undefined);
  return noted === undefined ? describeGroup(schemaAt(root, path)) : explainSetting(noted);
}

/** The keys that a group may have, or each of a list or map of groups. */
function describeGroup(schema: Schema | undefined): string {
  const bare = schema && bareSchema(schema);
  if (bare instanceof z.ZodArray) return `a list of ${describeGroup(bare.element)}`;
  if (bare instanceof z.ZodRecord) return `names, and for each ${describeGroup(bare.valueType)}`;
  return keysOf(schema).join(", ");
}

/** What to give, and what holds otherwise. */
export function explainSetting(schema: Schema): string {
  const { what = "", whenAbsent } = notesOf(schema) ?? {};
  const absent = defaultOf(schema) ?? whenAbsent;
  return absent === undefined ? what : `${what}; ${absent} when absent`;
}

/** `path` is that of the map in which `key` stands. */
export function describeUnknownKey(root: Schema, path: ValuePath, key: string): string {
  const elsewhere = listSettings(root).find((setting) => setting.path.endsWith(`.${key}`));
  if (elsewhere !== undefined) return `there is no such key here; did you mean ${elsewhere.path}?`;
  const known = keysOf(schemaAt(root, path));
  const near = suggestName(key, known);
  return near === undefined
    ? `there is no such key; there are ${known.join(", ")}`
    : `there is no such key; did you mean ${formatPath([...path, near])}?`;
}
