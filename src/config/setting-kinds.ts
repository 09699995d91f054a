// The kinds of values that settings have. What a fault says goes on after the value: `"http" is not a number`.
import { z } from "zod";

import { isNamespaceName } from "../std/kubernetes-names.ts";

export const text = z.string().min(1);

/** An origin without a trailing slash. */
export const origin = z
  .url({ protocol: /^https?$/u, error: "is not an http or https URL" })
  .refine((url) => !/[?#]/u.test(url), "has a query or a fragment")
  .refine(
    (url) => !URL.canParse(url) || new URL(url).pathname === "/",
    "has a path, and pages are served at the root of a host",
  )
  .refine(
    (url) => !URL.canParse(url) || new URL(url).username === "",
    "has a user, which links must not carry",
  )
  .transform((url) => url.replace(/\/+$/u, ""));

export const port = z.number().int().min(0).max(65_535);

/** YAML has `true` and `false`; a flag says `on` and `off`. Each is taken in both. */
export const onOff = z
  .union([z.boolean(), z.enum(["on", "off", "true", "false"])], "is neither on nor off")
  .transform((word) => word === true || word === "on" || word === "true");

export const namespaces = z
  .array(z.string().refine(isNamespaceName, "is not a namespace's name"))
  .min(1)
  .readonly();

/** Nobody is vouched for in open mode, so it cannot stand beside one that vouches. */
export const modes = z
  .array(z.enum(["open", "kubernetes"]))
  .min(1)
  .refine((names) => names.length < 2, "names more than one mode")
  .readonly();

/** Of an empty list Kubernetes makes its own audience, for which every pod has a token. */
export const audiences = z.array(text).min(1).readonly();

export const timeZone = z.string().refine(isTimeZone, "is not a time zone that this system knows");

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
