import { z } from "zod";

import { defaultOf } from "../../src/config/schema-tree.ts";
import { notesOf } from "../../src/config/setting.ts";
import { CONFIGURATION } from "../../src/config/settings.ts";

/** The JSON Schema of the configuration file, for editors: draft 7, which those for YAML know best. */
export function formatConfigSchema(): string {
  const schema = z.toJSONSchema(CONFIGURATION, {
    io: "input",
    target: "draft-7",
    override: ({ zodSchema, jsonSchema }) => {
      // That nothing changes it is said of what was read, not of what is written.
      delete jsonSchema.readOnly;
      // A group that is left out is an empty one.
      if (typeof jsonSchema.default === "object") delete jsonSchema.default;
      const notes = notesOf(zodSchema);
      if (notes !== undefined) jsonSchema.description = describe(zodSchema, notes);
      if (zodSchema instanceof z.ZodObject) loosen(jsonSchema, zodSchema);
    },
  });
  return `${JSON.stringify({ ...schema, title: "The configuration file of Countersign" }, null, 2)}\n`;
}

function describe(
  schema: z.core.$ZodType,
  { what, whenAbsent }: NonNullable<ReturnType<typeof notesOf>>,
): string {
  const absent =
    whenAbsent === undefined || defaultOf(schema) !== undefined ? "" : `; ${whenAbsent} when absent`;
  return `${what}${absent}`;
}

/** What a flag can say may be missing in the file. */
function loosen(jsonSchema: z.core.JSONSchema.BaseSchema, { shape }: z.ZodObject): void {
  if (jsonSchema.required === undefined) return;
  const required = jsonSchema.required.filter((key) => {
    const child = shape[key];
    return child === undefined || notesOf(child)?.flag === undefined;
  });
  if (required.length > 0) jsonSchema.required = required;
  else delete jsonSchema.required;
}
