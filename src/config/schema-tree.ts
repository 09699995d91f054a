// A schema as a tree of keys, whatever it is made of: objects, lists of them, maps of them.
import { z } from "zod";

import { notesOf, type SettingNotes } from "./setting.ts";
import type { ValuePath } from "./value-path.ts";

type Schema = z.core.$ZodType;

export interface ListedSetting extends SettingNotes {
  /** `listen.port`, `auth.oidc[].issuer`, `channels.slack.{name}.urlFile`. */
  readonly path: string;
  readonly schema: Schema;
}

/** Every setting in the schema, in its order. */
export function listSettings(schema: Schema, path = ""): readonly ListedSetting[] {
  const notes = notesOf(schema);
  const own = notes === undefined ? [] : [{ path: path.replace(/^\./u, ""), schema, ...notes }];
  const below = branchesOf(schema).flatMap(([step, child]) => listSettings(child, `${path}${step}`));
  return [...own, ...below];
}

/** Of a map the names that it may have; nothing of what may have any, or none. */
export function keysOf(schema: Schema | undefined): readonly string[] {
  const bare = schema && bareSchema(schema);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
}

/** What is to stand there; undefined where nothing may. */
export function schemaAt(root: Schema, path: ValuePath): Schema | undefined {
  return path.reduce<Schema | undefined>((schema, key) => schema && childAt(schema, key), root);
}

/** Whether it may be left out. */
export function mayBeAbsent(root: Schema, path: ValuePath): boolean {
  const schema = schemaAt(root, path);
  return schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault;
}

function childAt(schema: Schema, key: PropertyKey): Schema | undefined {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodArray) return bare.element;
  if (bare instanceof z.ZodRecord) return bare.valueType;
  return bare instanceof z.ZodObject && Object.hasOwn(bare.shape, key)
    ? (bare.shape as Readonly<Record<PropertyKey, Schema>>)[key]
    : undefined;
}

/** Without what only says that it may be absent, or what is made of it; of what may be a word or a group, the group. */
export function bareSchema(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault || schema instanceof z.ZodReadonly) {
    return bareSchema(schema.unwrap());
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.map(bareSchema).find((option) => option instanceof z.ZodObject) ?? schema;
  }
  return schema instanceof z.ZodPipe ? bareSchema(schema.in) : schema;
}

/** As a flag would say it; undefined when it has no default. */
export function defaultOf(schema: Schema): string | undefined {
  if (!(schema instanceof z.ZodPrefault)) return undefined;
  const value: unknown = schema.def.defaultValue;
  return Array.isArray(value) ? value.join(",") : JSON.stringify(value).replaceAll('"', "");
}

function branchesOf(schema: Schema): readonly (readonly [step: string, child: Schema])[] {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodArray) return [["[]", bare.element]];
  if (bare instanceof z.ZodRecord) return [[".{name}", bare.valueType]];
  if (!(bare instanceof z.ZodObject)) return [];
  return Object.entries(bare.shape as Readonly<Record<string, Schema>>).map(
    ([key, child]) => [`.${key}`, child] as const,
  );
}
