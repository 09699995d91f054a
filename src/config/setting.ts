import type { z } from "zod";

/** What is known of a setting beside the values it takes. */
export interface SettingNotes {
  /** What to give, for help, reference, editors and errors. */
  readonly what: string;
  /** `base-url`: the flag is `--base-url`, the variable `COUNTERSIGN_BASE_URL`. Absent: only the file says it. */
  readonly flag?: string;
  /** Of one that may be left out and has no default: what holds then. */
  readonly whenAbsent?: string;
}

const NOTES = new WeakMap<z.core.$ZodType, SettingNotes>();

/** A schema of its own with notes. What holds when it is absent is its `.prefault()`, or what `.optional()` makes of it. */
export function setting<Schema extends z.ZodType>(schema: Schema, notes: SettingNotes): Schema {
  const own = schema.clone();
  NOTES.set(own, notes);
  return own;
}

/** Undefined for what is no setting but a group of them. */
export function notesOf(schema: z.core.$ZodType): SettingNotes | undefined {
  return NOTES.get(schema);
}
