// Who somebody is among, in settings: people by name and by group, and where.
import { z } from "zod";

import { setting } from "./setting.ts";
import { text } from "./setting-kinds.ts";

export const namespacePatterns = z
  .array(
    z.string().regex(/^(?!-)[a-z0-9*-]{1,63}(?<!-)$/u, "is not a namespace's name, nor one with * in it"),
  )
  .min(1)
  .readonly();

const names = z.array(text).min(1).readonly().optional();

const NAMED = {
  users: setting(names, { what: "names of users", whenAbsent: "none" }),
  groups: setting(names, { what: "names of groups", whenAbsent: "none" }),
};

/** Empty never means everybody. */
const isSomebody = ({ users, groups }: { readonly users?: unknown; readonly groups?: unknown }): boolean =>
  users !== undefined || groups !== undefined;

export const people = z.strictObject(NAMED).refine(isSomebody, "names nobody");

export const viewRule = z
  .strictObject({
    ...NAMED,
    namespaces: setting(namespacePatterns.optional(), {
      what: "the namespaces whose approvals they see; * stands for any characters",
      whenAbsent: "all of them",
    }),
  })
  .refine(isSomebody, "names nobody");
